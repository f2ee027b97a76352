"""More than a thousand texts that no test should be: attacks, traps, other dialects, and things simply too large."""

from itertools import product

FACTS = ["sex", "location", "refugee_status", "date_of_birth", "case_size", "nationality"]
SOUND = "sex = 'F'"
OPS = ["=", "<>", "!=", "<", "<=", ">", ">="]


def _injections():
    for quote, tail in product(
        ["", "'", "' ", '" '],
        ["OR 1=1", "OR '1'='1'", "OR 'a'='a' --", "; DROP TABLE people", "; DROP TABLE people; --", "; SELECT 1",
         "UNION SELECT 1", "UNION ALL SELECT NULL, NULL", ") OR (1=1", "AND 1=2 UNION SELECT person FROM people",
         "/* */ OR 1=1", "#", "-- -", "; EXEC xp_cmdshell('dir')", "AND SLEEP(5)", "|| pg_sleep(5)",
         "; WAITFOR DELAY '0:0:5'", "AND (SELECT COUNT(*) FROM people) > 0", "HAVING 1=1", "GROUP BY sex",
         "ORDER BY 1", "LIMIT 1", "INTO OUTFILE '/tmp/x'", "PROCEDURE ANALYSE()"],
    ):  # fmt: skip
        yield f"sex = 'F{quote}{tail}" if quote else f"{SOUND} {tail}"


def _subqueries():
    inner = ["SELECT 1", "SELECT sex FROM people", "SELECT * FROM people", "VALUES (1)", "TABLE people",
             "SELECT 1 UNION SELECT 2", "WITH x AS (SELECT 1) SELECT * FROM x", "SELECT (SELECT 1)",
             "SELECT DISTINCT sex FROM people WHERE sex = 'F'", "SELECT MAX(case_size) FROM cases"]  # fmt: skip
    forms = ["location IN ({})", "EXISTS ({})", "NOT EXISTS ({})", "sex = ({})", "sex = ANY ({})", "sex = ALL ({})",
             "sex = SOME ({})", "({}) = sex", "ANY_MEMBER({})", "ANY_MEMBER(({}))", "AT_LEAST(1, ({}), sex = 'F')",
             "COUNT_MEMBERS({}) > 0", "case_size > ({})", "HAS(nationality, ({}))", "({})", "{}"]  # fmt: skip
    yield from (form.format(one) for form, one in product(forms, inner))


def _statements():
    yield from [
        "WITH x AS (SELECT 1) SELECT 1", "WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT * FROM x",
        "CREATE TABLE x (a INT)", "CREATE IN (", "CREATE FUNCTION f() RETURNS INT AS 'x'", "DROP TABLE people",
        "ALTER TABLE people ADD COLUMN x INT", "TRUNCATE people", "DELETE FROM people", "INSERT INTO people VALUES (1)",
        "UPDATE people SET sex = 'F'", "MERGE INTO people USING x ON 1 = 1", "GRANT ALL ON people TO public",
        "REVOKE ALL ON people", "BEGIN", "COMMIT", "ROLLBACK", "SET sex = 'F'", "SET @x = 1", "SHOW TABLES",
        "DESCRIBE people", "EXPLAIN SELECT 1", "EXPLAIN sex = 'F'", "USE people", "CALL f()", "EXEC f", "EXECUTE f",
        "PRAGMA table_info(people)", "ATTACH DATABASE 'x' AS y", "DETACH x", "VACUUM", "ANALYZE people", "COPY people TO 'x'",
        "LOAD DATA INFILE 'x' INTO TABLE y", "LOAD '/tmp/x.so'", "INSTALL httpfs", "IMPORT DATABASE 'x'", "KILL 1",
        "DECLARE x INT", "IF 1 = 1 THEN 2", "IF IN IF", "IF THEN", "IF < IF", "IF (sex = 'F') THEN 1 END IF",
        "WHILE 1 = 1", "LOOP", "RETURN sex = 'F'", "RAISE EXCEPTION 'x'", "COMMENT ON TABLE people IS 'x'",
        "REFRESH TABLE x", "CACHE TABLE x", "UNCACHE TABLE x", "LOCK TABLE people", "PREPARE x FROM 'y'", "DEALLOCATE x",
        "SELECT sex = 'F'", "SELECT 1; SELECT 2", "WHERE sex = 'F'", "FROM people", "people", "HAVING sex = 'F'",
        "VALUES (1)", "TABLE people", "PIVOT (x FOR y IN (1))", "QUALIFY sex = 'F'", "FROM people SELECT sex",
        "FROM people |> WHERE sex = 'F'", "SUMMARIZE people", "ANALYZE", "CHECKPOINT", "RESET ALL", "LISTEN x", "NOTIFY x",
    ]  # fmt: skip


