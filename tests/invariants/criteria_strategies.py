"""Made-up tests, criteria and people, with facts unknown, none, undetermined, partial or incomplete everywhere."""

from datetime import date

from hypothesis import strategies as st
from spec.screening.small_situation import SmallSituation, a_criterion

from resettle.engine.registry.criteria import AppliesTo
from resettle.engine.registry.language import ExpressionRefused, parse

ON = date(2016, 11, 14)
PERSON_CODES = {
    "refugee_status": ["recognised", "refused"],
    "location": ["NRU", "PNG", "AUS"],
    "transferred_to": ["NRU", "PNG"],
    "relationship_to_pa": ["PA", "spouse", "child"],
}
CASE_CODES = {
    "category_primary": ["MED", "WGR"],
    "category_secondary": ["MED", "WGR"],
    "priority": ["urgent"],
}
LISTS = {"nationality": ["IRN", "AFG", "STA"], "specific_needs": ["SV", "SV-VF", "WR"]}
PERSON_DATES = ["date_of_birth", "transferred_on", "arrived_on"]
DAYS = ["1996-02-29", "1998-07-19", "2013-07-18", "2013-07-19", "2014-07-01", "2016-11-14"]
PARTIAL = ["1996", "1996-02", "1998-07", "2013", "2013-07", "2014"]
STATED = ["none", "unknown"]


def _comparisons(terms):
    return st.builds(
        "{} {} {}".format,
        st.sampled_from(terms),
        st.sampled_from("= <> != < <= > >=".split()),
        st.sampled_from(terms),
    )


def _coded(codes):
    def asked(name):
        some = st.lists(st.sampled_from(codes[name]), min_size=1, max_size=2).map(
            lambda each: ", ".join(f"'{one}'" for one in each)
        )
        return st.one_of(
            st.builds(
                "{} {} '{}'".format, st.just(name), st.sampled_from(["=", "<>"]), st.sampled_from(codes[name])
            ),
            st.builds("{} {}IN ({})".format, st.just(name), st.sampled_from(["", "NOT "]), some),
        )

    return st.sampled_from(sorted(codes)).flatmap(asked)


def _listed():
    def asked(name):
        some = st.lists(st.sampled_from(LISTS[name]), min_size=1, max_size=2).map(
            lambda each: ", ".join(f"'{one}'" for one in each)
        )
        return st.builds(f"HAS({name}, {{}})".format, some)

    return st.sampled_from(sorted(LISTS)).flatmap(asked)


DATE_TERMS = [*PERSON_DATES, "screening_day", *(f"DATE '{day}'" for day in DAYS)]
AGES = [f"AGE({born}, {at})" for born in DATE_TERMS for at in DATE_TERMS if born != at]
PERSON_ATOMS = st.one_of(
    _coded(PERSON_CODES),
    _listed(),
    st.just("location = transferred_to"),
    st.just("transferred_to <> birth_country"),
    _comparisons(DATE_TERMS),
    st.builds(
        "{} {} {}".format,
        st.sampled_from(AGES),
        st.sampled_from("= <> < <= > >=".split()),
        st.integers(0, 21),
    ),
    _comparisons(AGES),
    st.builds(
        "{} BETWEEN DATE '2013-07-18' AND DATE '{}'".format,
        st.sampled_from(PERSON_DATES),
        st.sampled_from(DAYS[3:]),
    ),
    st.builds("NONE({})".format, st.sampled_from([*PERSON_CODES, *LISTS, *PERSON_DATES])),
)
CASE_ATOMS = st.one_of(
    _coded(CASE_CODES),
    st.just("category_primary <> category_secondary"),
    st.builds("case_size {} {}".format, st.sampled_from("= <> <= > >=".split()), st.integers(0, 4)),
    st.builds(
        "waiting_since {} DATE '{}'".format, st.sampled_from("= < <= > >=".split()), st.sampled_from(DAYS)
    ),
    st.builds("NONE({})".format, st.sampled_from([*CASE_CODES, "waiting_since"])),
)


