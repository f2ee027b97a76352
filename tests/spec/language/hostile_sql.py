"""What a database would run: attacks, queries, statements, functions and other dialects of SQL."""

from itertools import product

from spec.language.what_is_sound import FACTS, SOUND


def injections():
    for quote, tail in product(
        ["", "'", "' ", '" '],
        ["OR 1=1", "OR '1'='1'", "OR 'a'='a' --", "; DROP TABLE people", "; DROP TABLE people; --", "; SELECT 1",
         "UNION SELECT 1", "UNION ALL SELECT NULL, NULL", ") OR (1=1", "AND 1=2 UNION SELECT person FROM people",
         "/* */ OR 1=1", "#", "-- -", "; EXEC xp_cmdshell('dir')", "AND SLEEP(5)", "|| pg_sleep(5)",
         "; WAITFOR DELAY '0:0:5'", "AND (SELECT COUNT(*) FROM people) > 0", "HAVING 1=1", "GROUP BY sex",
         "ORDER BY 1", "LIMIT 1", "INTO OUTFILE '/tmp/x'", "PROCEDURE ANALYSE()"],
    ):  # fmt: skip
        yield f"sex = 'F{quote}{tail}" if quote else f"{SOUND} {tail}"


def subqueries():
    inner = ["SELECT 1", "SELECT sex FROM people", "SELECT * FROM people", "VALUES (1)", "TABLE people",
             "SELECT 1 UNION SELECT 2", "WITH x AS (SELECT 1) SELECT * FROM x", "SELECT (SELECT 1)",
             "SELECT DISTINCT sex FROM people WHERE sex = 'F'", "SELECT MAX(case_size) FROM cases"]  # fmt: skip
    forms = ["location IN ({})", "EXISTS ({})", "NOT EXISTS ({})", "sex = ({})", "sex = ANY ({})", "sex = ALL ({})",
             "sex = SOME ({})", "({}) = sex", "ANY_MEMBER({})", "ANY_MEMBER(({}))", "AT_LEAST(1, ({}), sex = 'F')",
             "COUNT_MEMBERS({}) > 0", "case_size > ({})", "HAS(nationality, ({}))", "({})", "{}"]  # fmt: skip
    yield from (form.format(one) for form, one in product(forms, inner))


def statements():
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


def comments():
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


def casts():
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


def patterns():
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


def nulls():
    for fact in [*FACTS, "(sex = 'F')", "NULL", "NONE(fled_on)"]:
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


def dialects():
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


def functions():
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
