"""`guide.yaml` and the list of requirements."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.authoring import keywords as kw
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.fhir_names import pascal_case
from dbep_ig.guide.authoring.model import CanonicalAlias, Dependency, GuideMetadata, Requirement


def read_requirements(fields: Fields) -> dict[str, Requirement]:
    found: dict[str, Requirement] = {}
    for key, one in (kw.DEFINES_REQUIREMENTS.of(fields) or {}).items():
        found[key] = Requirement(key, kw.QUOTE.of(one) or "", kw.SOURCE.of(one) or "", one.where)
    return found


def read_guide(fields: Fields) -> GuideMetadata | None:
    """None when something that everything else is named by is missing; it has been reported."""
    guide_id, canonical = kw.DEFINES_GUIDE.of(fields), kw.CANONICAL_BASE.of(fields)
    version, date = kw.VERSION_OF_GUIDE.of(fields), kw.DATE_OF_GUIDE.of(fields)
    if guide_id is None or canonical is None or version is None or date is None:
        return None
    dependencies = {
        name: Dependency(
            package_id=name,
            version=kw.DEPENDENCY_VERSION.of(one) or "",
            canonical=kw.DEPENDENCY_CANONICAL.of(one),
            optional=kw.OPTIONAL.of(one) or False,
            where=one.where,
        )
        for name, one in (kw.DEPENDENCIES.of(fields) or {}).items()
    }
    aliases = (
        CanonicalAlias(address.rstrip("/"), kw.ALIAS_PREFIX.of(one), one.where)
        for one in kw.CANONICAL_ALIASES.of(fields) or ()
        if (address := kw.ALIAS_CANONICAL.of(one)) is not None
    )
    return GuideMetadata(
        id=guide_id,
        canonical=canonical.rstrip("/"),
        canonical_aliases=tuple(aliases),
        version=version,
        name=kw.NAME.of(fields) or pascal_case(guide_id),
        title=kw.TITLE.of(fields) or Text(guide_id, guide_id),
        definition=kw.DEFINITION.of(fields) or Text(guide_id, guide_id),
        status=kw.STATUS.of(fields) or "draft",
        experimental=kw.EXPERIMENTAL.of(fields) or False,
        date=date,
        fhir_version=kw.FHIR_VERSION.of(fields) or "4.0.1",
        languages=kw.LANGUAGES_OF_GUIDE.of(fields) or ("nb", "en"),
        publisher=kw.PUBLISHER.of(fields) or Text("", ""),
        contact=kw.CONTACT.of(fields) or (),
        notice=kw.NOTICE.of(fields),
        feedback=kw.FEEDBACK.of(fields),
        jurisdiction=kw.JURISDICTION.of(fields),
        license=kw.LICENSE.of(fields),
        copyright=kw.COPYRIGHT.of(fields) or (),
        prefix=kw.PREFIX.of(fields) or "",
        dependencies=dependencies,
        where=fields.where,
    )