def _readable(text):
    try:
        parse(text)
    except ExpressionRefused as refused:  # the two mistakes that are made by drawing blindly
        allowed = {"test_same_on_both_sides", "test_never_true", "test_no_fact"}
        assert {fault.code for fault in refused.faults} <= allowed, (text, refused.faults)
        return False
    return True


def _texts(atoms):
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.builds("({} AND {})".format, inner, inner),
            st.builds("({} OR {})".format, inner, inner),
            st.builds("NOT ({})".format, inner),
        ),
        max_leaves=4,
    ).filter(_readable)


PERSON_TESTS, CASE_TESTS = _texts(PERSON_ATOMS), _texts(CASE_ATOMS)


def _cells(values):
    return st.none() | st.sampled_from([*STATED, *values]) | st.sampled_from(values)


def _lists(codes):
    return _cells([*codes, ";".join(codes[:2]), f"{codes[0]};unknown", f"{codes[1]};unknown"])


PEOPLE = st.fixed_dictionaries(
    {
        **{name: _cells(codes) for name, codes in PERSON_CODES.items() if name != "relationship_to_pa"},
        "refugee_status": _cells(["recognised", "refused", "pending"]),
        "birth_country": _cells(["NRU", "IRN"]),
        **{name: _lists(codes) for name, codes in LISTS.items()},
        **{name: _cells([*DAYS, *PARTIAL]) for name in PERSON_DATES},
    }
)
CASES = st.fixed_dictionaries(
    {
        **{name: _cells(codes) for name, codes in CASE_CODES.items()},
        "waiting_since": _cells([*DAYS, *PARTIAL]),
    }
)


def _criterion(id, kind, unless=()):
    def with_reach(reach):
        texts = CASE_TESTS if reach == "case" else PERSON_TESTS
        return st.builds(lambda text: a_criterion(id, text, reach, kind, unless=unless), texts)

    return st.sampled_from([one.value for one in AppliesTo]).flatmap(with_reach)


def _judged(id, unless):
    return st.builds(
        lambda reach, by, kind: a_criterion(id, None, reach, kind, by, unless=unless),
        st.sampled_from([one.value for one in AppliesTo]),
        st.sampled_from(["receiving_state", "office"]),
        st.sampled_from(["eligibility", "bar", "priority"]),
    )


@st.composite
def terms_of_an_arrangement(draw):
    """Up to two exemptions, and up to three criteria of which any may name them."""
    exemptions = [draw(_criterion(f"x{place}", "exemption")) for place in range(draw(st.integers(0, 2)))]
    criteria = []
    for place in range(draw(st.integers(0, 3))):
        unless = tuple(one.id for one in exemptions if draw(st.booleans()))
        kind = draw(st.sampled_from(["eligibility", "bar", "eligibility", "bar", "priority"]))
        judged = draw(st.integers(0, 4)) == 0
        criteria.append(
            draw(_judged(f"c{place}", unless) if judged else _criterion(f"c{place}", kind, unless))
        )
    return [*exemptions, *criteria]


@st.composite
def situations(draw):
    """Cases of nobody to three people, screened for one or two arrangements."""
    people, members = {}, []
    cases = {f"C-{place}": draw(CASES) for place in range(draw(st.integers(1, 3)))}
    for case in cases:
        for place in range(draw(st.integers(0, 3))):
            person = f"P-{case}-{place}"
            people[person] = draw(PEOPLE)
            usual = "PA" if place == 0 else "child"
            members.append(
                (case, person, draw(st.sampled_from([usual, usual, "spouse", "none", "unknown", None])))
            )
    criteria = {name: draw(terms_of_an_arrangement()) for name in ["nz", "us"][: draw(st.integers(1, 2))]}
    return SmallSituation(people, members, cases, criteria, ON)
