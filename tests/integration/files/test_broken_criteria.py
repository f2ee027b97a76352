"""Registers broken in their criteria, lists, sub-quotas and rulings: the fault that is found, and what its words say."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from builders import SMALL, a_register_folder, more, swapped
from integration.files.ways_to_break import BAR, CAN, NOR, WHAT_IF, Broken, a_criterion, a_test

from resettle import files
from resettle.engine.registry.criteria import in_force
from resettle.render import words

LIST, RULINGS = "lists/africa.toml", "rulings.csv"
AFRICA = """\
id = "africa"
name = "Africa, as the quota counts it"
of = "country"
source = "treaty"
[[edition]]
effective = 2010-01-01
known = 2010-01-01
codes = ["KEN", "UGA"]
source = "treaty"
"""
IN_AFRICA = '''"IN_LIST(location, 'africa')"'''
NOT_IN_AFRICA = '''"location NOT IN ('KEN', 'UGA')"'''
WIDOW = a_criterion(id='"widow"', kind='"part"', test="\"marital_status = 'widowed'\"")
MOTHER = a_criterion(id='"mother"', kind='"part"', test="\"relationship_to_pa = 'PA'\"")
AT_RISK = a_criterion(id='"at-risk"', test="", applies_to="", any_of='["widow", "mother"]')


def a_group(**keys: str) -> str:
    """A group of two parts, or what is told instead."""
    return a_criterion(id='"at-risk"', test="", applies_to="", **keys)


def in_one_another(depth: int, of: int = 1) -> list[str]:
    """Groups in groups, so deep below \"at-risk\", each of so many of those below it."""
    names = [["widow", "mother"][:of], *([f"{at}-{place}" for place in range(of)] for at in range(1, depth))]
    parts = [
        a_criterion(id=f'"{name}"', kind='"part"', test="", applies_to="", any_of=_listed(below))
        for below, level in pairwise(names)
        for name in level
    ]
    return [WIDOW, MOTHER][:of] + parts + [a_group(any_of=_listed(names[-1]))]


