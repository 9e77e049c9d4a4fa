"""`guide.yaml` and the list of requirements."""

from collections.abc import Iterator

from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.fhir_names import pascal_case
from dbep_ig.guide.authoring.keywords.accepted import ACCEPTED, AT, OWNER, REASON, RULE, UNTIL
from dbep_ig.guide.authoring.keywords.copyright import COPYRIGHT
from dbep_ig.guide.authoring.keywords.defines import DEFINES_GUIDE, DEFINES_REQUIREMENTS
from dbep_ig.guide.authoring.keywords.definition import DEFINITION
from dbep_ig.guide.authoring.keywords.guide_metadata import (
    ALIAS_CANONICAL,
    ALIAS_PREFIX,
    CANONICAL_ALIASES,
    CANONICAL_BASE,
    CONTACT,
    DATE_OF_GUIDE,
    DEPENDENCIES,
    DEPENDENCY_CANONICAL,
    DEPENDENCY_VERSION,
    EXPERIMENTAL,
    FEEDBACK,
    FHIR_VERSION,
    JURISDICTION,
    LANGUAGES_OF_GUIDE,
    LICENSE,
    NOTICE,
    OPTIONAL,
    PREFIX,
    PUBLISHER,
    STATUS,
    TOOL_PAGES,
    VERSION_OF_GUIDE,
)
from dbep_ig.guide.authoring.keywords.name import NAME
from dbep_ig.guide.authoring.keywords.requirement import QUOTE, SOURCE
from dbep_ig.guide.authoring.keywords.title import TITLE
from dbep_ig.guide.authoring.model import (
    Acceptance,
    CanonicalAlias,
    Dependency,
    GuideMetadata,
    LocalText,
    Requirement,
)


def read_requirements(fields: Fields) -> dict[str, Requirement]:
    found: dict[str, Requirement] = {}
    for key, one in (DEFINES_REQUIREMENTS.of(fields) or {}).items():
        found[key] = Requirement(key, QUOTE.of(one) or "", SOURCE.of(one) or "", one.where)
    return found


def read_guide(fields: Fields) -> GuideMetadata | None:
    """None when something that everything else is named by is missing; it has been reported."""
    guide_id, canonical = DEFINES_GUIDE.of(fields), CANONICAL_BASE.of(fields)
    version, date = VERSION_OF_GUIDE.of(fields), DATE_OF_GUIDE.of(fields)
    if guide_id is None or canonical is None or version is None or date is None:
        return None
    dependencies = {
        name: Dependency(
            package_id=name,
            version=DEPENDENCY_VERSION.of(one) or "",
            canonical=DEPENDENCY_CANONICAL.of(one),
            optional=OPTIONAL.of(one) or False,
            where=one.where,
        )
        for name, one in (DEPENDENCIES.of(fields) or {}).items()
    }
    aliases = (
        CanonicalAlias(address.rstrip("/"), ALIAS_PREFIX.of(one), one.where)
        for one in CANONICAL_ALIASES.of(fields) or ()
        if (address := ALIAS_CANONICAL.of(one)) is not None
    )
    return GuideMetadata(
        id=guide_id,
        canonical=canonical.rstrip("/"),
        canonical_aliases=tuple(aliases),
        version=version,
        name=NAME.of(fields) or pascal_case(guide_id),
        title=TITLE.of(fields) or LocalText(guide_id),
        definition=DEFINITION.of(fields) or LocalText(guide_id),
        status=STATUS.of(fields) or "draft",
        experimental=EXPERIMENTAL.of(fields) or False,
        date=date,
        fhir_version=FHIR_VERSION.of(fields) or "4.0.1",
        languages=LANGUAGES_OF_GUIDE.of(fields)
        or ("en",),  # reported; the rest of the guide is read all the same
        publisher=PUBLISHER.of(fields) or LocalText(""),
        contact=CONTACT.of(fields) or (),
        notice=NOTICE.of(fields),
        feedback=FEEDBACK.of(fields),
        jurisdiction=JURISDICTION.of(fields),
        license=LICENSE.of(fields),
        copyright=COPYRIGHT.of(fields) or (),
        prefix=PREFIX.of(fields) or "",
        dependencies=dependencies,
        tool_pages=TOOL_PAGES.of(fields) or False,
        where=fields.where,
        accepted=tuple(_accepted(fields)),
    )


def _accepted(fields: Fields) -> Iterator[Acceptance]:
    """Those that are complete; what others lack has been reported."""
    for one in ACCEPTED.of(fields) or ():
        rule, at, reason = RULE.of(one), AT.of(one), REASON.of(one)
        owner, until = OWNER.of(one), UNTIL.of(one)
        if rule and at and reason and owner and until:
            yield Acceptance(rule, at, reason, owner, until, one.where)