def _comments():
    for comment in [
        "-- x",
        "/* x */",
        "/*! x */",
        "/**/",
        "/*+ HINT */",
        "--",
        "-- \n",
        "# x",
        "// x",
        "{# x #}",
        "<!-- x -->",
        ";--",
    ]:
        yield from (
            f"{SOUND} {comment}",
            f"{comment} {SOUND}",
            f"sex {comment} = 'F'",
            f"sex = {comment} 'F'",
        )


def _casts():
    for type in ["DATE", "INT", "TEXT", "VARCHAR(10)", "BOOLEAN", "JSON", "TIMESTAMP", "DECIMAL(10, 2)", "INTERVAL",
                 "STRUCT<a INT>", "INT[]", "ARRAY<INT>", "UUID", "XML", "BLOB"]:  # fmt: skip
        yield from (
            f"CAST(sex AS {type}) = 'F'", f"TRY_CAST('2013-07-19' AS {type}) = arrived_on", f"sex::{type} = 'F'",
            f"CONVERT({type}, sex) = 'F'", f"CAST('2013-07-19' AS {type}) < arrived_on", f"arrived_on < {type} '2013-07-19'",
        )  # fmt: skip
    yield from [
        "arrived_on > DATE DATE '2013-07-19'", "arrived_on > DATE('2013-07-19')", "arrived_on > DATE ('2013-07-19')",
        "arrived_on > d'2013-07-19'", "arrived_on > {d '2013-07-19'}", "arrived_on > DATE\u00a0'2013-07-19'",
        "arrived_on > DATE sex", "arrived_on > DATE 2013", "arrived_on > TIMESTAMPTZ '2013-07-19'", "DATE arrived_on = sex",
        "xdate '2013-07-19' = arrived_on", "arrived_on > (DATE '2013-07-19')", "arrived_on > ((DATE ('2013-07-19')))",
        "DATE '2013-07-19' = CAST('2013-07-19' AS DATE) AND sex = 'F'", "CAST(DATE '2013-07-19' AS DATE) < arrived_on",
    ]  # fmt: skip


def _patterns():
    bombs = ["%", "_", "%F%", "(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*)*", "^(([a-z])+.)+[A-Z]([a-z])+$", "(?R)", "\\x00",
             "[" * 50, "a{1000000}", "(" * 15 + "a" + ")" * 15, "^(a?){30}a{30}$"]  # fmt: skip
    words = [
        "LIKE",
        "NOT LIKE",
        "ILIKE",
        "REGEXP",
        "RLIKE",
        "GLOB",
        "SIMILAR TO",
        "~",
        "~*",
        "!~",
        "MATCH",
        "SOUNDS LIKE",
        "LIKE ANY",
    ]
    yield from (f"sex {word} '{bomb}'" for word, bomb in product(words, bombs))
    yield from (f"REGEXP_LIKE(sex, '{bomb}')" for bomb in bombs)
    yield from (f"HAS(nationality, '{bomb}')" for bomb in bombs)
    yield from (f"sex = '{bomb}'" for bomb in bombs)


def _literals():
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


