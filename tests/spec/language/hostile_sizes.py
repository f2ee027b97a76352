"""What is simply too large: long, wide, deep, or small and multiplied."""

from itertools import product

from spec.language.what_is_sound import SOUND


def literals():
    for length in [10, 100, 500, 1_000, 1_900, 1_989, 1_990, 1_991, 2_000, 2_001, 10_000, 100_000, 1_000_000]:
        for letter in "AF'é":
            yield f"sex = '{letter * length}'"
        yield f"case_size > {'9' * length}"
        yield f"{'x' * length} = 'F'"
        yield f"{SOUND}{' ' * length}"
        yield f"IN_LIST(location, '{'a' * length}')"
        yield "(" * length + SOUND + ")" * length
        yield "-" * length + "1 < case_size"
        yield f"sex = 'F{chr(0) * length}'"


def long_lists():
    for number in [1, 10, 100, 150, 190, 195, 199, 200, 400, 1_000, 10_000]:
        yield f"location IN ({', '.join(['1'] * number)})"
        yield "location IN (" + ",".join(["'NRU'"] * number) + ")"
        yield "location IN (" + ",".join(f"'{place}'" for place in range(number)) + ")"
        yield "HAS(nationality," + ",".join(["'IRN'"] * number) + ")"
        yield "HAS(nationality," + ",".join(["'irn'"] * number) + ")"
        yield "case_size IN(" + ",".join(str(place) for place in range(number)) + ")"
        yield "AT_LEAST(1," + ",".join(["sex='F'"] * number) + ")"
        yield f"AT_LEAST({number}," + ",".join(["sex='F'"] * number) + ")"
        yield "COUNT_MEMBERS(sex='F') IN (" + ",".join(str(place) for place in range(number)) + ")"
        yield f"AGE({','.join(['date_of_birth'] * number)}) > 1"
        yield "EACH_MEMBER(" + ",".join(["sex='F'"] * number) + ")"
        yield ",".join(["sex='F'"] * number)
        yield "a" + " a" * number


def multiplied():
    """What is read once for each choice of a list: the most that a short text can grow."""
    for inner, outer in [(15, 15), (30, 120), (95, 95)]:
        ages = ",".join(str(place) for place in range(inner))
        counts = ",".join(str(place) for place in range(outer))
        yield f"COUNT_MEMBERS(AGE(fled_on,arrived_on) IN ({ages})) IN ({counts})"
        yield f"SHARE_OF_MEMBERS(AGE(fled_on,arrived_on) IN ({ages})) IN ({counts})"
        yield f"AGE(fled_on,arrived_on) IN ({ages}) OR AGE(fled_on,arrived_on) IN ({counts})"
        yield f"COUNT_MEMBERS(AT_LEAST(1,{','.join(['NONE(fled_on)'] * (inner // 3))})) IN ({counts})"
        yield f"COUNT_MEMBERS(ANY_RELATIVE(AGE(status_since,screening_day) IN ({ages}))) IN ({counts})"
    many = " OR ".join(["NONE(fled_on)"] * 60)
    yield f"COUNT_MEMBERS({many}) BETWEEN 1 AND 2 AND COUNT_MEMBERS({many}) BETWEEN 1 AND 3"


def deep():
    wraps = ["({})", "NOT ({})", "NOT {}", "({} AND sex = 'F')", "({} OR sex = 'F')", "AT_LEAST(1, {}, sex = 'F')",
             "EACH_MEMBER({})", "ANY_MEMBER({})", "PRINCIPAL_APPLICANT({})", "ANY_RELATIVE({})", "ANY_PATHWAY({})",
             "COUNT_MEMBERS({}) > 1", "SHARE_OF_MEMBERS({}) > 1", "NONE({})", "HAS({})", "AGE({}, screening_day) > 1",
             "CASE WHEN {} THEN 1 END", "UPPER({})", "- {}", "+ {}", "~ {}", "({}) IS NULL", "EXISTS({})", "[{}]",
             "IF({}, 1, 0)", "SELECT {}", "sex = {}", "sex IN ({})"]  # fmt: skip
    for wrap, depth in product(wraps, [2, 5, 19, 20, 21, 50, 150]):
        text = SOUND
        for _ in range(depth):
            text = wrap.format(text)
            if len(text) > 5_000:
                break
        yield text
    for join in [
        "AND",
        "OR",
        "AND NOT",
        "OR NOT",
        "XOR",
        "||",
        "&&",
        "=",
        "<",
        "+",
        "-",
        "IS",
        "IN",
        "BETWEEN",
        "LIKE",
        ",",
    ]:
        for number in [3, 50, 99, 100, 130]:
            yield f" {join} ".join(["sex='F'"] * number)
            yield f" {join} ".join(["case_size"] * number)
            yield f" {join} ".join(["1"] * number)
