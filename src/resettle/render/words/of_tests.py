"""Words for faults of the language in which tests are written."""

from collections.abc import Mapping

from resettle.engine.errors import Where
from resettle.render.words.template import Words


def _test(criterion: str) -> Where:
    return Where("arrangements/nz-150.toml", 0, f"criterion.{criterion}.test")


TESTS: Mapping[str, Words] = {
    "test_empty": Words(
        "A test is empty.",
        "the test is empty.",
        "Write a test; or, for a point of judgement, decided_by.",
        _test("recognised"),
        {"criterion": "recognised"},
    ),
    "test_too_long": Words(
        "A test is longer than 2,000 characters.",
        "the test has {length:character|characters}; {most} are allowed.",
        "Split it into several criteria.",
        _test("recognised"),
        {"criterion": "recognised", "length": 2001, "most": 2000},
    ),
    "test_too_many_parts": Words(
        "A test has more than 400 words and signs.",
        "the test has {parts:word or sign|words and signs}; {most} are allowed.",
        "Split it into several criteria.",
        _test("recognised"),
        {"criterion": "recognised", "parts": 401, "most": 400},
    ),
    "test_too_deep": Words(
        "A test has parentheses within more than 20 others.",
        "the test is nested too deeply; {most:level is|levels are} allowed.",
        "Write it flatter, or split it into several criteria.",
        _test("recognised"),
        {"criterion": "recognised", "depth": 21, "most": 20},
    ),
    "test_too_large": Words(
        "A test asks more than 1,000 questions, because it asks the same of members for each of many numbers.",
        "the test comes to {asked:question|questions}; {most} are allowed.",
        "Compare what is counted with one number, or write BETWEEN instead of IN.",
        _test("recognised"),
        {"criterion": "recognised", "asked": 9025, "most": 1000},
    ),
    "test_syntax": Words(
        "A test cannot be read.",
        "the test cannot be read.",
        "Look for a parenthesis, a quotation mark or a word that is missing there.",
        _test("recognised"),
        {"criterion": "recognised", "part": "IN", "at": 16},
    ),
    "test_character_refused": Words(
        "A test holds a sign that no test may hold.",
        "this sign cannot stand in a test.",
        "[Write {write}. ]Use facts, codes in single quotation marks ('SYR'), numbers and dates only.",
        _test("recognised"),
        {"criterion": "recognised", "part": "&&", "at": 11, "write": "AND"},
    ),
    "test_part_refused": Words(
        "A test holds something that is not in the language of criteria.",
        "this cannot stand in a test.",
        "[Write {write}. ]The reference of the criteria language lists what can.",
        _test("recognised"),
        {"criterion": "recognised", "part": "nationality LIKE 'S%'", "at": 1},
    ),
    "test_arithmetic_refused": Words(
        "A test calculates.",
        "a test does not calculate.",
        "Compare values as they are[; for an age write {write}].",
        _test("adult"),
        {"criterion": "adult", "part": "+", "at": 15, "write": "AGE(date_of_birth, screening_day)"},
    ),
    "test_cast_refused": Words(
        "A test converts a value from one type into another.",
        "a test does not convert values.",
        "Write the value as what it is[: {write}].",
        _test("adult"),
        {"criterion": "adult", "part": "CAST", "at": 1, "write": "DATE 'YYYY-MM-DD'"},
    ),
    "test_subquery_refused": Words(
        "A test looks up another table.",
        "a test looks nothing up elsewhere.",
        "Ask for facts of the person or the case only.",
        _test("recognised"),
        {"criterion": "recognised", "part": "SELECT", "at": 12},
    ),
    "test_function_refused": Words(
        "A test uses a function that the language does not have.",
        "there is no such function.",
        "The functions are AGE, HAS, NONE, IN_LIST, AT_LEAST; those of members: EACH_MEMBER, ANY_MEMBER, "
        "PRINCIPAL_APPLICANT, COUNT_MEMBERS, SHARE_OF_MEMBERS; and ANY_RELATIVE and ANY_PATHWAY.",
        _test("adult"),
        {"criterion": "adult", "part": "YEARS(date_of_birth)", "at": 1, "suggestion": "AGE"},
    ),
    "test_null_refused": Words(
        "A test would turn what is unknown into yes or no.",
        "what is unknown stays unknown; no test may turn it into yes or no.",
        "Leave it out[; to ask whether it is known that there is none, write {write}].",
        _test("recognised"),
        {"criterion": "recognised", "part": "refugee_status IS NULL", "at": 1, "write": "NONE(fact)"},
    ),
    "test_not_yes_or_no": Words(
        "A test, or a part of it, is a value and not a question.",
        "this is a value, not a question.",
        "Compare it with something.",
        _test("recognised"),
        {"criterion": "recognised", "part": "refugee_status", "at": 1},
    ),
    "test_no_fact": Words(
        "A comparison has no fact in it, so that its answer is the same for everyone.",
        "the comparison asks for no fact.",
        "Name a fact on one side.",
        _test("adult"),
        {"criterion": "adult", "part": "1 = 1", "at": 1},
    ),
    "test_same_on_both_sides": Words(
        "A comparison has the same on both sides.",
        "both sides are the same.",
        "Compare it with something else.",
        _test("recognised"),
        {"criterion": "recognised", "part": "location = location", "at": 1},
    ),
    "test_chained_comparison": Words(
        "A test compares a comparison.",
        "a comparison cannot be compared again.",
        "Join two comparisons with AND.",
        _test("adult"),
        {"criterion": "adult", "part": "1 < case_size < 5", "at": 1},
    ),
    "test_never_true": Words(
        "Nobody could ever meet a test.",
        "this can never be true.",
        "Mend the values; between alternatives write OR.",
        _test("adult"),
        {"criterion": "adult", "part": "case_size BETWEEN 5 AND 2", "at": 1},
    ),
    "test_never_false": Words(
        "A test is true of everybody of whom it is known: a rule of it excludes nobody, a bar of it bars everybody.",
        "this is true of everybody of whom it is known.",
        "Nothing stops; if somebody should not meet it, mend it. Who has none of several codes: NOT fact IN ('…', '…').",
        _test("place"),
        {"criterion": "place", "part": "location <> 'LBN' OR location <> 'JOR'"},
    ),
    "test_never_none": Words(
        "A test asks whether it is known that there is none of what everybody has; *none* cannot be recorded of it.",
        "everybody has a {fact}: it may be unknown, but it is never none.",
        "Leave it out: what is unknown leaves the answer unknown by itself.",
        _test("adult"),
        {"criterion": "adult", "part": "NONE(date_of_birth)", "at": 1, "fact": "date_of_birth"},
    ),
    "test_wrong_type": Words(
        "A test compares things of different kinds, or asks a fact in a way that its kind does not have.",
        "the kinds do not fit[: {expected} is expected][, {found} is written][, by {fact}].",
        "Compare like with like[; write {write}].",
        _test("adult"),
        {
            "criterion": "adult",
            "part": "date_of_birth < '2008-01-01'",
            "at": 1,
            "expected": "date",
            "found": "code",
            "write": "DATE '2008-01-01'",
        },
    ),
    "test_codes_have_no_order": Words(
        "A test asks whether a code is more or less than another.",
        "the codes of {fact} have no order.",
        "Use = , <> or IN.",
        _test("recognised"),
        {"criterion": "recognised", "part": "sex < 'M'", "at": 1, "fact": "sex"},
    ),
    "test_wrong_arguments": Words(
        "A function is given something else than it takes.",
        "the function takes other arguments.",
        "Write {write}.",
        _test("adult"),
        {
            "criterion": "adult",
            "part": "AGE(date_of_birth)",
            "at": 1,
            "write": "AGE(date_of_birth, screening_day)",
        },
    ),
    "test_nested_question": Words(
        "A question about members stands in another, or one about members or pathways in one about relatives.",
        "this question cannot stand inside another.",
        "Take it out of the other, and join the two with AND or OR.",
        _test("families"),
        {"criterion": "families", "part": "ANY_MEMBER(sex = 'F')", "at": 13},
    ),
    "test_bad_number": Words(
        "A number in a test is not a whole number of at most 9 digits.",
        "this is not a whole number of at most 9 digits.",
        "Write a whole number[; of percent: {write}].",
        _test("women"),
        {"criterion": "women", "part": "0.5", "at": 31, "write": "50"},
    ),
    "test_bad_date": Words(
        "A date in a test is not a day that ever was.",
        "this is not a full date.",
        "Write {write}.",
        _test("adult"),
        {"criterion": "adult", "part": "DATE '2016-02-30'", "at": 13, "write": "DATE 'YYYY-MM-DD'"},
    ),
    "test_unknown_fact": Words(
        "A test asks for a fact that the dictionary does not have.",
        "there is no such fact.",
        "Name a fact of the fact dictionary; codes need single quotation marks.",
        _test("recognised"),
        {"criterion": "recognised", "part": "refuge_status", "at": 1, "suggestion": "refugee_status"},
    ),
    "test_fact_of_another": Words(
        "A test asks a person for a fact of the case, a case for a fact of a person, or either for one of a relative or "
        "pathway; or what is within ANY_RELATIVE or ANY_PATHWAY asks for something else than theirs.",
        "this is a fact of a {of}, and a {expected} is asked here.",
        "Change applies_to, ask for another fact, or ask through the function that leads there: EACH_MEMBER, "
        "ANY_RELATIVE and the like.",
        _test("small"),
        {"criterion": "small", "part": "case_size", "at": 1, "of": "case", "expected": "person"},
    ),
    "test_unknown_code": Words(
        "A test names a code that the fact's list does not have.",
        "{fact} has no such code.",
        "Write a code of its list.",
        _test("recognised"),
        {
            "criterion": "recognised",
            "part": "'recognized'",
            "at": 18,
            "fact": "refugee_status",
            "suggestion": "recognised",
        },
    ),
    "test_code_undetermined": Words(
        "A test asks for a code that says that nothing is decided yet; such a fact counts as unknown.",
        "for {fact} this code says that nothing is decided yet, and counts as unknown.",
        "Ask for one of those that are settled: {settled:or}.",
        _test("recognised"),
        {
            "criterion": "recognised",
            "part": "'pending'",
            "at": 18,
            "fact": "refugee_status",
            "settled": ["recognised", "refused"],
        },
    ),
}