def _long_lists():
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


def _multiplied():
    """What is read once for each choice of a list: the most that a short text can grow."""
    for inner, outer in [(15, 15), (30, 120), (95, 95)]:
        ages = ",".join(str(place) for place in range(inner))
        counts = ",".join(str(place) for place in range(outer))
        yield f"COUNT_MEMBERS(AGE(fled_on,arrived_on) IN ({ages})) IN ({counts})"
        yield f"SHARE_OF_MEMBERS(AGE(fled_on,arrived_on) IN ({ages})) IN ({counts})"
        yield f"AGE(fled_on,arrived_on) IN ({ages}) OR AGE(fled_on,arrived_on) IN ({counts})"
        yield f"COUNT_MEMBERS(AT_LEAST(1,{','.join(['NONE(sex)'] * (inner // 3))})) IN ({counts})"
        yield f"COUNT_MEMBERS(ANY_RELATIVE(AGE(status_since,screening_day) IN ({ages}))) IN ({counts})"
    many = " OR ".join(["NONE(sex)"] * 60)
    yield f"COUNT_MEMBERS({many}) BETWEEN 1 AND 2 AND COUNT_MEMBERS({many}) BETWEEN 1 AND 3"


def _deep():
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


def _numbers():
    numbers = ["0", "1", "-1", "-0", "+1", "1.5", "1.", ".5", "1e3", "1E3", "1e-3", "1e999", "0x1F", "0b11", "0o17", "1_000",
               "1,000", "00", "007", "9" * 9, "9" * 10, "9" * 30, "9" * 300, "NaN", "Infinity", "-Infinity", "inf", "NULL",
               "TRUE", "'1'", "'one'", "1L", "1n", "1.0f", "(1)", "((1))", "1::INT", "$1", "%s", "1/0", "1%0", "--1",
               "²", "١", "１", "Ⅷ", "½", "1 2", "1;2"]  # fmt: skip
    for number in numbers:
        yield from (
            f"case_size > {number}", f"{number} < case_size", f"AT_LEAST({number}, sex = 'F', sex = 'M', NONE(sex))",
            f"COUNT_MEMBERS(sex = 'F') >= {number}", f"SHARE_OF_MEMBERS(sex = 'F') >= {number}", f"case_size BETWEEN {number} AND 3",
            f"AGE(date_of_birth, screening_day) > {number}", f"case_size IN ({number})", f"{number}",
        )  # fmt: skip


def _dates():
    dates = ["2013-02-30", "2013-13-01", "2013-00-00", "0000-00-00", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01",
             "-2013-07-19", "2013", "2013-07", "2013-7-19", "13-07-19", "19/07/2013", "07/19/2013", "19.07.2013", "20130719",
             "2013-W29-5", "2013-200", "2013-07-19T00:00:00", "2013-07-19 00:00:00", "2013-07-19Z", "2013-07-19+14:00", "today",
             "now", "tomorrow", "yesterday", "epoch", "infinity", "-infinity", "", " ", "2013-07-19'", "٢٠١٣-٠٧-١٩",
             "２０１３-07-19", "2013‐07‐19", "2013-07-19\x00", "2013-07-19\n", " 2013-07-19", "19 July 2013", "2013-02-29",
             "2012-02-29", "1900-02-29", "none", "unknown", "NULL"]  # fmt: skip
    for day in dates:
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


