"""Signs that are not what they seem, and texts that other programs would obey."""

from spec.language.what_is_sound import SOUND


def characters():
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
            f"{SOUND} AND{sign} NONE(fled_on)", f"ANY_MEMBER{sign}(sex = 'F')", f"IN_LIST(location, 'afr{sign}ica')", sign,
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
        yield f"{SOUND} {word} NONE(fled_on)"


def payloads():
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
