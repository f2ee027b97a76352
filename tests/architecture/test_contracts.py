"""The layers hold, and each contract refuses what it is there to refuse."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}

BROKEN_ON_PURPOSE = [
    # contract, {module: a line added at its end}
    ("layers", {"service": "import resettle.cli"}),
    ("layers", {"service": "from resettle import render"}),
    ("layers", {"render": "import resettle.cli"}),
    ("layers", {"files": "import resettle.service"}),
    ("layers", {"engine.errors": "from resettle import files"}),
    ("layers", {"records": "import resettle.files"}),  # two stores, neither knows the other
    ("layers", {"web": "import resettle.cli"}),  # nor do two shells
    ("layers", {"api.cases": "import resettle.cli"}),
    ("layers", {"service.tokens": "from resettle import api"}),
    ("layers", {"utils": "HOLDS = 'anything'"}),
    ("layers", {"reporting": "HOLDS = 'a layer that nobody agreed on'"}),
    ("steps", {"engine.screening": "import resettle.engine.placement"}),
    ("steps", {"engine.registry.people": "from resettle.engine import screening"}),
    ("steps", {"engine.dates": "import resettle.engine.registry"}),
    ("steps", {"engine.utils": "HOLDS = 'anything'"}),
    ("registry", {"engine.registry.people": "import resettle.engine.registry.arrangements"}),
    ("registry", {"engine.registry.codes": "from resettle.engine.registry import facts"}),
    ("registry", {"engine.registry.acts": "import resettle.engine.registry.situation"}),
    ("registry", {"engine.registry.history": "from resettle.engine.registry import facts"}),
    ("registry", {"engine.registry.utils": "HOLDS = 'anything'"}),
    ("pure", {"engine.screening": "import django"}),
    ("pure", {"engine.screening": "from django.db import models"}),
    ("pure", {"engine.registry.situation": "import sqlite3"}),
    ("pure", {"engine.placement": "import rich.table"}),
    ("pure", {"files": "import psycopg"}),
    ("pure", {"files": "import typer"}),
    ("solver", {"engine.placement.explain": "import highspy"}),
    ("solver", {"service": "from scipy.optimize import milp"}),
    ("records", {"cli": "import resettle.records.entries"}),
    ("records", {"api.cases": "from resettle.records import entries"}),
    ("records", {"render": "from resettle.records import chain"}),
    ("cycles", {"service.uptake": "import resettle.service.waiting", "service.waiting": "from resettle.service import uptake"}),
]  # fmt: skip


def lint(tree):
    """Run lint-imports on a tree with its own pyproject.toml and src."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", tree / "pyproject.toml"],
        env=os.environ | {"PYTHONPATH": str(tree / "src"), "COLUMNS": "200", "NO_COLOR": "1"},
        cwd=tree,
        check=False,
        capture_output=True,
        text=True,
    )


def a_copy(folder):
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def add(tree, module, line):
    """Add a line to the end of a module, which is written if it does not exist."""
    path = tree.joinpath("src", "resettle", *module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def test_every_contract_is_kept():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in result.stdout


@pytest.mark.parametrize("contract, lines", BROKEN_ON_PURPOSE, ids=str)
def test_a_contract_refuses(tmp_path, contract, lines):
    tree = a_copy(tmp_path)
    for module, line in lines.items():
        for name in (
            module,
            line.split()[1] if line.startswith("import resettle.engine.registry.") else module,
        ):
            add(tree, name.removeprefix("resettle."), "")  # so that both ends of the import exist
        add(tree, module, line)
    result = lint(tree)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{CONTRACTS[contract]} BROKEN" in result.stdout


def test_no_contract_is_left_unbroken():
    assert {contract for contract, _ in BROKEN_ON_PURPOSE} == set(CONTRACTS)


def test_the_solver_may_be_used_where_it_belongs(tmp_path):
    tree = a_copy(tmp_path)
    add(tree, "engine.placement.solver", "import highspy")
    result = lint(tree)
    assert f"{CONTRACTS['solver']} KEPT" in result.stdout


@pytest.mark.parametrize(
    "line",
    [
        "today = datetime.date.today()",
        "now = datetime.datetime.now()",
        "die = random.random()",
        "x = np.random.rand()",
    ],
)
def test_a_clock_or_dice_in_the_engine_is_refused(line):
    source = f"import datetime\nimport random\nimport numpy as np\n{line}\n"
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--stdin-filename", "src/resettle/engine/dates.py", "-"],
        input=source, capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert found.returncode == 1
    assert any(rule in found.stdout for rule in ("TID251", "NPY002", "DTZ")), found.stdout
