/* Search from disk: a page opened as file:// may not start a Worker, so the search script runs in a hidden frame.
   Material's search script looks for `parent.IFrameWorker` and reads its base path from the frame's first script. */
"use strict"
if (location.protocol === "file:") {
  class IFrameWorker extends EventTarget {
    constructor(url) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      frame.title = "search"
      document.body.append(frame)
      this.window = frame.contentWindow
      const page = frame.contentDocument
      page.open()
      page.write("<!doctype html><html><head></head><body></body></html>")
      page.close()
      this.window.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
      this.window.importScripts = (...urls) => urls.reduce(
        (before, next) => before.then(() => IFrameWorker.load(page, next)), Promise.resolve())
      this.ready = IFrameWorker.load(page, new URL(url, location.href).href)
    }
    static load(page, src) {
      return new Promise((resolve, reject) => {
        const script = page.createElement("script")
        script.src = src
        script.onload = () => resolve()
        script.onerror = () => reject(new Error(`cannot load ${src}`))
        page.body.append(script)
      })
    }
    postMessage(data) {
      this.ready.then(() => this.window.dispatchEvent(new this.window.MessageEvent("message", { data })))
    }
    terminate() {
      this.window.frameElement.remove()
    }
  }
  window.IFrameWorker = IFrameWorker
  window.Worker = IFrameWorker
}