def _listed(names: list[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def a_list(old: str = "", new: str = "") -> dict[str, str]:
    """The list of Africa, changed, and asked for by one more criterion of Canada."""
    assert old in AFRICA
    return {LIST: AFRICA.replace(old, new, 1) if old else AFRICA, CAN: more(CAN, a_criterion(test=IN_AFRICA))}


def an_amendment(**keys: str) -> str:
    """An amendment of the criterion before it; values as they are written in TOML."""
    written = {"effective": "2026-02-01", "known": "2026-02-01", "source": '"treaty"', **keys}
    return "[[criterion.amended]]\n" + "\n".join(
        f"{key} = {value}" for key, value in written.items() if value
    )


def a_sub_quota(**keys: str) -> str:
    """A sub-quota of Norway's offer of ten places; values as they are written in TOML."""
    written = {
        "id": '"women"', "of": '"2026"', "kind": '"floor"', "number": "5", "sentence": '"Five women."',
        "test": "\"sex = 'F'\"", "applies_to": '"each_member"', "source": '"treaty"', "effective": "2026-01-05",
        "known": "2026-01-05", **keys,
    }  # fmt: skip
    return "[[sub_quota]]\n" + "\n".join(f"{key} = {value}" for key, value in written.items() if value)


def norway(*parts: str) -> dict[str, str]:
    """Norway's programme with more at its end."""
    return {NOR: more(NOR, "\n".join(parts))}


def canada(*parts: str) -> dict[str, str]:
    """Canada's programme with more at its end."""
    return {CAN: more(CAN, "\n".join(parts))}


def a_ruling(
    criterion: str, ruling: str, by: str, subject: str = "C-1", of: str = "nor-2026", **changes: str
) -> dict[str, str]:
    """One ruling, and other files as told."""
    head = "subject,arrangement,criterion,ruling,by,effective,known,source"
    return {
        RULINGS: f"{head}\n{subject},{of},{criterion},{ruling},{by},2026-02-01,2026-02-02,office\n",
        **changes,
    }


def waivable(by: str) -> str:
    """Norway's programme, of which somebody may waive the first criterion."""
    return swapped(NOR, "sentence =", f'waivable_by = "{by}"\nsentence =')


BROKEN = [
    # What one criterion says
    Broken("a test and a group", norway(WIDOW, MOTHER, a_group(any_of='["widow"]', decided_by='"office"')), "criterion_test_or_decider",
           (NOR, "criterion.at-risk", "any_of")),
    Broken("two ways of joining", norway(WIDOW, MOTHER, a_group(any_of='["widow"]', all_of='["mother"]')), "criterion_test_or_decider", ("criterion.at-risk",)),
    Broken("a group that is asked of members", norway(WIDOW, a_criterion(id='"at-risk"', test="", any_of='["widow"]')), "criterion_applies_to",
           ("criterion.at-risk",)),
    Broken("a test asked of nobody", norway(a_criterion(applies_to="")), "criterion_applies_to", ("criterion.extra", "applies_to")),
    Broken("a number of no parts", norway(a_group(at_least="2")), "group_incomplete", ("criterion.at-risk", "at_least and of")),
    Broken("a waiver by nobody", norway(a_criterion(waivable_for='"family unity"')), "waivable_for_alone", ("criterion.extra", "waivable_by")),
    Broken("a waiver by no country", norway(a_criterion(waivable_by='"NZ"')), "code_unknown", ("criterion.extra.waivable_by", "“NZ”", "“NZL”")),
    Broken("a waiver by somebody misspelt", {BAR: swapped(BAR, "sentence =", 'waivable_by = "ofice"\nsentence =')}, "code_unknown",
           (BAR, "“ofice”", "“office”")),
    Broken("a criterion that is a quota", norway(a_criterion(kind='"quota"')), "criterion_kind_quota", ("criterion.extra", "sub_quota")),
    Broken("a criterion called outcome", norway(a_criterion(id='"outcome"')), "id_reserved", ("criterion.outcome.id",)),
    Broken("a percentage above all", norway(a_sub_quota(number="", percent="130")), "value_wrong", ("sub_quota.women.percent", "100")),
    Broken("a judgement of each member", norway(a_criterion(test="", decided_by='"office"')), "judgement_is_of_the_case",
           (NOR, "criterion.extra.applies_to", "each_member", '"case"')),
    Broken("a judgement of tied cases", norway(a_criterion(test="", decided_by='"office"', applies_to='"linked_group"')),
           "judgement_is_of_the_case", ("criterion.extra.applies_to", "linked_group")),
    # Amendments
    Broken("an amendment of nothing", norway(a_criterion(), an_amendment()), "amendment_says", ("criterion.extra.amended[1]", "repealed")),
    Broken("an amendment of nothing, before the repeal", norway(a_criterion(), an_amendment(effective="2026-03-01", repealed="true"), an_amendment()),
           "amendment_says", ("criterion.extra.amended[2]", "brings back")),
    Broken("a kind of no criterion", norway(a_criterion(kind='"preference"')), "code_unknown", ("preference", "exemption, priority, part.")),
    Broken("an amendment that repeals and changes", norway(a_criterion(), an_amendment(repealed="true", sentence='"Other."')), "amendment_says",
           ("criterion.extra.amended[1]",)),
    Broken("an amendment of nothing but a name", norway(a_criterion(), an_amendment(amends='"extra"')), "amendment_says",
           ("criterion.extra.amended[1]",)),
    Broken("an amendment below another criterion", norway(a_criterion(), an_amendment(amends='"security"', repealed="true")),
           "amendment_elsewhere", ("criterion.extra.amended[1].amends", "this amends “security”, and stands below “extra”")),
    Broken("an amendment of no criterion", norway(a_criterion(), an_amendment(amends='"secruity"', repealed="true")),
           "name_unknown", ("criterion.extra.amended[1].amends", "Did you mean “security”")),
    Broken("two amendments of one day", norway(a_criterion(), an_amendment(repealed="true"), an_amendment(sentence='"Other."')),
           "criterion_amended_twice", ("extra", "1 February 2026")),
    Broken("an amendment before its criterion", norway(a_criterion(), an_amendment(effective="2025-12-31", repealed="true")),
           "amended_before_it_begins", ("extra", "31 December 2025", "5 January 2026")),
    Broken("an amendment of no source", norway(a_criterion(), an_amendment(repealed="true", source='"traety"')), "source_unknown",
           ("criterion.extra.amended[1].source", "“treaty”")),
    Broken("an amended test that cannot be read", norway(a_criterion(), an_amendment(test='"religion = 1"')), "test_unknown_fact",
           ("criterion.extra.amended[1].test", "religion")),
    # Groups
    Broken("a group of a part that is not there", norway(WIDOW, a_group(any_of='["widdow", "widow"]')), "group_part_unknown",
           ("at-risk", "“widdow”", "Did you mean “widow”")),
    Broken("a group of what is no part", norway(WIDOW, a_group(any_of='["recognised", "widow"]')), "group_part_unknown", ("“recognised”",)),
    Broken("a group of too few", norway(WIDOW, MOTHER, a_group(at_least="3", of='["widow", "mother"]')), "group_never_met", ("3", "2 parts")),
    Broken("a group in itself", norway(WIDOW, a_group(kind='"part"', any_of='["widow", "at-risk"]')), "group_loop", ("at-risk",)),
    Broken("groups in groups", norway(*in_one_another(11)), "group_too_deep", ("“at-risk”", "11 deep", "10 are possible")),
    Broken("groups that share their parts", norway(*in_one_another(9, 2)), "group_too_large", ("“at-risk”", "1,022 parts", "1,000 are possible")),
    Broken("a group that names one part too often", norway(WIDOW, a_group(any_of=_listed(["widow"] * 1001))), "group_too_large", ("1,001 parts",)),
    Broken("a loop that an amendment ended", norway(WIDOW, a_group(kind='"part"', any_of='["other"]'), an_amendment(test="\"sex = 'F'\"", applies_to='"each_member"'),
           a_criterion(id='"other"', kind='"part"', test="", applies_to="", any_of='["at-risk", "widow"]'),
           an_amendment(test="\"sex = 'F'\"", applies_to='"each_member"'), a_criterion(id='"all"', test="", applies_to="", any_of='["other"]')),
           "group_loop", ("at-risk",)),
    Broken("a part that nothing counts", norway(WIDOW), "part_is_not_used", ("widow",), warning=True),
    Broken("an exemption that is a group", norway(WIDOW, a_group(kind='"exemption"', any_of='["widow"]')), "exemption_is_a_group", ("at-risk",)),
    Broken("a group whose part has ended", norway(WIDOW, an_amendment(repealed="true"), MOTHER, a_group(all_of='["widow", "mother"]')),
           "group_lacks_parts", ("at-risk", "at least 2 parts", "1 February 2026", "1 is")),
    Broken("a part with a waiver of a group in a bar", {BAR: more(BAR, WIDOW + "\n" + AT_RISK)}, "bar_kind", (BAR, "part")),
    # The language
    Broken("a question about members in another", a_test("EACH_MEMBER(ANY_MEMBER(sex = 'F'))"), "test_nested_question", ("ANY_MEMBER(sex = 'F')",)),
    Broken("a relative's fact asked of a person", a_test("status_there = 'citizen'"), "test_fact_of_another", ("fact of a relative", "ANY_RELATIVE")),
    # Lists
    Broken("a list that is not there", norway(a_criterion(test="\"IN_LIST(location, 'afrika')\"")) | {LIST: AFRICA}, "name_unknown",
           (NOR, "criterion.extra.test", "afrika", "Did you mean “africa”")),
    Broken("a what-if's list that is not there", {WHAT_IF: more(WHAT_IF, a_criterion(test=IN_AFRICA, arrangement='"can-2026"', source="", known=""))},
           "name_unknown", (WHAT_IF, "africa")),
    Broken("a list asked of another fact", norway(a_criterion(test="\"IN_LIST(refugee_status, 'africa')\"")) | {LIST: AFRICA}, "list_of_another",
           ("criterion.extra.test", "country", "refugee status")),
    Broken("a list of countries asked of needs", norway(a_criterion(test="\"IN_LIST(specific_needs, 'africa')\"")) | {LIST: AFRICA},
           "list_of_another", ("specific needs",)),
    Broken("a list of nothing known", a_list('"country"', '"continent"'), "code_unknown", (LIST, "of", "continent", "specific needs")),
    Broken("a list with a code that is none", a_list('"UGA"', '"Uganda"'), "list_code_unknown", (LIST, "edition[1].codes", "“Uganda”", "“UGA”")),
    Broken("a list with a code that decides nothing", a_list('of = "country"', 'of = "refugee status"') | {LIST: AFRICA.replace(
           '"country"', '"refugee status"').replace('"KEN", "UGA"', '"recognised", "pending"')}, "list_code_unknown", ("“pending”",)),
    Broken("a list of needs with a code that is none", {LIST: AFRICA.replace('"country"', '"specific needs"').replace('"KEN", "UGA"', '"SV", "XX-YY"')},
           "list_code_unknown", ("“XX-YY”", "specific needs")),
    Broken("two editions of one day", a_list(AFRICA, AFRICA + AFRICA[AFRICA.index("[[edition]]"):]), "edition_twice", ("edition[2]", "1 January 2010")),
    Broken("an edition of no source", a_list('codes = ["KEN", "UGA"]\nsource = "treaty"', 'codes = ["KEN"]\nsource = "x"'), "source_unknown",
           (LIST, "edition[1].source")),
    Broken("a list of no source", a_list('of = "country"\nsource = "treaty"', 'of = "country"\nsource = "x"'), "source_unknown", (LIST, "source", "“x”")),
    Broken("a list under another name", {"lists/asia.toml": AFRICA}, "id_not_file", ("lists/asia.toml", "africa")),
    # Sub-quotas
    Broken("a sub-quota of two amounts", norway(a_sub_quota(percent="10")), "sub_quota_amount", ("sub_quota.women", "number")),
    Broken("a sub-quota of no amount", norway(a_sub_quota(number="")), "sub_quota_amount", ("sub_quota.women", "unknown")),
    Broken("a share in numbers", norway(a_sub_quota(kind='"share"')), "sub_quota_amount", ("percent",)),
    Broken("a floor for nobody", norway(a_sub_quota(test="", applies_to="")), "sub_quota_whom", ("sub_quota.women", "reserve")),
    Broken("a floor that is released", norway(a_sub_quota(released_on="2026-06-01")), "sub_quota_released", ("reserve",)),
    Broken("a floor that may be missed", norway(a_sub_quota(tolerance="10")), "sub_quota_tolerance", ("exact",)),
    Broken("a sub-quota of no offer", norway(a_sub_quota(of='"2027"')), "name_unknown", (NOR, "sub_quota.women.of", "2027", "2026")),
    Broken("a sub-quota called as a criterion", norway(a_sub_quota(id='"security"')), "sub_quota_repeated", ("security",)),
    Broken("two sub-quotas of one id", norway(a_sub_quota(), a_sub_quota(effective="2026-02-01")), "sub_quota_repeated", ("women",)),
    Broken("a sub-quota of no source", norway(a_sub_quota(source='"x"')), "source_unknown", ("sub_quota.women.source",)),
    Broken("a sub-quota never in force", norway(a_sub_quota(until="2026-01-05")), "criterion_ends_before_it_begins", ("women",)),
    Broken("a reserve released after its offer", norway(a_sub_quota(kind='"reserve"', released_on="2027-01-01")), "released_outside_offer",
           ("sub_quota.women.released_on", "1 January 2027", "31 December 2026")),
    Broken("sub-quotas that exceed their offer", {LIST: AFRICA} | norway(
           a_sub_quota(id='"in-africa"', number="8", test=IN_AFRICA), a_sub_quota(id='"elsewhere"', number="", percent="30", test=NOT_IN_AFRICA)),
           "sub_quotas_do_not_add_up", ("in-africa and elsewhere", "11", "1 more", "10 places", "nor-2026/2026"), warning=True),
    Broken("a sub-quota larger than its offer", norway(a_sub_quota(number="11")), "sub_quotas_do_not_add_up",
           ("women", "11", "1 more", "10 places"), warning=True),
    Broken("sub-quotas that no plan keeps to", norway(a_sub_quota()), "sub_quotas_not_planned", ("nor-2026", "women"), warning=True),
    Broken("a sub-quota's list that is not there", norway(a_sub_quota(test=IN_AFRICA)), "name_unknown", ("sub_quota.women.test", "africa")),
    # What was learned after the register's day
    Broken("a criterion that is learned later", canada(a_criterion(known="2062-01-05")), "criterion_known_later",
           (CAN, "criterion.extra", "5 January 2026", "5 January 2062", "2 March 2026"), warning=True),
    Broken("a bar that is learned later", {BAR: swapped(BAR, 'applies_to = "each_member"\nsource = "treaty"\neffective = 2026-02-01\nknown = 2026-02-01',
           'applies_to = "each_member"\nsource = "treaty"\neffective = 2026-02-01\nknown = 2026-03-03')},
           "criterion_known_later", (BAR, "came-late"), warning=True),
    Broken("a sub-quota that is learned later", norway(a_sub_quota(known="2026-03-03")), "criterion_known_later",
           (NOR, "sub_quota.women"), warning=True),
    # Rulings
    Broken("a ruling on nobody", a_ruling("security", "satisfied", "NOR", subject="C-9"), "name_unknown", (RULINGS, "subject", "C-9")),
    Broken("a ruling in no arrangement", a_ruling("security", "satisfied", "NOR", of="nor-2025"), "name_unknown", ("nor-2025", "“nor-2026”")),
    Broken("a ruling on no criterion", a_ruling("secuirty", "satisfied", "NOR"), "ruling_criterion_unknown",
           ("rulings.csv, row 2, criterion", "secuirty", "Did you mean “security”")),
    Broken("a ruling on what its test decides", a_ruling("recognised", "satisfied", "NOR"), "ruling_on_what_is_tested", ("row 2, ruling", "recognised")),
    Broken("a ruling by another State", a_ruling("security", "satisfied", "KEN"), "ruling_by_another", ("row 2, by", "KEN", "NOR")),
    Broken("the office in place of the State", a_ruling("security", "not_satisfied", "office"), "ruling_by_another", ("office", "NOR")),
    Broken("a judgement by an officer for a State", a_ruling("security", "satisfied", "officer-7"), "ruling_by_another", ("officer-7", "NOR")),
    Broken("a judgement by a country in words", a_ruling("security", "satisfied", "Norway"), "ruling_by_another", ("Norway", "NOR")),
    Broken("a judgement by an officer, not the office", a_ruling("security", "satisfied", "officer-7", **{NOR: swapped(
           NOR, '"receiving_state"', '"office"')}), "ruling_by_another", ("row 2, by", "officer-7", "Write who did: office")),
    Broken("a judgement of one of a family", a_ruling("security", "satisfied", "NOR", subject="P-1"), "ruling_on_one_person", ("row 2, subject",)),
    Broken("a waiver of what is absolute", a_ruling("recognised", "waived", "NOR", **{NOR: waivable("none")}), "ruling_nothing_to_waive",
           ("row 2, ruling", "recognised")),
    Broken("a waiver of an exemption", a_ruling("derived", "waived", "NOR"), "ruling_on_what_excludes_nobody", ("derived", "exemption", "Take the row")),
    Broken("a waiver by another", a_ruling("recognised", "waived", "NOR", **{NOR: waivable("office")}), "ruling_by_another", ("NOR", "office")),
    Broken("a waiver of a bar by another", a_ruling("came-late", "waived", "KEN", of="no-entry", **{BAR: swapped(
           BAR, "sentence =", 'waivable_by = "CAN"\nsentence =')}), "ruling_by_another", ("KEN", "CAN")),
]  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.how.replace(" ", "-"))
def test_a_register_with_broken_criteria_is_told_so_in_words(broken: Broken, tmp_path: Path) -> None:
    reading = files.examine(a_register_folder(tmp_path, broken.changes))
    found = [fault for fault in reading.faults if fault.code == broken.code]
    assert found, [words.fault(fault) for fault in reading.faults]
    told = [words.fault(fault) for fault in found]
    assert any(all(part in message for part in broken.told) for message in told), told
    assert all(fault.is_error is not broken.warning for fault in found)
    assert (reading.register is None) is any(fault.is_error for fault in reading.faults)


def test_each_is_said_once() -> None:
    assert len({broken.how for broken in BROKEN}) == len(BROKEN)


SOUND: list[tuple[str, Mapping[str, str]]] = [
    ("a nationality in a list of countries", canada(a_criterion(test="\"IN_LIST(nationality, 'africa')\"")) | {LIST: AFRICA}),
    ("a list of needs", canada(a_criterion(test="\"IN_LIST(specific_needs, 'africa')\"")) | {LIST: AFRICA.replace(
     '"country"', '"specific needs"').replace('"KEN", "UGA"', '"SV", "WR-SF"')}),
    ("an edition that corrects another", a_list(AFRICA, AFRICA + AFRICA[AFRICA.index("[[edition]]"):].replace("known = 2010", "known = 2011"))),
    ("a criterion that is amended, then repealed", norway(a_criterion(until="2026-06-01"), an_amendment(sentence='"Other."'),
     an_amendment(effective="2026-07-01", repealed="true"))),
    ("a criterion of a later day, learned before it", canada(a_criterion(effective="2026-06-01", known="2026-05-01"))),
    ("a criterion learned on the register's day", canada(a_criterion(known="2026-03-02"))),
    ("a group of groups", norway(WIDOW, MOTHER, a_group(kind='"part"', any_of='["widow", "mother"]'),
     a_criterion(id='"all"', test="", applies_to="", at_least="1", of='["at-risk"]'))),
    ("groups in groups, ten deep", norway(*in_one_another(10))),
    ("groups that share their parts, a few", norway(*in_one_another(8, 2))),
    ("a group that ends with its part", norway(WIDOW, an_amendment(repealed="true"), MOTHER, a_group(all_of='["widow", "mother"]'),
     an_amendment(repealed="true"))),
    ("a waiver by whom it may be", a_ruling("recognised", "waived", "NOR", subject="P-1", **{NOR: waivable("NOR")})),
    ("a waiver by whoever may", a_ruling("recognised", "waived", "NOR")),
    ("a waiver of what is absolute, refused", a_ruling("recognised", "not_waived", "NOR", **{NOR: waivable("none")})),
    ("a judgement of the State", a_ruling("security", "satisfied", "NOR")),
    ("a judgement of the office", a_ruling("security", "satisfied", "office", **{NOR: swapped(NOR, '"receiving_state"', '"office"')})),
]  # fmt: skip


@pytest.mark.parametrize(("what", "changes"), SOUND, ids=[what.replace(" ", "-") for what, _ in SOUND])
def test_nothing_is_said_of_what_is_sound(what: str, changes: Mapping[str, str], tmp_path: Path) -> None:
    reading = files.examine(a_register_folder(tmp_path, changes))
    assert [words.fault(fault) for fault in reading.faults] == []


def test_who_may_waive_is_told_where_it_is_written(tmp_path: Path) -> None:
    amended = (
        an_amendment(waivable_by='"ZZZ"'),
        an_amendment(effective="2026-02-15", sentence='"A."'),
    )
    [fault] = files.examine(a_register_folder(tmp_path, norway(a_criterion(), *amended))).faults
    assert (fault.code, fault.where.key) == ("code_unknown", "criterion.extra.amended[1].waivable_by")


def test_an_amendment_learned_later_is_told_once_whatever_was_amended_after_it(tmp_path: Path) -> None:
    late, next_ = (
        an_amendment(known="2026-04-01", sentence='"A."'),
        an_amendment(effective="2026-02-15", test="\"sex = 'F'\""),
    )
    reading = files.examine(a_register_folder(tmp_path, norway(a_criterion(), late, next_)))
    assert [(one.code, one.where.key, one.params["effective"]) for one in reading.faults] == [
        ("criterion_known_later", "criterion.extra.amended[1]", date(2026, 2, 1))
    ]


def test_of_a_long_chain_of_groups_the_one_that_is_too_deep_is_named(tmp_path: Path) -> None:
    [fault] = files.examine(a_register_folder(tmp_path, norway(*in_one_another(400)))).faults
    assert (fault.code, fault.params["criterion"]) == ("group_too_deep", "11-0")


@pytest.mark.parametrize(
    "second",
    [
        a_sub_quota(id='"adults"', number="9", test='"AGE(date_of_birth, screening_day) >= 18"'),
        a_sub_quota(id='"men"', number="9", test="\"sex = 'M'\"", counts='"whole_case"'),
        a_sub_quota(id='"men"', number="9", test="\"sex = 'M'\"", kind='"cap"'),
        a_sub_quota(id='"men"', number='"unknown"', test="\"sex = 'M'\""),
        a_sub_quota(id='"men"', number="5", test="\"sex = 'M'\""),
        a_sub_quota(id='"men"', number="9", test="\"sex = 'M'\"", unit='"cases"'),
    ],
    ids=["both at once", "in one case", "a cap", "nobody knows", "just enough", "another unit"],
)
def test_sub_quotas_that_may_all_be_kept_are_not_flagged(second: str, tmp_path: Path) -> None:
    reading = files.examine(a_register_folder(tmp_path, norway(a_sub_quota(), second)))
    assert {fault.code for fault in reading.faults} == {"sub_quotas_not_planned"}


NOT_BOTH = "\"location <> 'LBN' OR location <> 'JOR'\""


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        (norway(a_criterion(test=NOT_BOTH)), f"{NOR}, criterion.extra.test"),
        (norway(a_criterion(), an_amendment(test=NOT_BOTH)), f"{NOR}, criterion.extra.amended[1].test"),
        (norway(a_criterion(), an_amendment(test=NOT_BOTH), an_amendment(effective="2026-02-15", sentence='"A."')),
         f"{NOR}, criterion.extra.amended[1].test"),
        (norway(a_criterion(), an_amendment(effective="2026-02-15", sentence='"A."'), an_amendment(test=NOT_BOTH)),
         f"{NOR}, criterion.extra.amended[2].test"),
        ({BAR: swapped(BAR, "test = \"arrived_on > DATE '2025-12-31'\"", f"test = {NOT_BOTH}")}, f"{BAR}, criterion.came-late.test"),
        (norway(a_sub_quota(test=NOT_BOTH, effective="2026-04-01")), f"{NOR}, sub_quota.women.test"),
    ],
)  # fmt: skip
def test_a_test_that_is_true_of_everybody_is_warned_of(
    changes: Mapping[str, str], place: str, tmp_path: Path
) -> None:
    [fault] = files.examine(a_register_folder(tmp_path, changes)).faults
    assert (fault.code, fault.is_error) == ("test_never_false", False)
    assert words.fault(fault).startswith(
        f"{place}: at “location <> 'LBN' OR location <> 'JOR'”: this is true"
    )


