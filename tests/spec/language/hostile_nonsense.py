"""In the words of the language, and without sense: wrong numbers, days and types, questions in questions, contradictions."""

from itertools import product

from spec.language.what_is_sound import FACTS, SOUND

OPS = ["=", "<>", "!=", "<", "<=", ">", ">="]


def numbers():
    written = ["0", "1", "-1", "-0", "+1", "1.5", "1.", ".5", "1e3", "1E3", "1e-3", "1e999", "0x1F", "0b11", "0o17", "1_000",
               "1,000", "00", "007", "9" * 9, "9" * 10, "9" * 30, "9" * 300, "NaN", "Infinity", "-Infinity", "inf", "NULL",
               "TRUE", "'1'", "'one'", "1L", "1n", "1.0f", "(1)", "((1))", "1::INT", "$1", "%s", "1/0", "1%0", "--1",
               "²", "١", "１", "Ⅷ", "½", "1 2", "1;2"]  # fmt: skip
    for number in written:
        yield from (
            f"case_size > {number}", f"{number} < case_size", f"AT_LEAST({number}, sex = 'F', sex = 'M', NONE(fled_on))",
            f"COUNT_MEMBERS(sex = 'F') >= {number}", f"SHARE_OF_MEMBERS(sex = 'F') >= {number}", f"case_size BETWEEN {number} AND 3",
            f"AGE(date_of_birth, screening_day) > {number}", f"case_size IN ({number})", f"{number}",
        )  # fmt: skip


def dates():
    written = ["2013-02-30", "2013-13-01", "2013-00-00", "0000-00-00", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01",
             "-2013-07-19", "2013", "2013-07", "2013-7-19", "13-07-19", "19/07/2013", "07/19/2013", "19.07.2013", "20130719",
             "2013-W29-5", "2013-200", "2013-07-19T00:00:00", "2013-07-19 00:00:00", "2013-07-19Z", "2013-07-19+14:00", "today",
             "now", "tomorrow", "yesterday", "epoch", "infinity", "-infinity", "", " ", "2013-07-19'", "٢٠١٣-٠٧-١٩",
             "２０１３-07-19", "2013‐07‐19", "2013-07-19\x00", "2013-07-19\n", " 2013-07-19", "19 July 2013", "2013-02-29",
             "2012-02-29", "1900-02-29", "none", "unknown", "NULL"]  # fmt: skip
    for day in written:
        yield from (
            f"arrived_on > DATE '{day}'",
            f"arrived_on = '{day}'",
            f"AGE(DATE '{day}', arrived_on) > 1",
        )
    yield from [
        "arrived_on > screening_day - 18", "arrived_on > screening_day - INTERVAL '18' YEAR", "arrived_on > INTERVAL '1' DAY",
        "arrived_on + INTERVAL 1 DAY > screening_day", "DATE_ADD(arrived_on, 1) > screening_day", "DATEDIFF(arrived_on, fled_on) > 1",
        "EXTRACT(YEAR FROM arrived_on) = 2013", "YEAR(arrived_on) = 2013", "arrived_on AT TIME ZONE 'UTC' > screening_day",
        "arrived_on > CURRENT_DATE", "arrived_on > CURRENT_DATE()", "arrived_on > CURRENT_TIMESTAMP", "arrived_on > NOW()",
        "arrived_on > GETDATE()", "arrived_on > SYSDATE", "arrived_on > LOCALTIME", "arrived_on > TODAY()", "RANDOM() > 1",
        "RAND() < 1", "UUID() = sex", "NEWID() = sex", "(fled_on, arrived_on) OVERLAPS (fled_on, arrived_on)",
        "arrived_on BETWEEN SYMMETRIC DATE '2014-07-18' AND DATE '2013-07-19'",
        "arrived_on BETWEEN SYMMETRIC DATE '2013-07-19' AND DATE '2014-07-18'",
        "arrived_on BETWEEN SYMMETRIC transferred_on AND fled_on", "arrived_on BETWEEN ASYMMETRIC transferred_on AND fled_on",
        "screening_day > DATE '2016-01-01'", "screening_day = screening_day", "AGE(screening_day, screening_day) = 0",
        "AGE(submission_day, decision_day) > 1", "AGE(arrived_on, '2013-07-19') > 1", "AGE(1, 2) > 3", "AGE(sex, location) > 3",
        "AGE(AGE(date_of_birth, arrived_on), screening_day) > 1", "AGE(date_of_birth, screening_day, fled_on) > 1",
        "arrived_on BETWEEN DATE '2013-07-19'", "arrived_on BETWEEN AND", "arrived_on IN (DATE '2013-07-19', screening_day)",
    ]  # fmt: skip