def _nulls():
    for fact in [*FACTS, "(sex = 'F')", "NULL", "NONE(sex)"]:
        yield from (
            f"{fact} IS NULL", f"{fact} IS NOT NULL", f"NOT {fact} IS NULL", f"{fact} ISNULL", f"{fact} NOTNULL",
            f"{fact} IS UNKNOWN", f"{fact} IS NOT UNKNOWN", f"{fact} IS TRUE", f"{fact} IS NOT FALSE", f"{fact} = NULL",
            f"{fact} <> NULL", f"{fact} IN (NULL)", f"{fact} NOT IN (NULL, 'F')", f"NULL = {fact}", f"COALESCE({fact}, 'F') = 'F'",
            f"IFNULL({fact}, 'F') = 'F'", f"NVL({fact}, 'F') = 'F'", f"NVL2({fact}, 1, 2) = 1", f"NULLIF({fact}, 'F') = 'F'",
            f"CASE WHEN {fact} = 'F' THEN 1 ELSE 0 END = 1", f"CASE {fact} WHEN 'F' THEN 1 END = 1", f"IIF({fact} = 'F', 1, 0) = 1",
            f"IF({fact} = 'F', 1, 0) = 1", f"{fact} <=> 'F'", f"{fact} IS DISTINCT FROM 'F'", f"{fact} IS NOT DISTINCT FROM NULL",
            f"DECODE({fact}, NULL, 1, 0) = 1", f"ISNULL({fact})", f"ZEROIFNULL({fact}) = 0", f"GREATEST({fact}, 'F') = 'F'",
            f"{fact} IS JSON", f"{fact} IS OF (INT)", f"UNIQUE({fact})", f"EVERY({fact})", f"BOOL_OR({fact})",
        )  # fmt: skip
    yield from ["UNKNOWN", "NULL", "TRUE", "FALSE", "NOT NULL", "NULL OR sex = 'F'", "TRUE AND sex = 'F'", "sex = unknown", "sex = none",
                "sex = 'unknown'", "sex = 'none'", "sex = ''", "NONE(NULL)", "HAS(nationality, NULL)", "AGE(NULL, screening_day) > 1",
                "AT_LEAST(NULL, sex = 'F', sex = 'M')", "AT_LEAST(1, NULL, sex = 'M')", "ANY_MEMBER(NULL)", "COUNT_MEMBERS(NULL) = 0"]  # fmt: skip


def _nested():
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


