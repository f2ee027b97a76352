"""``explain`` in the voice of its reader: what it prints, refuses, records and never says."""

import csv
import json
from datetime import datetime, timedelta

import pytest
from builders import SMALL, a_register_folder
from spec.screening.voiced_register import voiced

from resettle import files
from resettle.engine.errors import Fault, Where
from resettle.render import words

# explain --voice


def test_the_officer_hears_all_of_it(run, told):
    code, out, _ = run("explain", told, "C-4", "--voice", "officer")
    assert code == 0
    assert "Case C-4, for the officer" in out
    assert all(
        one in out
        for one in ("Norway's programme of 2026 (nor-2026): ineligible", "The account holds together.")
    )
    found = json.loads(run("explain", told, "C-4", "--voice", "officer", "--json")[1])
    assert [one["arrangement"] for one in found["arrangements"]] == ["can-2026", "nor-2026"]
    assert "lifts" not in found["arrangements"][0]


RESERVE = """
[[sub_quota]]
id = "kept"
of = "2026"
kind = "reserve"
number = 2
counts = "whole_case"
sentence = "Two places are kept until September."
test = "case_size >= 1"
applies_to = "case"
released_on = 2026-09-01
source = "treaty"
effective = 2026-01-05
known = 2026-01-05
"""


@pytest.mark.parametrize(("on", "says"), [
    ("2026-08-31", "its places are free for others from 1 September 2026"),
    ("2026-09-01", "released: its places have been free for others since 1 September 2026"),
])  # fmt: skip
@pytest.mark.parametrize("voice", [(), ("--voice", "officer")])
def test_the_release_of_a_reserve_is_told_beside_it(run, tmp_path, voice, on, says):
    register = voiced()
    register["arrangements/nor-2026.toml"] += RESERVE
    folder = a_register_folder(tmp_path / "register", register)
    out = run("explain", folder, "C-4", "--on", on, *voice)[1]
    assert f"counts under it: Two places are kept until September. {says}" in out
    data = json.loads(run("explain", folder, "C-4", "--on", on, *voice, "--json")[1])
    [norway] = [one for one in data["arrangements" if voice else "doors"] if one["arrangement"] == "nor-2026"]
    assert norway["releases"] == {"kept": "2026-09-01"}


OF_TWO = """
[[criterion]]
id = "two-of"
kind = "eligibility"
sentence = "Both of these hold."
all_of = ["judged", "waived"]
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "judged"
kind = "part"
sentence = "The office finds ties."
decided_by = "office"
applies_to = "case"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "waived"
kind = "part"
sentence = "Each member is in Norway."
test = "location = 'NOR'"
applies_to = "each_member"
waivable_by = "NOR"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "adults"
kind = "eligibility"
sentence = "Each member was born before 1900, but for the old."
test = "date_of_birth < DATE '1900-01-01'"
applies_to = "each_member"
unless = ["old"]
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "old"
kind = "exemption"
sentence = "Of nobody recorded is that asked."
test = "date_of_birth < DATE '2999-01-01'"
applies_to = "each_member"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05
"""
RULED = """subject,arrangement,criterion,ruling,by,effective,known,source
C-4,nor-2026,judged,satisfied,office,2026-02-01,2026-02-01,office
P-8,nor-2026,waived,waived,NOR,2026-02-03,2026-02-03,office
"""


@pytest.mark.parametrize("voice", [(), ("--voice", "officer")])
def test_who_ruled_on_what_and_who_is_exempt_by_what_is_told_with_a_voice_and_without(run, tmp_path, voice):
    register = voiced()
    register["arrangements/nor-2026.toml"] += OF_TWO
    register["rulings.csv"] = RULED
    folder = a_register_folder(tmp_path / "register", register)
    out = run("explain", folder, "C-4", *voice)[1]
    for says in (
        "met: The office finds ties. judged to be so by office on 1 February 2026 (source: office)",
        "P-8: waived by NOR on 3 February 2026 (source: office)",
        "P-8: exempt: Of nobody recorded is that asked.",
    ):
        assert says in out
    assert ("told by explain without a voice" in out) is bool(voice)


def test_of_rulings_exemptions_and_parts_only_the_officer_is_told(run, tmp_path):
    register = voiced()
    register["arrangements/nor-2026.toml"] += OF_TWO
    register["rulings.csv"] = RULED
    folder = a_register_folder(tmp_path / "register", register)
    for voice, name in (("state", "C-4"), ("person", "P-8")):
        for more in ((), ("--json",)):
            out = run("explain", folder, name, "--voice", voice, *more)[1]
            assert not any(one in out for one in ("3 February", "2026-02-03", "Of nobody recorded", "ties."))


DENIED = "A-3,deny,C-4,nor-2026,,NOR,security,,2026-02-20,2026-02-21,office\n"
ENDED = """
[[status]]
effective = 2026-02-25
known = 2026-02-25
status = "ended"
source = "treaty"
"""


