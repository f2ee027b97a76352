"""How the source is laid out: names that say what they hold, modules of a readable size, steps that keep their name."""

from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"

SAYS_NOTHING = {
    "common", "helper", "helpers", "manager", "managers", "misc", "miscellaneous", "util", "utilities", "utils",
}  # fmt: skip
LONGEST_MODULE = 400  # lines
KINDS = {
    "render": {"words", "report"},
    "records": {"migrations"},
}  # what a layer makes, where that is not of one step
STEPS = {"registry", "screening", "placement", "referrals", "forecast", "reports"}


def faults(src):
    """Everything that is wrong with the layout of a source tree, each with its cure."""
    return [*unnamed(src), *too_long(src), *not_packages(src), *renamed_steps(src)]


def unnamed(src):
    for path in sorted(src.rglob("*")):
        if (path.is_dir() or path.suffix == ".py") and path.stem.strip("_").lower() in SAYS_NOTHING:
            yield f"{path.relative_to(src)}: '{path.stem}' does not say what it holds. Name it for its one idea."


def too_long(src):
    for path in sorted(src.rglob("*.py")):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_MODULE:
            yield (
                f"{path.relative_to(src)}: {lines} lines, {lines - LONGEST_MODULE} more than the {LONGEST_MODULE} that"
                " are easy to read. Look for two ideas that want two names."
            )


def not_packages(src):
    for folder in sorted({path.parent for path in src.rglob("*.py")} - {src}):
        if not (folder / "__init__.py").exists():
            yield f"{folder.relative_to(src)}: has modules and no __init__.py. Add one that says what the folder is for."


def renamed_steps(src):
    """Below a layer, a folder of code is a step of the engine, under the engine's name for it, or a kind of output."""
    for folder in sorted({path.parent for path in (src / "resettle").glob("*/*/*.py")}):
        if folder.name not in STEPS | KINDS.get(folder.parent.name, set()):
            yield (
                f"{folder.relative_to(src)}: no step of the engine is called '{folder.name}'. A step keeps its name in"
                f" every layer: {', '.join(sorted(STEPS))}. A new step is a decision: write it down in docs/adr."
            )


def test_the_source_is_laid_out_as_agreed():
    assert not (found := faults(SRC)), "\n".join(found)


def test_there_is_something_to_look_at():
    assert len(list(SRC.rglob("*.py"))) > 80


@pytest.mark.parametrize(
    "path, lines, complaint",
    [
        ("resettle/engine/utils/__init__.py", 1, "engine/utils: 'utils' does not say what it holds"),
        ("resettle/service/helpers.py", 1, "helpers.py: 'helpers' does not say"),
        ("resettle/engine/placement/_common.py", 1, "_common.py: '_common' does not say"),
        ("resettle/engine/placement/solve.py", 401, "solve.py: 401 lines, 1 more than the 400"),
        ("resettle/render/letters.py", 1, "resettle/render: has modules and no __init__.py"),
        ("resettle/service/matching/__init__.py", 1, "no step of the engine is called 'matching'"),
    ],
)
def test_each_of_these_is_refused(tmp_path, path, lines, complaint):
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("x = 1\n" * lines)
    assert any(complaint in fault for fault in faults(tmp_path))


def test_a_step_in_another_layer_and_a_long_name_are_fine(tmp_path):
    for path in (
        "__init__.py",
        "service/__init__.py",
        "service/placement/__init__.py",
        "service/common_wish.py",
    ):
        (tmp_path / "resettle" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "resettle" / path).write_text("x = 1\n" * LONGEST_MODULE)
    assert faults(tmp_path) == []