def _dialects():
    yield from [
        "sex ~ 'F'", "sex @> 'F'", "specific_needs && ARRAY['SV']", "specific_needs[1] = 'SV'", "specific_needs[1:2] = 'SV'",
        "ARRAY['F'] = sex", "ARRAY(SELECT 1) = sex", "sex = ANY(ARRAY['F'])", "sex ->> 'a' = 'F'", "sex -> '$.a' = 'F'", "sex:a = 'F'",
        "sex #> '{a}' = 'F'", "JSON_EXTRACT(sex, '$.a') = 'F'", "sex.a = 'F'", "people.sex = 'F'", "main.people.sex = 'F'",
        "@@version = 'F'", "@sex = 'F'", ":sex = 'F'", "$1 = 'F'", "? = 'F'", "?1 = 'F'", "%s = 'F'", "%(sex)s = 'F'", "{sex} = 'F'",
        "{{sex}} = 'F'", "${sex} = 'F'", "#{sex} = 'F'", "$$F$$ = sex", "$x$F$x$ = sex", "E'F' = sex", "e'\\x46' = sex", "U&'F' = sex",
        "N'F' = sex", "n'F' = sex", "B'01' = sex", "b'01' = sex", "X'46' = sex", "x'46' = sex", "R'F' = sex", "r'F' = sex", "q'[F]' = sex",
        "_utf8'F' = sex", "0x46 = sex", "\"sex\" = 'F'", "`sex` = 'F'", "[sex] = 'F'", "sex = \"F\"", "sex = `F`", "sex = 'F' COLLATE nocase",
        "sex = 'F' COLLATE \"C\"", "sex || 'F' = 'FF'", "sex + 'F' = 'FF'", "sex & 'F' = 'F'", "sex | 1 = 1", "sex ^ 1 = 1", "case_size << 1 > 2",
        "case_size >> 1 > 2", "case_size ** 2 > 4", "case_size DIV 2 > 1", "case_size MOD 2 = 1", "case_size // 2 = 1", "case_size ! = 1",
        "case_size !< 1", "case_size !> 1", "case_size ^= 1", "case_size ~= 1", "case_size == 1", "case_size === 1", "case_size := 1",
        "case_size += 1", "NOT! sex = 'F'", "! sex = 'F'", "sex = 'F' && sex = 'F'", "sex = 'F' || sex = 'F'", "sex = 'F' ?: 1", "sex ?? 'F' = 'F'",
        "ROW_NUMBER() OVER (ORDER BY sex) = 1", "RANK() OVER (PARTITION BY sex) = 1", "SUM(case_size) OVER w > 1", "COUNT(*) > 1",
        "COUNT(DISTINCT sex) > 1", "LISTAGG(sex) WITHIN GROUP (ORDER BY sex) = 'F'", "x -> x = 'F'", "(x, y) -> x = y", "LAMBDA x: x",
        "FILTER(nationality, x -> x = 'IRN')", "TRANSFORM(nationality, x -> x)", "LIST_FILTER(nationality, lambda x: x = 'IRN')",
        "ANY_MATCH(nationality, x -> x = 'IRN')", "[x FOR x IN nationality]", "{'a': 1}", "MAP(1, 2)", "STRUCT(1)", "ROW(1, 2) = ROW(1, 2)",
        "(sex, location) = ('F', 'NRU')", "(sex, location) IN (('F', 'NRU'))", "sex IN 'F'", "sex IN location", "sex IN UNNEST(location)",
        "sex NOT IN ()", "sex IN ('F'", "sex IN 'F')", "GLOBAL sex IN ('F')", "sex GLOBAL IN ('F')", "PRIOR sex = 'F'", "CONNECT BY PRIOR sex = 'F'",
        "sex (+) = 'F'", "sex =* 'F'", "ROWNUM = 1", "LEVEL = 1", "rowid = 1", "_rowid_ = 1", "oid = 1", "ctid = '(0,1)'", "xmin = 1",
        "sex MEMBER OF (nationality)", "sex SUBMULTISET OF nationality", "sex MATCHES 'F'", "CONTAINS(sex, 'F')", "MATCH(sex) AGAINST ('F')",
        "FREETEXT(sex, 'F')", "sex CONTAINING 'F'", "sex STARTING WITH 'F'", "STARTS_WITH(sex, 'F')", "sex LIKE 'F' ESCAPE '!'", "sex OF 'F'",
        "TRY(sex)", "SAFE.UPPER(sex) = 'F'", "@macro(sex)", "/ sex / 'F'", "sex = 'F' FETCH FIRST 1 ROW ONLY", "sex = 'F' FOR UPDATE",
        "sex = 'F' AS woman", "sex woman = 'F'", "TOP 1 sex = 'F'", "DISTINCT sex = 'F'", "ALL sex = 'F'", "UNNEST(nationality) = 'IRN'",
        "LATERAL sex = 'F'", "sex = 'F' TABLESAMPLE (1)", "sex AT 'F'", "TRIM(BOTH 'F' FROM sex) = ''", "SUBSTRING(sex FROM 1 FOR 1) = 'F'",
        "POSITION('F' IN sex) = 1", "OVERLAY(sex PLACING 'F' FROM 1) = 'F'", "EXTRACT(EPOCH FROM arrived_on) > 1", "sex = 'F' SETTINGS x = 1",
        "sex = 'F' FORMAT JSON", "sex PREWHERE 'F'", "ASOF sex", "sex = 'F' :: TEXT", "XMLEXISTS('x' PASSING sex)", "GROUPING(sex) = 1", "CUBE(sex)",
        "sex BETWEEN 'F' AND 'M'", "sex = DEFAULT", "sex = CURRENT_USER", "CURRENT_USER = sex", "SESSION_USER = sex", "USER = sex", "USER() = sex",
    ]  # fmt: skip