@pytest.mark.parametrize(("voice", "name", "says"), [
    ("officer", "C-4", ["P-8: denied, since 20 February 2026.", "it is ended, since 25 February 2026."]),
    ("state", "C-4", ["P-8: denied, since 20 February 2026.", "it is ended, since 25 February 2026."]),
    ("person", "P-8", ["By what is recorded of you there: denied, since 20 February 2026.", "It is not open that day"]),
])  # fmt: skip
def test_a_denial_and_an_end_are_told_beside_what_the_rules_say(run, tmp_path, voice, name, says):
    register = voiced()
    register["acts.csv"] = SMALL["acts.csv"] + DENIED
    register["arrangements/nor-2026.toml"] += ENDED
    folder = a_register_folder(tmp_path / "register", register)
    out = run("explain", folder, name, "--voice", voice)[1]
    assert [one for one in says if one not in out] == []
    data = json.loads(run("explain", folder, name, "--voice", voice, "--json")[1])
    norway = next(one for one in data["arrangements"] if one["arrangement"] == "nor-2026")
    assert (norway["status"], norway["in_force"]) == ("ended", False)
    assert {"person": "P-8", "stage": "denied", "since": "2026-02-20"} in norway["standing"]
    assert voice != "person" or {one["person"] for one in norway["standing"]} == {"P-8"}


def test_a_state_hears_nothing_of_a_member_who_was_not_submitted(run, tmp_path):
    register = voiced()
    register["acts.csv"] = SMALL["acts.csv"].replace("P-8;P-9", "P-8")
    out = run(
        "explain", a_register_folder(tmp_path / "register", register), "C-4", "--voice", "state", "--json"
    )[1]
    assert '"P-8"' in out and "P-9" not in out


def test_before_an_arrangement_began_it_is_said_that_it_was_not_in_force(run, told):
    out = run("explain", told, "C-4", "--voice", "officer", "--on", "2026-01-03", "--known", "2026-03-02")[1]
    assert "It is not in force that day: it was not yet announced." in out


def test_while_no_rule_applies_each_voice_says_so_and_nobody_is_said_to_qualify(run, told):
    at = ("--on", "2026-01-03", "--known", "2026-03-02")
    officer = run("explain", told, "C-4", "--voice", "officer", *at)[1]
    person = " ".join(run("explain", told, "P-8", "--voice", "person", *at)[1].split())
    assert "not in force" in officer and "eligible" not in officer
    assert "Its rules do not apply that day" in person and "as the rules ask" not in person


WITHHELD = {
    "state": ["SV-VF", "informant", "neighbour", "canada-by-lottery", "2024-09-09", "The account holds together."],
    "P-8": ["SV-VF", "P-9", "2010-12-24", "24 December 2010", "informant", "neighbour"],
    "P-9": ["SV-VF", "P-8", "1985-01-20", "20 January 1985", "canada-by-lottery", "norway-by-family", "informant"],
}  # fmt: skip


@pytest.mark.parametrize(("voice", "name"), [("state", "C-4"), ("person", "P-8"), ("person", "P-9")])
def test_what_is_withheld_is_in_no_text_no_json_and_no_file(run, told, tmp_path, voice, name):
    _, text, _ = run("explain", told, name, "--voice", voice)
    code, data, err = run("explain", told, name, "--voice", voice, "--json", "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    [written] = (tmp_path / "out").iterdir()
    assert written.name == f"{voice}-{name}.json"
    assert json.loads(" ".join(written.read_text().split())) == json.loads(data)
    for where in (text, data, written.read_text()):
        assert [one for one in WITHHELD[voice if voice == "state" else name] if one in where] == []
    assert "withheld" in text and "withheld" in data


@pytest.mark.parametrize(("voice", "name"), [("state", "C-4"), ("person", "P-8")])
def test_what_is_wrong_with_the_records_of_others_is_told_to_the_officer_only(run, tmp_path, voice, name):
    changes = voiced()
    changes["people.csv"] += _row_of(changes, "P-77")
    told = a_register_folder(tmp_path / "register", changes)
    assert "P-77" in run("explain", told, "C-4", "--voice", "officer")[1]
    for options in ((), ("--json",)):
        assert "P-77" not in run("explain", told, name, "--voice", voice, *options)[1]


def _row_of(changes, person):
    """One more row of somebody who is in no case, which is a warning."""
    said = {
        "person": person,
        "sex": "F",
        "effective": "2024-06-01",
        "known": "2024-06-02",
        "source": "office",
    }
    return ",".join(said.get(name, "") for name in changes["people.csv"].splitlines()[0].split(",")) + "\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("C-1", "--voice", "state"), 4, "obody of case C-1 was submitted to a State by 2 March 2026"),
        (("C-4", "--voice", "state", "--on", "2026-02-11"), 4, "11 February 2026"),
        (("C-4", "--voice", "person"), 4, "P-8 or P-9"),
        (("P-99", "--voice", "person"), 4, "P-99"),
        (("C-4", "--voice", "minister"), 2, "minister"),
        (("C-4", "--steps"), 2, "--by"),
        (("C-4", "--voice", "officer", "--steps"), 2, "--by"),
        (("C-4", "--voice", "state", "--steps", "--by", "officer-1"), 2, "--steps is for an officer"),
        (("P-8", "--voice", "person", "--steps", "--by", "officer-1"), 2, "--steps is for an officer"),
        (("C-4", "--voice", "officer", "--by", "officer-1"), 2, "add --steps"),
        (("C-4", "--by", "officer-1"), 2, "add --steps"),
        (("C-4", "--state", "NOR"), 2, "says which State reads"),
        (("P-8", "--voice", "person", "--state", "NOR"), 2, "says which State reads"),
        (("C-4", "--steps", "--by", "a,b"), 2, "is no id"),
        (("C-4", "--steps", "--by", ""), 2, "is no id"),
        (("C-4", "--steps", "--by", "=1+1"), 2, "is no id"),
        (("C-99", "--steps", "--by", "officer-1"), 4, "C-99"),
    ],
)
def test_what_may_not_be_told_is_refused_and_no_view_is_recorded(run, told, arguments, code, said):
    ended, out, err = run("explain", told, *arguments)
    assert (ended, out) == (code, "")
    assert said in err
    assert not (told / "views.csv").exists()


