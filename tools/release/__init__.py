"""Makes a release from a tag: `make release`, and `make release-dry` for a try without one.

| file | holds |
|---|---|
| `source.py` | what is released: version, commit, time; and what stands in the way |
| `building.py` | a clean clone becomes wheel, sdist, FHIR package and site archive |
| `sbom.py` | the CycloneDX list of what the wheel needs and what the artefacts hold of others |
| `checksums.py` | SHA256SUMS |
| `installing.py` | the wheel in an environment of its own, and a network that is not there |
| `checking.py` | what must hold of the finished artefacts |

Nothing is published here. How a release is made, step by step: `site/developers/release.en.md`.
"""


class ReleaseError(Exception):
    """The release cannot be made; the text says why."""