def _functions():
    names = ["UPPER", "LOWER", "LENGTH", "SUBSTR", "REPLACE", "CONCAT", "PG_SLEEP", "SLEEP", "BENCHMARK", "LOAD_FILE", "READFILE",
             "WRITEFILE", "PG_READ_FILE", "LO_IMPORT", "XP_CMDSHELL", "SYSTEM", "SHELL", "EDIT", "LOAD_EXTENSION", "READ_CSV",
             "READ_PARQUET", "GLOB", "GETENV", "CURRENT_SETTING", "SET_CONFIG", "VERSION", "DATABASE", "USER", "PASSWORD", "MD5", "SHA1",
             "RANDOM", "RANDOMBLOB", "ZEROBLOB", "GENERATE_SERIES", "REPEAT", "RPAD", "SPACE", "EXEC", "EVAL", "COMPILE", "IMPORT", "OPEN",
             "HTTP_GET", "URL", "DBLINK", "UTL_HTTP", "EXTRACTVALUE", "UPDATEXML", "JSON", "XMLTYPE", "SUM", "MAX", "AVG", "COUNT", "ABS",
             "SQRT", "POWER", "FACTORIAL", "EXP", "NEXTVAL", "LASTVAL", "AGED", "HASS", "NON", "EACHMEMBER", "ANY", "ALL", "SOME", "EXISTS"]  # fmt: skip
    for name in names:
        yield from (
            f"{name}(sex) = 'F'",
            f"{name}() = 1",
            f"{name}('/etc/passwd') = 'F'",
            f"ANY_MEMBER({name}(sex))",
            f"{name}(999999999) > 1",
        )


def _characters():
    signs = {
        "zero width space": "\u200b", "zero width joiner": "\u200d", "no-break": "\u00a0", "narrow": "\u202f", "ideographic": "\u3000",
        "line separator": "\u2028", "next line": "\u0085", "right to left": "\u202e", "isolate": "\u2066", "bom": "\ufeff", "nul": "\x00",
        "bell": "\x07", "escape": "\x1b[31m", "backspace": "\x08", "delete": "\x7f", "vertical tab": "\x0b", "form feed": "\x0c",
        "combining": "\u0301", "variation": "\ufe0f", "tag": "\U000e0041", "surrogate": "\ud800", "two surrogates": "\ud83d\ude00",
        "emoji": "\U0001f600", "curly": "\u2019", "prime": "\u2032", "full-width quote": "\uff07", "full-width equals": "\uff1d",
        "soft hyphen": "\u00ad", "private use": "\ue000", "not a character": "\uffff", "backslash": "\\", "tilde": "~", "at": "@", "hash": "#",
        "caret": "^", "brace": "{", "bracket": "[", "semicolon": ";", "dot": ".", "colon": ":", "bar": "|", "ampersand": "&", "bang": "!",
    }  # fmt: skip
    for sign in signs.values():
        yield from (
            f"sex{sign} = 'F'", f"{sign}sex = 'F'", f"se{sign}x = 'F'", f"sex = {sign}'F'", f"sex = 'F{sign}'", f"sex = 'F'{sign}",
            f"{SOUND} AND{sign} NONE(sex)", f"ANY_MEMBER{sign}(sex = 'F')", f"IN_LIST(location, 'afr{sign}ica')", sign,
        )  # fmt: skip
    for like in [
        "ѕex",
        "sеx",
        "ｓｅｘ",
        "𝗌𝖾𝗑",
        "ſex",
        "SEX",
        "Sex",
        "sex_",
        "_sex",
        "sex1",
        "s3x",
        "séx",
        "sex\u0301",
        "ѕех",
        "ꜱex",
    ]:
        yield from (f"{like} = 'F'", f"NONE({like})", f"ANY_MEMBER({like} = 'F')")
    for code in [
        "f",
        "Ｆ",
        "F ",
        " F",
        "F\t",
        "F\n",
        "F\u200b",
        "ꓝ",
        "F'",
        "F''",
        "''F",
        "female",
        "Female",
        "FEMALE",
        "\\'F",
        "F\\",
        "%46",
        "&#70;",
        "F\x00",
    ]:
        yield from (f"sex = '{code}'", f"sex IN ('F', '{code}')", f"sex <> '{code}'")
    for word in [
        "AND",
        "and",
        "And",
        "ＡＮＤ",
        "ANÐ",
        "&",
        "&&",
        "∧",
        "AND AND",
        "AND OR",
        "ANDNOT",
        "AND NOT NOT",
        "OR AND",
        "NAND",
        "IMPLIES",
        "EQV",
    ]:
        yield f"{SOUND} {word} NONE(location)"


