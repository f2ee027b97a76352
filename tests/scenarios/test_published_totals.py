"""The invented people of Nauru and Manus, 2016, meet every published total on its own date."""

import csv
import functools
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from resettle.files.read import examine

FOLDER = Path(__file__).parents[2] / "examples" / "nauru-manus-2016"
TABLES = ["people", "cases", "members", "links", "relatives", "willingness", "acts"]
ON = date(2016, 11, 14)
END = date(9999, 12, 31)
JAN, MAR, JUN, JUL, AUG, OCT = (
    date(2016, 1, 31), date(2016, 3, 31), date(2016, 6, 30), date(2016, 7, 31), date(2016, 8, 31), date(2016, 10, 31),
)  # fmt: skip

# --- reading: the rules of docs/reference/registry-files.md, written a second time ---------------------------------


@functools.cache
def rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def as_of(table: str, key: tuple[str, ...], on: date, known: date) -> dict[tuple[str, ...], dict[str, str]]:
    """What each row's subject is like on a day, by the latest effective entry, then the one learned last."""
    said: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for row in sorted(rows(table), key=lambda row: (row["effective"], row["known"])):
        if row["effective"] <= f"{on}" and row["known"] <= f"{known}":
            said[tuple(row[name] for name in key)] |= {name: cell for name, cell in row.items() if cell}
    return dict(said)


def people(on: date, known: date | None = None) -> dict[str, dict[str, str]]:
    found = as_of("people", ("person",), on, known or on)
    return {key[0]: facts for key, facts in found.items()}


def cases(on: date) -> dict[str, dict[str, dict[str, str]]]:
    """case → person → the membership, for those who are members on a day."""
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for (case, person), row in as_of("members", ("case", "person"), on, on).items():
        if row.get("state") != "ended":
            found[case][person] = row
    return dict(found)


def count(on: date, known: date | None = None, **facts: str) -> int:
    return sum(all(p.get(k) == v for k, v in facts.items()) for p in people(on, known).values())


def decided(person: dict[str, str], by: str) -> bool:
    return person.get("status_authority") == by and person["refugee_status"] in ("recognised", "refused")


def determinations(on: date, known: date, by: str, status: str) -> int:
    return sum(decided(p, by) and p["refugee_status"] == status for p in people(on, known).values())


def under_18(person: dict[str, str], on: date) -> bool:
    """Fails if the date of birth leaves it open: a published count of children must not depend on a guess."""
    born = person["date_of_birth"]
    earliest, latest = (
        (f"{born}-01-01"[:10], f"{born}-12-31"[:10])
        if len(born) == 4
        else (f"{born}-01"[:10], f"{born}-31"[:10])
    )
    eighteen_ago = f"{on.replace(year=on.year - 18)}"
    assert (earliest > eighteen_ago) == (latest > eighteen_ago), f"{born} on {on}"
    return earliest > eighteen_ago


# --- totals ----------------------------------------------------------------------------------------------------------

IN_CENTRE = [("NRU", JAN, 484), ("NRU", MAR, 468), ("NRU", JUN, 442), ("NRU", JUL, 411), ("NRU", AUG, 410),
             ("NRU", OCT, 390), ("PNG", JAN, 916), ("PNG", MAR, 905), ("PNG", JUN, 854), ("PNG", JUL, 833),
             ("PNG", AUG, 823), ("PNG", OCT, 872)]  # fmt: skip
DECIDED = [
    ("NRU", date(2014, 5, 22), 13, None), ("NRU", JAN, 839, 268), ("NRU", JUN, 921, 275), ("NRU", JUL, 924, 272),
    ("NRU", AUG, 929, 267), ("NRU", OCT, 941, 254), ("PNG", JAN, 361, None), ("PNG", JUN, 543, None),
    ("PNG", JUL, 555, None), ("PNG", AUG, 561, None), ("PNG", OCT, 675, 147),
]  # fmt: skip
HANDED_DOWN = [(date(2015, 2, 19), 512), (JAN, 1107), (JUN, 1196), (JUL, 1196), (AUG, 1196), (OCT, 1195)]

known_when = pytest.mark.parametrize("later", [False, True], ids=["as known then", "as known since"])


