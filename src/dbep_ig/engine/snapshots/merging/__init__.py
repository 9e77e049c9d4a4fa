"""What a differential says of one element, merged into what is inherited: one file for each group of properties.

Source: https://hl7.org/fhir/R4/elementdefinition.html#interpretation
"""

from dbep_ig.engine.snapshots.differential import Change
from dbep_ig.engine.snapshots.element_order import in_order
from dbep_ig.engine.snapshots.making import Making
from dbep_ig.engine.snapshots.tree import Element

from .additions import merge_constraints, merge_mappings
from .bindings import drop_binding_without_codes, merge_binding
from .cardinality import merge_cardinality
from .extensions import merge_extensions
from .flags import merge_flags
from .texts import merge_texts
from .types import merge_types
from .values import merge_values


def merge(inherited: Element, change: Change, making: Making, *, new_slice: bool = False) -> Element:
    """A new ElementDefinition: `inherited` with what the differential says; contradictions are reported to `making`.

    Path, id, slice name, slicing and base are the descent's business.

    new_slice  the change defines a slice that the base does not have
    """
    said = change.element
    if said is None:
        return inherited
    merged = dict(inherited)
    merge_texts(merged, said)
    merge_cardinality(merged, said, change, making, new_slice=new_slice)
    merge_types(merged, said, change, making)
    merge_values(merged, said, change, making)
    merge_flags(merged, said, change, making)
    merge_constraints(merged, said)
    merge_binding(merged, said, change, making)
    drop_binding_without_codes(merged, said, change, making)
    merge_mappings(merged, said)
    merge_extensions(merged, said)
    return in_order(merged)