def nested():
    members = [
        "EACH_MEMBER",
        "ANY_MEMBER",
        "PRINCIPAL_APPLICANT",
        "COUNT_MEMBERS",
        "SHARE_OF_MEMBERS",
        "ANY_RELATIVE",
        "ANY_PATHWAY",
    ]
    insides = {"ANY_RELATIVE": "relationship = 'parent'", "ANY_PATHWAY": "pathway_stage = 'open'"}

    def of(name, inside):
        return (
            f"{name}({inside}) > 1" if name in ("COUNT_MEMBERS", "SHARE_OF_MEMBERS") else f"{name}({inside})"
        )

    for outer, inner in product(members, members):
        yield of(outer, of(inner, insides.get(inner, SOUND)))
        yield of(outer, f"AT_LEAST(1, {of(inner, insides.get(inner, SOUND))}, {SOUND})")
        yield of(outer, f"NOT ({of(inner, insides.get(inner, SOUND))})")
    for name in [*members, "AT_LEAST", "NONE", "HAS", "AGE", "IN_LIST"]:
        yield from (
            name, f"{name}()", f"{name}(sex)", f"{name}('F')", f"{name}(1)", f"{name}(*)", f"{name}(sex = 'F', sex = 'M')",
            f"{name}(DISTINCT sex)", f"{name}(sex ORDER BY sex)", f"{name}(sex = 'F') OVER ()", f"{name}(sex = 'F') FILTER (WHERE 1 = 1)",
            f"{name}(x => sex)", f"{name}(sex AS x)", f"{name}(case_size > 1)", f"{name}(sex = 'F') = TRUE", f"{name}(sex = 'F') = 1",
            f"{name}(sex = 'F') > DATE '2013-07-19'", f"{name}(sex = 'F') = {name}(sex = 'F')", f"{name} (sex = 'F')", f"{name}[1]",
            f"{name}{{sex}}", f"x.{name}(sex)", f"{name}(sex)(sex)", f"{name}(sex = 'F') + 1 > 2", f"NOT {name}", f"{name} = 'F'",
            f"{name.lower()}(sex = 'F')", f"{name}(relationship = 'parent')", f"{name}(location, 'africa')", f"{name}(location, 'AFRICA')",
            f"{name}(screening_day)", f"{name}(submission_day)", f"{name}(1, sex = 'F')", f"{name}(2, sex = 'F', sex = 'M')",
        )  # fmt: skip


def wrong_types():
    for fact, op, value in product([*FACTS, "relationship_to_pa", "screening_day", "submission_day"], ["=", "<>", "<"],
                                   ["'F'", "'NRU'", "1", "DATE '2013-07-19'", "location", "screening_day", "case_size", "TRUE", "sex"]):  # fmt: skip
        yield f"{fact} {op} {value}"
    for first, second in product(["'F'", "1", "DATE '2013-07-19'", "screening_day"], repeat=2):
        yield f"{first} = {second}"


def contradictions():
    for low, high in product([0, 1, 5, 100, 101, 999999999], repeat=2):
        yield f"case_size >= {low} AND case_size <= {high}"
        yield f"SHARE_OF_MEMBERS(sex = 'F') BETWEEN {low} AND {high}"
    for op, other in product(OPS, repeat=2):
        yield f"AGE(date_of_birth, screening_day) {op} 18 AND AGE(date_of_birth, screening_day) {other} 17"
        yield f"arrived_on {op} DATE '2013-07-19' AND arrived_on {other} DATE '2013-07-18'"
        yield f"COUNT_MEMBERS(sex = 'F') {op} 0 AND COUNT_MEMBERS(sex = 'F') {other} 0"
    yield from ["sex = 'F' AND sex = 'M'", "sex = 'F' AND NOT sex = 'F'", "sex = 'F' AND sex <> 'F'", "NONE(sex) AND sex = 'F'",
                "sex IN ('F') AND sex IN ('M')", "NOT (sex = 'F' OR NOT sex = 'F')", "HAS(nationality, 'IRN') AND NONE(nationality)",
                "EACH_MEMBER(sex = 'F' AND sex = 'M')", "AT_LEAST(2, sex = 'F', sex = 'M')", "sex = 'F' AND (location = 'NRU' AND location = 'PNG')",
                "COUNT_MEMBERS(sex = 'F') > 0 AND COUNT_MEMBERS(sex = 'F') < 1", "AT_LEAST(4, sex = 'F', sex = 'M')"]  # fmt: skip