@known_when
@pytest.mark.parametrize(("place", "on", "total"), IN_CENTRE)
def test_people_in_a_processing_centre(place: str, on: date, total: int, later: bool) -> None:
    known = END if later else on
    assert count(on, known, location=place, accommodation="processing_centre") == total


@known_when
@pytest.mark.parametrize(("by", "on", "recognised", "refused"), DECIDED)
def test_determinations_that_stand(
    by: str, on: date, recognised: int, refused: int | None, later: bool
) -> None:
    known = END if later else on
    assert determinations(on, known, by, "recognised") == recognised
    if refused is not None:
        assert determinations(on, known, by, "refused") == refused


@known_when
@pytest.mark.parametrize(("on", "total"), HANDED_DOWN)
def test_determinations_handed_down_by_nauru(on: date, total: int, later: bool) -> None:
    known = END if later else on
    assert sum(decided(person, "NRU") for person in people(on, known).values()) == total


def test_transit_centre_in_png_in_january() -> None:
    assert count(JAN, location="PNG", accommodation="transit_centre") == 53
    assert count(JAN, location="PNG", accommodation="transit_centre", refugee_status="recognised") == 53


@pytest.mark.parametrize(
    ("on", "total", "babies"), [(date(2016, 2, 5), 257, 37), (date(2016, 11, 13), 370, 40)]
)
def test_people_brought_to_australia_and_babies_born_there(on: date, total: int, babies: int) -> None:
    there = [person for person in people(on).values() if person["location"] == "AUS"]
    born = [person for person in there if person["birth_country"] == "AUS"]
    assert (len(there), len(born)) == (total, babies)
    assert {(p["transferred_on"], p["brought_for_treatment_on"], p["arrived_on"]) for p in born} == {
        ("none",) * 3
    }


def test_children_in_australia() -> None:
    def children(on: date) -> list[dict[str, str]]:
        return [p for p in people(on).values() if p["location"] == "AUS" and under_18(p, on)]

    february = date(2016, 2, 4)
    assert sum(person["birth_country"] != "AUS" for person in children(february)) == 90
    assert len(children(date(2016, 11, 13))) > 100


@pytest.mark.parametrize(("place", "children"), [("NRU", 50), ("PNG", 0)])
def test_children_in_the_centres_in_march(place: str, children: int) -> None:
    inside = [p for p in people(MAR).values()
              if (p["location"], p["accommodation"]) == (place, "processing_centre")]  # fmt: skip
    assert sum(under_18(person, MAR) for person in inside) == children


def test_only_men_in_png() -> None:
    for on in (JAN, MAR, JUN, AUG, OCT, ON):
        there = [person for person in people(on).values() if person["location"] == "PNG"]
        assert {person["sex"] for person in there} == {"M"}
        assert not any(under_18(person, on) for person in there)


def test_about_1600_recognised_refugees_on_nauru_and_in_png() -> None:
    """The source says "around": held if it rounds to 1,600 at the nearest hundred."""
    there = sum(count(ON, location=place, refugee_status="recognised") for place in ("NRU", "PNG"))
    assert 1550 <= there < 1650


# --- the mix of nationalities ----------------------------------------------------------------------------------------


def mix(written: str) -> dict[str, int]:
    """``AFG 7, IRN 181`` as counts by nationality."""
    return {code: int(count) for code, count in (pair.split() for pair in written.split(", "))}


UNHCR = {
    ("NRU", False): mix(
        "AFG 7, BGD 5, IND 5, IRN 181, IRQ 13, LBN 5, MYS 5, MMR 5, NPL 5, PAK 6, SOM 5, LKA 34, STA 28, SYR 5"
    ),
    ("NRU", True): mix(
        "AFG 41, BGD 5, IDN 5, IRN 191, IRQ 19, LBN 10, MMR 5, NPL 5, PAK 71, SOM 60, LKA 5, STA 78, SDN 13"
    ),
    ("PNG", False): mix(
        "AFG 7, BGD 5, IND 5, IRN 327, IRQ 51, LBN 17, MMR 5, PAK 5, SOM 5, LKA 5, STA 6, SDN 5, VNM 5"
    ),
    ("PNG", True): mix("AFG 27, IRN 35, IRQ 8, PAK 26, SOM 6, STA 15, SDN 18"),
}