def _payloads():
    yield from [
        "__import__('os').system('id')", "().__class__.__bases__[0].__subclasses__()", "eval('1')", "exec('1')", "open('/etc/passwd').read()",
        "lambda: 0", "{0.__class__}", "{sex.__class__.__mro__}", "%(sex)s", "%n%n%n%n", "%s" * 100, "{" * 50, "{0}" * 50, "{{7*7}}", "{{config}}",
        "{% for x in y %}", "{%raw%}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "$(id)", "`id`", "; id", "| id", "&& id", "|| id", "> /tmp/x", "< /etc/passwd",
        "../../etc/passwd", "..\\..\\windows", "file:///etc/passwd", "http://169.254.169.254/", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
        "javascript:alert(1)", "[[1]]", "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "!!python/object/apply:os.system ['id']", "&x [*x]",
        "*x", "<<: *x", "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;", "{\"$ne\": null}", "{'$gt': ''}", "*)(uid=*))(|(uid=*", "\\", "\\\\",
        "\\'", "'", "''", "'''", "''''", '"', '""', "(", ")", "()", "(())", ")(", ",", ",,", ".", "..", ";", "=", "==", "<", ">", "<>", "!=", "-", "--",
        "/", "/*", "*/", "*", "%", "%%", "&", "|", "^", "~", "!", "?", ":", "::", "@", "#", "$", "[", "]", "{", "}", "", " ", "\t", "\n", "\r", "\r\n",
        "sex", "'F'", "1", "F", "=", "sex =", "= 'F'", "sex 'F'", "sex sex", "sex = = 'F'", "sex = 'F' =", "AND", "OR", "NOT", "IN", "BETWEEN", "NOT NOT",
        "AND sex = 'F'", "sex = 'F' OR", "sex = 'F' NOT", "NOT sex", "(sex = 'F'", "sex = 'F')", "sex = ('F'", "((sex = 'F')", "sex IN", "sex IN (", "sex IN ('F',)",
        "sex IN (,'F')", "sex NOT 'F'", "sex NOT = 'F'", "NOT (NOT (sex = 'F'))", "NOT\nNOT sex = 'F'", "NOT (NOT NOT sex = 'F')", "sex = 'F'\nAND (", "sex\n = 'F'\n sex",
    ]  # fmt: skip


def _wrong_types():
    for fact, op, value in product([*FACTS, "relationship_to_pa", "screening_day", "submission_day"], ["=", "<>", "<"],
                                   ["'F'", "'NRU'", "1", "DATE '2013-07-19'", "location", "screening_day", "case_size", "TRUE", "sex"]):  # fmt: skip
        yield f"{fact} {op} {value}"
    for first, second in product(["'F'", "1", "DATE '2013-07-19'", "screening_day"], repeat=2):
        yield f"{first} = {second}"


def _contradictions():
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


FAMILIES = {
    make.__name__.strip("_").replace("_", " "): list(dict.fromkeys(make()))
    for make in (
        _injections, _subqueries, _statements, _comments, _casts, _patterns, _literals, _long_lists, _multiplied, _deep, _numbers, _dates,
        _nulls, _nested, _dialects, _functions, _characters, _payloads, _wrong_types, _contradictions,
    )
}  # fmt: skip
CORPUS = list(dict.fromkeys(text for texts in FAMILIES.values() for text in texts))
