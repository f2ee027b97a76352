"""The command of ledgers: of a folder as of a database, day by day, and reconciled."""

import json
import sqlite3

from builders import a_register_folder
from shells.conftest import EXAMPLE, PROPOSAL

from resettle import service


def test_a_ledger_of_a_folder_and_of_a_database(run, database):
    asked = ("nz-150", "--on", "2016-11-14")
    assert run("ledger", EXAMPLE, *asked) == run("ledger", database, *asked)
    assert "nz-150/2016-17 │ 150" in run("ledger", database, *asked)[1]
    code, _, err = run("ledger", database, "nz-15")
    assert (code, "no limit" in err) == (4, True)


def test_a_ledger_from_day_to_day_and_as_known_before(run, database):
    run("act", database, *PROPOSAL, "--by", "eva")
    asked = ("ledger", database, "nz-150/2016-17", "--from", "2016-07-01", "--on", "2016-12-31", "--json")
    told = json.loads(run(*asked, "--known", service.opened(database).register.on)[1])["ledgers"]
    assert [(one["on"], one["proposed"], one["free"]) for one in told] == [
        ("2016-07-01", 0, 150),
        ("2016-11-14", 5, 145),
    ]
    before = json.loads(run(*asked, "--known", "2017-01-01")[1])["ledgers"]
    assert {one["proposed"] for one in before} == {0}
    assert run("ledger", database, "--from", "2016-07-01")[0] == 2


def test_what_is_kept_is_reconciled_with_the_acts(run, database):
    run("act", database, *PROPOSAL, "--by", "eva")
    code, out, _ = run("ledger", database, "--reconcile")
    assert (code, "Acts, counts and ledgers agree." in out) == (0, True)
    with sqlite3.connect(database) as tampered:
        tampered.execute("UPDATE records_count SET proposed = proposed - 1")
    tampered.close()
    code, out, _ = run("ledger", database, "--reconcile")
    assert (code, "do not agree" in out, "kept is proposed (4), held (0)" in out) == (7, True, True)
    errors = json.loads(run("ledger", database, "--reconcile", "--json")[1])["errors"]
    assert {one["code"] for one in errors} == {"counts_not_of_acts", "ledger_unbalanced"}
    assert run("rebuild", database)[0] == 0
    assert run("ledger", database, "--reconcile")[0] == 0


def test_what_was_published_is_told_beside_what_the_register_comes_to(run, tmp_path):
    rows = ["offered,10", "accepted,3", "arrived,unknown", "used,0"]
    table = "".join(f"nor-2026/2026,{one},2026-02-20,2026-02-25,treaty\n" for one in rows)
    table = f"limit,measure,figure,effective,known,source\n{table}can-2026/2026,offered,7,2026-02-20,2026-02-25,treaty\n"
    folder = a_register_folder(tmp_path / "small", {"published.csv": table})
    code, out, _ = run("ledger", folder, "--reconcile")
    assert code == 0
    published = "Published of 20 February 2026 (treaty, known on 25 February 2026):"
    assert f"{published} offered 10; the register comes to 10: they agree." in out
    assert f"{published} accepted 3; the register comes to 0: 3 more published than recorded." in out
    assert f"{published} arrived unknown; the register comes to 0: whether they agree is unknown." in out
    assert f"{published} offered 7; the register comes to unknown: whether they agree is unknown." in out
    limits = json.loads(run("ledger", folder, "--reconcile", "--json")[1])["limits"]
    assert {(of["limit"], one["measure"], one["verdict"], one["by"]) for of in limits for one in of["published"]} == {
        ("nor-2026/2026", "offered", "equal", 0),
        ("nor-2026/2026", "accepted", "differs", 3),
        ("nor-2026/2026", "arrived", "unknown", None),
        ("nor-2026/2026", "used", "equal", 0),
        ("can-2026/2026", "offered", "unknown", None),
    }  # fmt: skip
