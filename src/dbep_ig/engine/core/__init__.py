"""FHIR R4 core as HL7 publishes it, packed so that only what is asked for is read: `TypeModel` and `Definitions`.

`CoreStore` reads what `pack_core` wrote. The host opens the file: `dbep_ig.host.core_data.open_core()`.
"""

from .store import CoreStore, DamagedCoreError

__all__ = ["CoreStore", "DamagedCoreError"]
