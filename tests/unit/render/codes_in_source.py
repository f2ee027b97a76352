"""Finds, in the source, every code of a fault or obstacle and the parameters it is given."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src" / "resettle"
KNOWN = {"Fault": 0, "refuse": 0, "fault": 0, "fault_at": 0, "warning_at": 0, "PydanticCustomError": 0}
"""Where the code stands among the arguments of functions that are defined elsewhere."""


@dataclass(frozen=True)
class Given:
    """A code where it is used. ``params`` is None where they cannot be told from the source."""

    code: str
    params: frozenset[str] | None
    at: str


def faults() -> list[Given]:
    """Every code that a Fault can carry."""
    return [one for path in _modules() for one in [*_calls(path), *_from_tables(path)]]


def obstacles() -> set[str]:
    """Every code that an Obstacle can carry."""
    calls = (node for path in _modules() for node in ast.walk(_tree(path)) if isinstance(node, ast.Call))
    named = (node for node in calls if _called(node) == "Obstacle")
    return {code for node in named for code in _texts(node.args[:1])}


def _modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if not path.name.startswith("words")]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _calls(path: Path) -> Iterator[Given]:
    tree = _tree(path)
    own = {
        node.name: node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and _place(node) is not None
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _called(node)) in {*own, *KNOWN}:
            place = _place(own[name]) if name in own else KNOWN[name]
            added = _written(own[name]) if name in own else _elsewhere(node)
            for code in _texts(node.args[place : (place or 0) + 1]):
                yield Given(code, _params(node, added), f"{path.name}:{node.lineno}")


def _from_tables(path: Path) -> Iterator[Given]:
    """The language keeps some of its codes in tables."""
    if "language" in path.parts:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Dict):
                yield from (
                    Given(code, None, path.name) for code in _texts(node.values) if code.startswith("test_")
                )


def _elsewhere(node: ast.Call) -> frozenset[str]:
    """What a method that makes faults adds to their parameters: of an act that is asked for, or of a test."""
    if _called(node) != "fault":
        return frozenset()
    of_act = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "asked"
    return frozenset({"case", "act"} if of_act else {"part", "at"})


def _called(node: ast.Call) -> str:
    return (
        node.func.id
        if isinstance(node.func, ast.Name)
        else node.func.attr
        if isinstance(node.func, ast.Attribute)
        else ""
    )


def _place(function: ast.FunctionDef) -> int | None:
    names = [one.arg for one in [*function.args.posonlyargs, *function.args.args] if one.arg != "self"]
    return names.index("code") if "code" in names and function.name != "code" else None


def _texts(nodes: list[ast.expr]) -> list[str]:
    found = [
        branch
        for node in nodes
        for branch in ([node.body, node.orelse] if isinstance(node, ast.IfExp) else [node])
    ]
    return [node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _params(node: ast.Call, added: frozenset[str]) -> frozenset[str] | None:
    """Keywords and the keys of a dictionary that is written out; None if some come from elsewhere."""
    if any(keyword.arg is None for keyword in node.keywords):
        return None
    if _called(node) == "Fault":
        written = node.args[2] if len(node.args) > 2 else ast.Dict([], [])
        return (
            frozenset(_keys(written)) if isinstance(written, ast.Dict) and None not in written.keys else None
        )
    return frozenset(keyword.arg or "" for keyword in node.keywords) | added


def _written(function: ast.FunctionDef) -> frozenset[str]:
    return frozenset(key for node in ast.walk(function) for key in _keys(node))


def _keys(node: ast.AST) -> list[str]:
    return _texts([key for key in node.keys if key is not None]) if isinstance(node, ast.Dict) else []
