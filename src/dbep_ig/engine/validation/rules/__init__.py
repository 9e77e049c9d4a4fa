"""The rules, in folders by subject: one file for each, or for a few that share a subject.

A rule is a class with `check(value, frame, run)`, which allocates nothing until something is wrong, and `applies_to`, by which
it is found (`compiling/discovery.py`): there is no list to add it to. It imports `ground` and reports to `run` with a `Rule` of its file.

applies_to  `("ElementDefinition.maxLength",)`: what of an ElementDefinition turns it on. `compile(element, ctx)` makes the
            assertion for one element, or None where the element does not ask for it.
            `("Attachment", "Bundle")`: types. It is made once, and checks every value of them. Three groups are types too:
            `Resource`, every resource; `DomainResource`, every resource that can contain others; `CanonicalResource`,
            every resource that others refer to by url.

`structure/` has what the walk reports on its way, and what it compiles: members, cardinality, choices, invariants.
"""
