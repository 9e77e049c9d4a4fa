"""Why the operating system would not, in the reader's language: its own words are English, or the machine's."""

import errno

from .language import Text

_REASONS = {
    errno.EACCES: Text("ingen tilgang", "permission denied"),
    errno.EBADF: Text("den er lukket", "it is closed"),
    errno.EBUSY: Text("den er opptatt", "it is busy"),
    errno.EDQUOT: Text("kvoten er brukt opp", "the quota is used up"),
    errno.EFBIG: Text("filen er for stor", "the file is too large"),
    errno.EIO: Text("feil på enheten", "an error of the device"),
    errno.EISDIR: Text("det er en mappe", "it is a folder"),
    errno.ELOOP: Text("lenken fører til seg selv", "the link leads to itself"),
    errno.EMFILE: Text("for mange åpne filer", "too many open files"),
    errno.ENAMETOOLONG: Text("navnet er for langt", "the name is too long"),
    errno.ENFILE: Text("for mange åpne filer", "too many open files"),
    errno.ENOENT: Text("den finnes ikke", "it does not exist"),
    errno.ENOSPC: Text("det er ikke mer plass", "there is no space left"),
    errno.ENOTDIR: Text("en del av stien er ikke en mappe", "part of the path is not a folder"),
    errno.ENXIO: Text(
        "det er en socket, eller enheten finnes ikke", "it is a socket, or there is no such device"
    ),
    errno.EPERM: Text("ingen tilgang", "permission denied"),
    errno.EROFS: Text("filsystemet kan bare leses", "the file system is read-only"),
}


def reason_of(fault: OSError | ValueError) -> Text:
    """What stopped us; for what is not known here, the system's own words.

    A ValueError is what Python has for a path that no system can have (a null character, half a character).
    """
    if not isinstance(fault, OSError):
        return Text(
            "stien har et tegn som ingen sti kan ha", "the path has a character that no path can have"
        )
    known = _REASONS.get(fault.errno or 0)
    said = fault.strerror or str(fault) or type(fault).__name__
    return known or Text(said, said)
