// Added by `dbep build --watch` to the pages that it shows; it is in no file of the site.
// Loads the page again when it has been rendered anew, and shows what is wrong with the guide.
(function () {
  "use strict";
  var words = {
    nb: {errors: "feil", warnings: "advarsler", old: "Siden viser forrige bygging.", changed: "Endret:", gone: "dbep build --watch kjører ikke lenger."},
    en: {errors: "errors", warnings: "warnings", old: "This page shows the previous build.", changed: "Changed:", gone: "dbep build --watch is no longer running."}
  };
  var language = location.pathname.split("/")[1];
  var w = words[language] || words[(document.documentElement.lang || "en").slice(0, 2)] || words.en;
  var spoken = w === words.nb ? "nb" : "en";
  var page = decodeURIComponent(location.pathname).replace(/^\//, "");
  if (!page || page.slice(-1) === "/") { page += "index.html"; }
  var banner = document.createElement("div");
  banner.setAttribute("role", "status");
  banner.setAttribute("style", "position:fixed;z-index:99;left:0;right:0;bottom:0;max-height:40vh;overflow:auto;margin:0;padding:.6rem 1rem;font:14px/1.5 monospace;white-space:pre-wrap;background:#3a3000;color:#fff");
  banner.hidden = true;
  document.body.appendChild(banner);

  function show(lines, colour) {
    banner.textContent = "";
    lines.forEach(function (line) {
      var one = document.createElement("div");
      one.textContent = line;
      banner.appendChild(one);
    });
    banner.style.background = colour;
    banner.hidden = lines.length === 0;
  }

  function link(pages) {
    var here = pages.filter(function (one) { return one.split("/")[0] === language; }).slice(0, 5);
    if (!here.length) { return; }
    var line = document.createElement("div");
    line.textContent = w.changed;
    here.forEach(function (one) {
      var to = document.createElement("a");
      to.href = "/" + encodeURI(one);
      to.textContent = one;
      to.setAttribute("style", "color:#9cf;margin-left:1em");
      line.appendChild(to);
    });
    banner.appendChild(line);
    banner.hidden = false;
  }

  var number = document.querySelector("script[data-number]").getAttribute("data-number");
  var events = new EventSource("/_dbep/events?number=" + number + "&page=" + encodeURIComponent(page));
  events.onmessage = function (event) {
    var news = JSON.parse(event.data);
    if (news.pages.indexOf(page) !== -1) { location.reload(); return; }
    var found = news.findings[spoken] || [];
    var lines = [];
    if (found.length) {
      lines.push(news.errors + " " + w.errors + ", " + (found.length - news.errors) + " " + w.warnings + ".");
      if (!news.is_built) { lines.push(w.old); }
      lines = lines.concat(found.slice(0, 20));
      if (found.length > 20) { lines.push("… " + (found.length - 20)); }
    }
    show(lines, news.errors ? "#7a1020" : "#3a3000");
    link(news.pages);
  };
  events.onerror = function () { show([w.gone], "#333"); };
  events.onopen = function () { show([], "#333"); };
})();