@pytest.mark.parametrize(("place", "recognised"), list(UNHCR))
def test_the_mix_of_nationalities_is_unhcrs_at_the_end_of_2015(place: str, recognised: bool) -> None:
    """Shares, not counts: within one percentage point each, among those whose nationality is known."""
    counts = UNHCR[place, recognised]
    here = [p for p in people(date(2015, 12, 31)).values()
            if p["location"] == place and (p["refugee_status"] == "recognised") == recognised]  # fmt: skip
    found = Counter(
        person["nationality"].split(";")[0] for person in here if person["nationality"] != "unknown"
    )
    assert set(found) <= set(counts)
    for code, number in counts.items():
        assert found[code] / found.total() == pytest.approx(number / sum(counts.values()), abs=0.01), code


# --- what the example is meant to show -------------------------------------------------------------------------------


def willing(arrangement: str) -> set[str]:
    said = as_of("willingness", ("person", "arrangement"), ON, ON)
    return {person for (person, to), row in said.items() if to == arrangement and row["willing"] == "yes"}


def ready_cases(arrangement: str) -> list[int]:
    """Sizes of cases whose principal applicant is recognised and whose members are all willing."""
    known, will = people(ON), willing(arrangement)
    return [
        len(members)
        for members in cases(ON).values()
        if set(members) <= will
        and all(
            known[p]["refugee_status"] == "recognised"
            for p, m in members.items()
            if m["relationship_to_pa"] == "PA"
        )
    ]


def test_there_are_more_willing_refugees_than_places() -> None:
    new_zealand, united_states = ready_cases("nz-150"), ready_cases("us-2016")
    assert sum(new_zealand) > 300 and sum(size <= 2 for size in new_zealand) > 150
    assert sum(united_states) > 1300


def test_nobody_had_a_wish_about_the_united_states_before_it_was_announced() -> None:
    said = [row for row in rows("willingness") if row["arrangement"] == "us-2016"]
    assert min(row["effective"] for row in said) == min(row["known"] for row in said) == "2016-11-14"


def test_most_babies_born_in_australia_wait_on_a_decision_about_their_parents() -> None:
    known = people(ON)
    parents = [
        known[next(p for p, m in members.items() if m["relationship_to_pa"] == "PA")]["refugee_status"]
        for members in cases(ON).values()
        for person in members
        if known[person]["birth_country"] == "AUS"
    ]
    assert len(parents) == 40 and Counter(parents)["pending"] > 30


def test_in_some_cases_a_member_was_not_recognised_with_the_principal_applicant() -> None:
    known = people(ON)
    apart = Counter(
        m["relationship_to_pa"]
        for members in cases(ON).values()
        for person, m in members.items()
        if {"recognised"}
        == {known[p]["refugee_status"] for p, n in members.items() if n["relationship_to_pa"] == "PA"}
        and known[person].get("refugee_status", "recognised") != "recognised"
    )
    assert apart["spouse"] >= 4 and apart["sibling"] >= 2


@pytest.mark.parametrize(("sent", "least"), [("2013", 5), ("2014", 5), ("2015", 5)])
def test_men_born_in_1996_were_under_18_or_over_or_nobody_can_say(sent: str, least: int) -> None:
    born = [
        p for p in people(ON).values() if p["date_of_birth"] == "1996" and p["transferred_on"][:4] == sent
    ]
    assert len(born) >= least


def test_every_case_has_one_principal_applicant_and_one_to_seven_members() -> None:
    known, found = people(ON), cases(ON)
    for members in found.values():
        assert [m["relationship_to_pa"] for m in members.values()].count("PA") == 1
    assert {len(members) for members in found.values()} == set(range(1, 8))
    assert Counter(person for members in found.values() for person in members) == Counter(known.keys())


def test_nothing_is_known_before_it_happened_and_everything_says_that_it_is_invented() -> None:
    for table in TABLES:
        for row in rows(table):
            assert row["effective"] <= row["known"] <= f"{ON}", (table, row)
            assert row["source"] == "synthetic"


def test_the_register_has_no_faults() -> None:
    assert examine(FOLDER).faults == ()


def test_the_same_seed_writes_the_same_people(tmp_path: Path) -> None:
    subprocess.run([sys.executable, FOLDER / "make_people.py", tmp_path], check=True)
    for table in TABLES:
        assert (tmp_path / f"{table}.csv").read_bytes() == (FOLDER / f"{table}.csv").read_bytes(), table
