"""A FHIR package as a value: open, index, resolve canonicals, dependencies, lock, write.

`read_archive` gives the files of a `.tgz`, `open_package` the package, `resolve_dependencies` what it needs,
`PackageSet` the conformance resources of all of them by canonical. `writing.write_package` makes a package.
"""

from .archives import Limits, read_archive
from .dependencies import Catalog, ResolvedPackages, resolve_dependencies
from .files import MemoryFiles, PackageFiles
from .package import Package, loose_package, open_package
from .resolution import PackageSet

__all__ = [
    "Catalog",
    "Limits",
    "MemoryFiles",
    "Package",
    "PackageFiles",
    "PackageSet",
    "ResolvedPackages",
    "loose_package",
    "open_package",
    "read_archive",
    "resolve_dependencies",
]
