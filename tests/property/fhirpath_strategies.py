"""Generated FHIRPath over generated resources."""

from decimal import Decimal

from hypothesis import strategies as st

PERIODS = st.fixed_dictionaries(
    {},
    optional={
        "start": st.sampled_from(
            ["2001", "2001-05", "2001-05-06", "2001-05-06T10:00:00Z", "2001-05-06T10:00:00+02:00", "x"]
        ),
        "end": st.sampled_from(["2001", "2002-01-01", "2001-05-06T09:59:59.5Z"]),
    },
)
CODINGS = st.fixed_dictionaries(
    {},
    optional={
        "system": st.sampled_from(["s", "t"]),
        "code": st.sampled_from(["a", "b", "c"]),
        "userSelected": st.booleans(),
    },
)
QUANTITIES = st.fixed_dictionaries(
    {},
    optional={
        "value": st.sampled_from([1, 2, Decimal("1.50"), Decimal("1.5"), -3]),
        "code": st.sampled_from(["mg", "g", "x"]),
        "system": st.just("http://unitsofmeasure.org"),
        "unit": st.just("milligram"),
    },
)
NAMES = st.fixed_dictionaries(
    {},
    optional={
        "use": st.sampled_from(["official", "usual"]),
        "family": st.sampled_from(["Åsen", "A", "", 3, None]),
        "given": st.lists(st.sampled_from(["Pål", "Aksel", None]), max_size=3),
        "_given": st.lists(st.sampled_from([None, {"id": "g"}, 1]), max_size=3),
        "period": PERIODS,
        "_family": st.just({"id": "f"}),
        "extension": st.lists(
            st.fixed_dictionaries(
                {"url": st.sampled_from(["u", "v"])}, optional={"valueString": st.just("x")}
            ),
            max_size=2,
        ),
    },
)
ODD = st.sampled_from([None, [], {}, "text", 1, True, [None], [{}], [[1]], [None, {"id": "x"}]])
"""What no resource should hold, and what evaluation must survive."""


def resources(*, odd: bool) -> st.SearchStrategy[dict]:
    """Patients and Observations; with `odd`, members of any shape."""

    def member(strategy):
        return st.one_of(strategy, ODD) if odd else strategy

    patient = st.fixed_dictionaries(
        {"resourceType": st.just("Patient")},
        optional={
            "id": member(st.just("p")),
            "active": member(st.booleans()),
            "name": member(st.lists(NAMES, max_size=3)),
            "birthDate": member(st.sampled_from(["1951", "1951-02-03"])),
            "_birthDate": member(st.just({"extension": [{"url": "u", "valueString": "v"}]})),
            "deceasedBoolean": member(st.booleans()),
            "maritalStatus": member(
                st.fixed_dictionaries(
                    {}, optional={"coding": st.lists(CODINGS, max_size=3), "text": st.just("t")}
                )
            ),
            "multipleBirthInteger": member(st.integers(0, 3)),
        },
    )
    observation = st.fixed_dictionaries(
        {"resourceType": st.just("Observation")},
        optional={
            "status": member(st.sampled_from(["final", "amended"])),
            "valueQuantity": member(QUANTITIES),
            "effectivePeriod": member(PERIODS),
            "code": member(st.fixed_dictionaries({}, optional={"coding": st.lists(CODINGS, max_size=3)})),
            "component": member(
                st.lists(
                    st.fixed_dictionaries(
                        {}, optional={"valueQuantity": QUANTITIES, "valueBoolean": st.booleans()}
                    ),
                    max_size=3,
                )
            ),
        },
    )
    return st.one_of(patient, observation)


PATHS = st.sampled_from([
    "id", "active", "name", "name.given", "name.family", "name.period", "name.period.start", "birthDate", "deceased",
    "maritalStatus", "maritalStatus.coding", "maritalStatus.coding.code", "maritalStatus.text", "multipleBirth", "status",
    "value", "value.value", "value.code", "effective", "effective.start", "effective.end", "code.coding",
    "code.coding.code", "component", "component.value", "contained", "contained.meta.versionId", "$this", "$this.id",
    "Patient.name", "Observation.status", "children()", "name[0]", "value.ofType(Quantity).value", "(value as Quantity).code", "effective.as(Period).start", "deceased.ofType(boolean)", "name.extension('u')", "name.first().family", "extension", "birthDate.extension",
])  # fmt: skip
LITERALS = st.sampled_from([
    "'a'", "'final'", "'official'", "1", "2", "1.5", "true", "false", "{}", "@2001", "@2001-05-06", "@2001-05-06T10:00:00Z",
    "1 'mg'", "0.001 'g'", "3 days", "%ucum", "('a' | 'b')",
])  # fmt: skip
FUNCTIONS = st.sampled_from([
    "exists()", "empty()", "count()", "first()", "hasValue()", "not()", "distinct()", "isDistinct()", "where(use = 'official')",
    "exists(code = 'a' and system = 's')", "where(code = 'a').exists()", "all(code.exists())", "select(code)", "toString()",
    "startsWith('f')", "matches('^[a-z]+$')", "contains('a')", "length()", "as(Period)", "ofType(boolean)", "extension('u').exists()", "extension('u').value", "is(string)",
    "where($this = 'Pål')", "exists(period.start < period.end)", "trace('t')", "tail()", "last()", "allTrue()",
])  # fmt: skip
OPERATORS = st.sampled_from(
    [
        "=",
        "!=",
        "~",
        "<",
        "<=",
        ">",
        ">=",
        "and",
        "or",
        "xor",
        "implies",
        "in",
        "contains",
        "|",
        "+",
        "-",
        "*",
        "/",
        "&",
    ]
)


def expressions() -> st.SearchStrategy[str]:
    """Expressions that parse; many make no sense, which is the point."""
    path = st.one_of(
        PATHS, st.tuples(PATHS, FUNCTIONS).map(".".join), st.tuples(PATHS, FUNCTIONS, FUNCTIONS).map(".".join)
    )
    return st.recursive(
        st.one_of(path, LITERALS),
        lambda inner: st.one_of(
            st.tuples(inner, OPERATORS, inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
            st.tuples(inner, FUNCTIONS).map(lambda parts: f"({parts[0]}).{parts[1]}"),
            st.tuples(inner, inner, inner).map(lambda parts: f"iif({parts[0]}, {parts[1]}, {parts[2]})"),
        ),
        max_leaves=6,
    )
