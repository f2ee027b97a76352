"""What comes of arrangements and sources: what is new is added, and nothing recorded is taken back."""

from datetime import timedelta

import pytest
from integration.records.importing import ARR, changed, codes, come, everything, proposed, submitted
from integration.records.offices import ARRANGEMENT, BEGINS, LEARNED, TODAY

from resettle import service
from resettle.service import registers

SUSPENDED = f"""
[[status]]
effective = {TODAY}
known = {TODAY}
status = "suspended"
source = "office"
"""


def test_a_new_entry_of_an_arrangement_is_added_and_the_rest_stays(register, tmp_path):
    folder = changed(tmp_path / "office", ("\n[[offer]]", f"{SUSPENDED}\n[[offer]]"))
    done = come(register, folder)
    assert (done.entries, done.preview.terms) == (1, ("arrangements/nor/status",))
    nor = service.opened(register).register.arrangements["nor"]
    assert [one.status.value for one in nor.statuses] == ["in_force", "suspended"]
    assert come(register, folder).entries == 0


def test_a_changed_head_is_a_new_version(register, tmp_path):
    done = come(
        register, changed(tmp_path / "office", ("needs_consent_of = []", 'needs_consent_of = ["NOR"]'))
    )
    assert (done.entries, done.preview.terms) == (1, ("arrangements/nor",))
    assert service.opened(register).register.arrangements["nor"].needs_consent_of == ("NOR",)
    before = service.opened(register, TODAY - timedelta(1)).register.arrangements["nor"]
    assert before.needs_consent_of == ()


@pytest.mark.parametrize(
    "swap, key, how",
    [
        (("places = 150", "places = 200"), "offer.year.places", "changed"),
        (('status = "in_force"', 'status = "announced"'), "status", "changed"),
        ((f"[[offer.places]]\neffective = {BEGINS}", f"[[offer.places]]\neffective = {TODAY}"), "offer.year.places", "missing"),
    ],
)  # fmt: skip
def test_what_is_recorded_of_an_arrangement_is_not_taken_back(register, tmp_path, swap, key, how):
    before = everything(register)
    done = come(register, changed(tmp_path / "office", swap))
    (first, *_) = done.preview.faults
    assert (first.code, first.where.file, first.where.key, first.params["how"]) == (
        "import_term_recorded", ARR, key, how,
    )  # fmt: skip
    assert everything(register) == before


def test_a_new_entry_was_known_today(register, tmp_path):
    late = SUSPENDED.replace(f"known = {TODAY}", f"known = {LEARNED}").replace(
        f"effective = {TODAY}", f"effective = {LEARNED}"
    )
    done = come(register, changed(tmp_path / "office", ("\n[[offer]]", f"{late}\n[[offer]]")))
    assert [(one.code, one.where.key) for one in done.preview.faults] == [("import_known", "status.known")]


def test_new_arrangements_and_sources_come_with_a_folder(register, tmp_path):
    folder = tmp_path / "office"
    text = ARRANGEMENT.replace("PLACES", "20").replace(f"known = {LEARNED}", f"known = {TODAY}")
    (folder / "arrangements" / "swe.toml").write_text(
        text.replace('"nor"', '"swe"').replace('source = "office"', 'source = "law"')
    )
    head = (folder / "register.toml").read_text()
    (folder / "register.toml").write_text(
        head.replace('"Race"', '"Other"') + '\n[sources.law]\ntitle = "The law"\n'
    )
    done = come(register, folder)
    assert (codes(done.preview), done.preview.sources) == ([], ("law",))
    found = service.opened(register).register
    assert (sorted(found.arrangements), found.name, found.sources["law"].title) == (
        ["nor", "swe"],
        "Race",
        "The law",
    )


def test_a_source_keeps_its_title(register, tmp_path):
    head = (tmp_path / "office" / "register.toml").read_text()
    (tmp_path / "office" / "register.toml").write_text(head.replace("The office's own records", "Hearsay"))
    assert codes(come(register, tmp_path / "office").preview) == ["import_source_otherwise"]


def test_counts_are_made_anew_where_people_are_counted_otherwise(address, tmp_path):
    folder = submitted(tmp_path)
    registers.founded(address, "eva", tmp_path / "k", folder=folder)
    assert proposed(address) == 2
    assert come(address, changed(folder, ('unit = "persons"', 'unit = "cases"'))).entries == 1
    assert proposed(address) == 1