# explain --steps


STEPS = ("--steps", "--by", "officer-1")


def views(folder):
    return list(csv.DictReader((folder / "views.csv").read_text().splitlines()))


def test_who_looked_at_steps_is_on_the_record(run, told):
    code, out, _ = run("explain", told, "C-4", *STEPS)
    assert code == 0
    assert "What could lift it: a review of the finding by the State that made it" in out
    [view] = views(told)
    viewed = datetime.fromisoformat(view.pop("viewed_at"))
    assert viewed.utcoffset() == timedelta(0)
    assert abs(viewed.timestamp() - (told / "views.csv").stat().st_mtime) < 60
    assert view == {
        "by": "officer-1",
        "what": "steps",
        "case": "C-4",
        "on": "2026-03-02",
        "known": "2026-03-02",
    }


def test_the_record_is_only_ever_appended_to(run, told):
    run("explain", told, "C-4", *STEPS)
    first = (told / "views.csv").read_text()
    run("explain", told, "P-8", "--steps", "--by", "officer-2", "--on", "2026-02-20", "--json")
    assert (told / "views.csv").read_text().startswith(first)
    assert [(one["by"], one["case"], one["on"], one["known"]) for one in views(told)] == [
        ("officer-1", "C-4", "2026-03-02", "2026-03-02"), ("officer-2", "C-4", "2026-02-20", "2026-02-20"),
    ]  # fmt: skip


def test_steps_as_json_have_their_words(run, told):
    found = json.loads(run("explain", told, "C-4", *STEPS, "--json")[1])
    [norway] = [one for one in found["arrangements"] if one["arrangement"] == "nor-2026"]
    lifts = {one["criterion"]["id"]: one for one in norway["lifts"]}
    assert [
        [(step["kind"], step["subject"], step["fact"]) for step in way] for way in lifts["no-grounds"]["ways"]
    ] == [[("fact", "P-9", "grounds_found")]]
    assert lifts["of-age"]["ways"] == []
    assert "No step of the office or a State is known" in lifts["of-age"]["words"]
    assert norway["consents_missing"] == []


def test_without_steps_nothing_is_recorded(run, told):
    for voice, name in (("officer", "C-4"), ("state", "C-4"), ("person", "P-8")):
        assert run("explain", told, name, "--voice", voice)[0] == 0
    assert not (told / "views.csv").exists()


@pytest.mark.parametrize(
    "target, why",
    [("/nowhere/views.csv", "No such file or directory"), ("/dev/full", "No space left on device")],
)
def test_where_the_view_cannot_be_recorded_nothing_is_shown(run, told, tmp_path, target, why):
    (told / "views.csv").symlink_to(target)
    for options in ((), ("--json",), ("--out", tmp_path / "out")):
        code, out, err = run("explain", told, "C-4", *STEPS, *options)
        assert (code, out) == (6, "")
        assert err == words.fault(Fault("view_not_recorded", Where(), {"why": why}))
    assert not (tmp_path / "out").exists()


def test_the_record_of_views_is_no_table_of_the_register(run, told):
    before = files.digest(told)
    checked = run("check", told)
    run("explain", told, "C-4", *STEPS)
    assert files.digest(told) == before
    assert run("check", told) == checked
