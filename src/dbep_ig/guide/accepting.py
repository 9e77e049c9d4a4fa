"""Findings that guide.yaml accepts: taken out of what is shown, and what is wrong with the acceptances themselves.

An acceptance is for a rule, by its code, its name or an invariant's key, at a place: a file, and keys that lead to a part of it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Accepted, Issue, Rule, Severity, Span

from .authoring import read_yaml_documents
from .authoring.model import Acceptance
from .authoring.suggestions import did_you_mean
from .authoring.yaml_nodes import Where, YamlDocument, YamlMapping, YamlNode, YamlScalar

UNKNOWN_RULE = Rule(
    code="DBEP2140",
    name="accepted-rule-unknown",
    issue_type="not-found",
    nb="«{rule}» er ingen regel{hint}",
    en="`{rule}` is not a rule{hint}",
)
ERROR_NOT_ACCEPTED = Rule(
    code="DBEP2141",
    name="error-cannot-be-accepted",
    issue_type="business-rule",
    nb="«{rule}» er en feil, og feil kan ikke godtas",
    en="`{rule}` is an error, and errors cannot be accepted",
)
UNUSED_ACCEPTANCE = Rule(
    code="DBEP2142",
    name="accepted-finding-not-found",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="«{rule}» er ikke funnet {at}: godkjenningen kan fjernes",
    en="`{rule}` was not found at {at}: the acceptance can be removed",
)
EXPIRED_ACCEPTANCE = Rule(
    code="DBEP2143",
    name="acceptance-expired",
    severity=Severity.WARNING,
    issue_type="expired",
    nb="Godkjenningen av «{rule}» gjaldt til {until}, og må vurderes på nytt av {owner}",
    en="The acceptance of `{rule}` was valid until {until}, and must be considered again by {owner}",
)
# What depends on the machine (a package, a terminology service) may be found on another.
_NOT_HERE = frozenset(("incomplete", "not-found", "not-supported"))


class Sorted(NamedTuple):
    """issues: what is to be shown, with what is wrong with the acceptances; accepted: the others, each with its reason."""

    issues: tuple[Issue, ...]
    accepted: tuple[Accepted, ...]


class Known(NamedTuple):
    """The rules of the program.

    words    their codes and names
    rule_of  a rule by either; None where there is none
    """

    words: Callable[[], Iterable[str]]
    rule_of: Callable[[str], Rule | None]


def accept(
    issues: Iterable[Issue],
    acceptances: Sequence[Acceptance],
    files: Mapping[str, bytes],
    today: str,
    known: Known,
    *,
    is_complete: bool = True,
    not_asked: Collection[str] = (),
) -> Sorted:
    """The findings of a build, sorted.

    files        path -> bytes, of what issues are in
    today        YYYY-MM-DD
    known        all rules
    is_complete  whether everything was looked at: otherwise an acceptance that nothing was found for may still be needed
    not_asked    codes of what was not looked for
    """
    found = tuple(issues)
    if not acceptances:
        return Sorted(found, ())
    places = _Places(files)
    kept: list[Issue] = []
    accepted: list[Accepted] = []
    used: set[int] = set()
    wrong: dict[int, Issue] = {}
    for issue in found:
        number = next((n for n, one in enumerate(acceptances) if places.holds(one, issue)), None)
        if number is None:
            kept.append(issue)
            continue
        one = acceptances[number]
        used.add(number)
        if issue.is_error:
            kept.append(issue)
            wrong[number] = _at_rule(ERROR_NOT_ACCEPTED, one, rule=one.rule)
        else:
            accepted.append(Accepted(issue, one.reason, one.owner, one.until))
    for number, one in enumerate(acceptances):
        said = wrong.get(number) or _wrong(
            one, known, today, is_unused=number not in used, is_complete=is_complete, not_asked=not_asked
        )
        if said is not None:
            kept.append(said)
    return Sorted(tuple(kept), tuple(accepted))


def _wrong(
    one: Acceptance,
    known: Known,
    today: str,
    *,
    is_unused: bool,
    is_complete: bool,
    not_asked: Collection[str],
) -> Issue | None:
    """What is wrong with an acceptance; the first of what there is."""
    rule = known.rule_of(one.rule) if is_unused else None
    if is_unused and is_complete:
        if rule is None:
            hint = did_you_mean(one.rule, known.words())
            return _at_rule(UNKNOWN_RULE, one, rule=one.rule, hint=hint)
        if rule.severity <= Severity.ERROR and rule.code != _INVARIANT:
            return _at_rule(ERROR_NOT_ACCEPTED, one, rule=one.rule)
    if one.until < today:
        return Issue(
            EXPIRED_ACCEPTANCE,
            (one.where / "until").location(),
            {"rule": one.rule, "until": one.until, "owner": one.owner},
        )
    depends = rule is not None and rule.severity is Severity.INFORMATION and rule.issue_type in _NOT_HERE
    depends = depends or (rule is not None and rule.code in not_asked)
    if is_unused and is_complete and not depends:
        return Issue(UNUSED_ACCEPTANCE, (one.where / "at").location(), {"rule": one.rule, "at": one.at})
    return None


_INVARIANT = "DBEP4301"  # as grave as the invariant says


def _at_rule(fault: Rule, one: Acceptance, /, **params: object) -> Issue:
    return Issue(fault, (one.where / "rule").location(), params)


class _Places:
    """Which issue is at which place."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._parsed: dict[str, tuple[YamlDocument, ...]] = {}

    def holds(self, one: Acceptance, issue: Issue) -> bool:
        """Whether the acceptance is for this issue."""
        if one.rule not in (issue.rule.code, issue.rule.name, issue.params.get("key")):
            return False
        name, _, keys = one.at.partition("#")
        if not fnmatchcase(issue.document, name):
            return False
        if not keys:
            return True
        place = issue.location.place()
        if place is None:
            return False
        line, column = place.span.line, place.span.column
        return any(
            (span.line, span.column) <= (line, column) < (span.end_line, span.end_column)
            for span in self._spans(issue.document, keys.strip("/").split("/"))
        )

    def _spans(self, name: str, keys: Sequence[str]) -> Iterator[Span]:
        if name not in self._parsed:
            read = read_yaml_documents(name, self._files.get(name, b""))
            self._parsed[name] = tuple(read.value or ())
        for document in self._parsed[name]:
            for where in _below(document.at(), list(keys)):
                value, key = where.place().span, where.place(key=True).span
                yield Span(key.line, key.column, value.end_line, value.end_column)


def _below(where: Where, keys: list[str]) -> Iterator[Where]:
    """The places that the keys lead to. A key in YAML may have a slash of its own: it is matched as a whole too."""
    if not keys:
        yield where
        return
    node: YamlNode | None = where.node
    if node is None or isinstance(node, YamlScalar):
        return
    if isinstance(node, YamlMapping):
        for entry in node:
            taken = entry.key.text.count("/") + 1
            if fnmatchcase(entry.key.text, "/".join(keys[:taken])):
                yield from _below(where / entry.key.text, keys[taken:])
        return
    for index in range(len(node.items)):
        if fnmatchcase(str(index), keys[0]):
            yield from _below(where / index, keys[1:])
