"""``rrf``: a form is checked, written as a page and as a PDF, and whoever has it made is on record."""

import csv
import importlib.util
import json
import re
import zlib

import pytest
import ten_cases

from resettle.render import optional

NOT_COMPLETE = 8
SHOWN = ("Khatib", "الخطيب", "armed men", "SYN-11")


@pytest.fixture
def folder(tmp_path):
    return ten_cases.write(tmp_path / "ten")


def page(run, folder, tmp_path, *options, case="F-1"):
    code, out, err = run("rrf", folder, case, "--out", tmp_path / "form.html", *options)
    assert code == 0, out + err
    assert not any(text in out + err for text in SHOWN)
    return (tmp_path / "form.html").read_text(encoding="utf-8")


def test_what_a_form_lacks_is_listed_and_no_name_is_said(run, folder):
    code, out, err = run("rrf", folder, "F-7", "--check")
    assert code == NOT_COMPLETE
    told = " ".join((out + err).split())
    assert (
        "section 9, P-71: of P-71 there is no best_interests_assessment or best_interests_determination on file"
        in told
    )
    assert "section 1, P-71: no interview of P-71 is recorded" in told
    assert "Rahimi" not in out and "نوید" not in out


def test_the_same_as_data(run, folder):
    code, out, _ = run("rrf", folder, "P-61", "--json")
    found = json.loads(out)
    assert (code, found["form"]["case"], found["form"]["complete"]) == (NOT_COMPLETE, "F-6", False)
    assert [one["code"] for one in found["errors"]] == ["rrf_document_expired"]


@pytest.mark.parametrize(
    "case", [case for case in ten_cases.CASES if case not in ("F-6", "F-7", "F-8", "F-9", "F-10")]
)
@pytest.mark.parametrize("kind", [[], ["--abridged"]], ids=["full", "abridged"])
def test_a_complete_form_is_a_page_with_nine_sections_that_says_the_people_are_invented(
    run, folder, tmp_path, case, kind
):
    text = page(run, folder, tmp_path, *kind, case=case)
    assert text.count("<h2>") == 9
    assert "Synthetic people: invented, not real" in text and "Draft" not in text
    assert ("An abridged form is without this section." in text) == bool(kind)
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text


def test_names_stand_in_their_own_script_and_in_latin_letters(run, folder, tmp_path):
    text = page(run, folder, tmp_path)
    assert 'class="latin">Samer Mahmoud Al-Khatib<' in text
    assert 'dir="rtl">سامر محمود الخطيب<' in text
    assert 'class="written">நடராஜா சிவகுமார்<' in page(run, folder, tmp_path, case="F-3")


def test_each_reader_has_their_own_copy(run, folder, tmp_path):
    state, husband = (page(run, folder, tmp_path, "--for", reader) for reader in ("state", "P-11"))
    assert ten_cases.HIDDEN in state and "Not to be told to Samer Mahmoud Al-Khatib (P-11)" in state
    assert ten_cases.HIDDEN not in husband and "Confidential. Not to be told" not in husband
    assert "None." not in husband  # what is not in a copy is not said not to be


def test_a_form_that_is_not_complete_is_written_as_a_draft_alone(run, folder, tmp_path):
    out = tmp_path / "form.html"
    code, told, err = run("rrf", folder, "F-8", "--out", out)
    assert code == NOT_COMPLETE and "is not complete, and is not written" in " ".join(
        (told + err).split()
    )  # form_not_complete
    assert not out.exists()
    assert run("rrf", folder, "F-8", "--out", out, "--draft")[0] == 0
    assert "Draft: not complete" in out.read_text(encoding="utf-8")


def test_who_is_no_reader_gets_no_copy(run, folder, tmp_path):
    code, _, err = run("rrf", folder, "F-1", "--for", "P-21", "--out", tmp_path / "form.html")
    assert code == 4 and "neither state nor a member of case F-1" in " ".join(
        err.split()
    )  # form_reader_unknown
    assert run("rrf", folder, "F-77", "--check")[0] == 4
    assert run("rrf", folder, "F-1", "--out", tmp_path / "form.doc")[0] == 2
    assert run("rrf", folder, "F-1", "--check", "--out", tmp_path / "form.pdf")[0] == 2


def test_who_has_a_form_made_is_recorded_in_a_folder(run, folder, tmp_path):
    page(run, folder, tmp_path, "--for", "state", "--by", "eva")
    (view,) = csv.DictReader((folder / "views.csv").read_text().splitlines())
    assert (view["by"], view["what"], view["case"]) == ("eva", "rrf full for state", "F-1")


def test_who_has_a_form_made_of_a_database_says_who_and_is_on_its_record(run, folder, tmp_path):
    database = tmp_path / "office.sqlite"
    assert run("init", database, "--from", folder, "--by", "eva")[0] == 0
    assert run("account", database, "cas", "--holds", "caseworker", "--by", "eva")[0] == 0
    assert run("rrf", database, "F-1", "--out", tmp_path / "form.html")[0] == 2
    assert (
        run("rrf", database, "F-1", "--out", tmp_path / "form.html", "--by", "eva")[0] == 4
    )  # an administrator sees no case
    assert run("rrf", database, "F-1", "--out", tmp_path / "form.html", "--by", "nobody")[0] == 4
    assert not (tmp_path / "form.html").exists()
    text = page(run, database, tmp_path, "--by", "cas", "--on", "2026-03-02", "--known", "2026-03-02")
    assert ten_cases.HIDDEN in text
    told = json.loads(run("readings", database, "F-1", "--json")[1])["readings"]
    assert [(one["by"], one["what"]) for one in told] == [("cas", "rrf full for office")]


def unpacked(written):
    """What stands in the streams of a PDF."""
    packed = re.findall(rb"FlateDecode.*?stream\r?\n(.*?)\nendstream", written, re.DOTALL)
    return written + b"".join(zlib.decompress(one) for one in packed)


def test_a_form_is_a_pdf_that_can_be_read_aloud(run, folder, tmp_path):
    try:
        importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        pytest.skip(f"no PDF without WeasyPrint and Pango: {error}")
    out = tmp_path / "form.pdf"
    assert run("rrf", folder, "F-2", "--out", out)[0] == 0
    written = out.read_bytes()
    assert written.startswith(b"%PDF-") and b"pdfuaid" in unpacked(written)
    assert run("rrf", folder, "F-9", "--out", out, "--draft", "--abridged")[0] == 0
    assert out.read_bytes() != written


def test_without_what_it_needs_a_form_says_how_to_install_it(run, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    code, _, err = run("rrf", folder, "F-1", "--out", tmp_path / "form.pdf")
    assert code == 4 and "pip install '.[report]'" in err  # form_extra_not_installed
    assert run("rrf", folder, "F-1", "--check")[0] == 0


def test_without_pango_a_pdf_says_how_to_install_it(run, folder, tmp_path, monkeypatch):
    real = optional.importlib.import_module

    def lacking(name):
        if name.endswith("report.pdf"):
            raise OSError("cannot load library 'libpango-1.0-0'\nmore")
        return real(name)

    monkeypatch.setattr(optional.importlib, "import_module", lacking)
    code, _, err = run("rrf", folder, "F-1", "--out", tmp_path / "form.pdf")
    assert code == 4 and "libpango" in err  # form_library_missing
    assert not (tmp_path / "form.pdf").exists()