def test_sub_quotas_of_an_offer_that_does_not_run_are_not_warned_of(tmp_path: Path) -> None:
    quotas = norway(a_sub_quota(effective="2026-04-01"))
    assert files.examine(a_register_folder(tmp_path, quotas)).faults == ()


FOLLOW: list[tuple[str, Mapping[str, str], set[str]]] = [
    ("a part's test", norway(WIDOW.replace("marital_status", "married"), MOTHER, AT_RISK), {"test_unknown_fact"}),
    ("a list", canada(a_criterion(test=IN_AFRICA)) | {LIST: AFRICA.replace("name =", "title =")}, {"key_unknown", "key_missing"}),
    ("a criterion's test", a_ruling("recognised", "waived", "NOR", **{NOR: swapped(NOR, "refugee_status = ", "status = ")}),
     {"test_unknown_fact"}),
    ("who may waive", a_ruling("recognised", "waived", "NOR", **{NOR: waivable("Norway")}), {"code_unknown"}),
    ("the country that judges", a_ruling("security", "satisfied", "NOR", **{NOR: swapped(NOR, 'country = "NOR"', 'country = "Norway"')}),
     {"code_unknown"}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "changes", "codes"), FOLLOW, ids=[what for what, *_ in FOLLOW])
def test_what_only_follows_is_not_told(
    what: str, changes: Mapping[str, str], codes: set[str], tmp_path: Path
) -> None:
    reading = files.examine(a_register_folder(tmp_path, changes))
    assert {fault.code for fault in reading.faults} == codes, [words.fault(fault) for fault in reading.faults]


def test_an_amendment_that_changes_nothing_brings_back_what_was_repealed(tmp_path: Path) -> None:
    amended = an_amendment(repealed="true"), an_amendment(effective="2026-03-01")
    reading = files.examine(a_register_folder(tmp_path, norway(a_criterion(), *amended)))
    assert reading.faults == () and reading.register
    written = reading.register.arrangements["nor-2026"].criteria
    seen = [
        [one.text for one in in_force(written, day, day) if one.id == "extra"]
        for day in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1))
    ]
    assert seen[0] == seen[2] != seen[1] == []


def test_an_amendment_may_name_the_criterion_it_stands_below(tmp_path: Path) -> None:
    changes = norway(a_criterion(), an_amendment(amends='"extra"', repealed="true"))
    assert files.examine(a_register_folder(tmp_path, changes)).faults == ()


def test_the_register_they_are_made_from_has_these_files() -> None:
    assert {NOR, CAN, BAR, WHAT_IF} <= SMALL.keys()
