"""What is said when a document has been walked: what was kept until all was known, and what follows from what."""

from dbep_ig.engine.diagnostics import OWN_FAULT, RESOURCE_LEFT, Held, Rule, Severity, not_shown, own_fault
from dbep_ig.engine.fhir.expressions import expression_of
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of

from .run import DocumentRun

FURTHER_ISSUES = Rule(
    code="DBEP4123",
    name="further-issues",
    severity=Severity.WARNING,
    issue_type="too-long",
    nb="{count} funn til vises ikke: {counts}",
    en="{count} more findings are not shown: {counts}",
    spec="https://hl7.org/fhir/R4/operationoutcome.html",
)


def finish(run: DocumentRun) -> None:
    """Say what was kept until all was known: of bindings, of the targets of references, of displays."""
    try:
        _finish(run)
    except Exception as fault:
        if run.settings.raise_own_faults:
            raise
        run.leave_trials()
        run.note(OWN_FAULT, run.index.root, own_fault(fault, RESOURCE_LEFT))


def _finish(run: DocumentRun) -> None:
    for finding in run.codes.of_bindings():
        run.take(finding)
        run.errors.update(one.same for one in finding.detail if one.is_error)
    unfulfilled = run.answers.unfulfilled(run.demands) if run.demands else []
    for finding in run.codes.of_displays():
        run.take(finding)
    if unfulfilled:
        from .unfulfilled import tell_unfulfilled  # start-up: only where there are some

        tell_unfulfilled(unfulfilled, run)
    if run.demands:
        _note_what_references_require(run)
        run.demands.clear()
        run.answers.remember()
    for finding in run.codes.of_unchecked():
        run.take(finding)
    if run.call.earlier is not None:
        from .life_cycle import check_changes  # start-up: only where there are earlier versions

        check_changes(run, run.call.earlier)


def _note_what_references_require(run: DocumentRun) -> None:
    """For contained resources: the profiles that references to them require, those that they conform to if any."""
    bare = {
        id(frame.value): number
        for number, (frame, held, _) in enumerate(run.held)
        if not held and frame.scope.container is not None
    }
    if not bare:
        return
    required: dict[int, dict[str, None]] = {}
    for demand in run.demands:
        target = demand.target
        number = bare.get(id(target.value), -1) if isinstance(target, Frame) else -1
        if number >= 0 and isinstance(target, Frame):
            own = [one for one in demand.profiles if one.overlay is not None]
            fitting = [one for one in own if run.answers.conforms(target, one)]
            for one in fitting or own:
                required.setdefault(number, {})[one.canonical] = None
    for number, canonicals in required.items():
        run.held[number] = (run.held[number][0], tuple(canonicals), "reference")


def findings(run: DocumentRun) -> list[Finding]:
    """What is kept, and at the end what was found beyond."""
    every: list[Finding] = []
    for number, kept in sorted(run.kept.items()):
        found = kept.findings()
        if kept.errors > 1:
            from .consequences import causes  # start-up: only where one fault may follow from another

            found = causes(found, run)
        every += found
        if kept.beyond:
            params = {"count": sum(kept.beyond.values()), "counts": not_shown(kept.counts())}
            every.append(Finding(FURTHER_ISSUES, number, (), params))
    return every


def held_resources(run: DocumentRun) -> list[Held]:
    """What each resource was validated against."""
    rows = []
    for frame, profiles, reason in run.held:
        document = run.index.document
        identity = frame.value.get("id")
        rows.append(
            Held(
                document.source.name,
                f"{frame.type_name}/{identity}" if identity else frame.type_name,
                profiles,
                expression_of(document.resource, pointer_of(frame), run.types),
                reason,
            )
        )
    return rows
