"""TOML files: read one into its shape, or say everything that is wrong with it."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from resettle.engine.errors import Fault, Where, nearest_name
from resettle.engine.registry.criteria import CriterionKind
from resettle.engine.registry.synonyms import meant
from resettle.files.values import ID, MOST_PLACES

S = TypeVar("S", bound=BaseModel)


def load(path: Path, shape: type[S], name: str, faults: list[Fault]) -> S | None:
    """The file in its shape; None, with the reasons added to ``faults``, if it does not fit."""
    content = read(path, name, faults)
    return None if content is None else fit(content, shape, name, faults)


def read(path: Path, name: str, faults: list[Fault]) -> dict[str, Any] | None:
    """What the file says, in whatever shape; None, with the reason added to ``faults``, if that cannot be read."""
    text = ""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text)
    except OSError as error:
        faults.append(Fault("file_unreadable", Where(name), {"detail": error.strerror or "no reason given"}))
    except UnicodeDecodeError:
        faults.append(Fault("file_not_utf8", Where(name)))
    except ValueError as error:  # a TOMLDecodeError is one; so is a number of thousands of digits
        params = {"detail": str(error), "sign": _curly(text, str(error))}
        faults.append(Fault("file_not_toml", Where(name), params))
    except RecursionError:
        faults.append(Fault("file_not_toml", Where(name), {"detail": "it is nested too deeply"}))
    return None


def _curly(text: str, detail: str) -> str:
    """A quotation mark of a text program, if that is why a line cannot be read; the rest of the line may be anything."""
    place = re.search(r"line (\d+), column (\d+)", detail)
    if not place:
        return ""
    line = text.replace("\r\n", "\n").split("\n")[int(place[1]) - 1]
    there = (
        line[int(place[2]) - 1 :][:1] or line
    )  # at the end of a line: a mark that was to close, and does not
    return next((sign for sign in there if sign in _CURLY), "")


_CURLY = "“”„‟‘’‚‛«»"


def fit(content: Mapping[str, Any], shape: type[S], name: str, faults: list[Fault]) -> S | None:
    """Content in its shape; None, with every misfit added to ``faults``."""
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        found = error.errors(include_url=False)
        misfits = _misfits(found, shape, name, content)
        faults.extend(sorted(_each_once(misfits), key=lambda fault: fault.where))
        return None


def _each_once(faults: Iterator[Fault]) -> list[Fault]:
    """One misfit a place: a value that fits none of several types is told once, with all that would fit."""
    by_place: dict[Where, list[Fault]] = {}
    for fault in faults:
        by_place.setdefault(fault.where, []).append(fault)
    return [found[0] if len(found) == 1 else _fits_none(found) for found in by_place.values()]


def _fits_none(found: Sequence[Fault]) -> Fault:
    codes = [f"one of: {one.params['allowed']}" for one in found if one.code == "code_unknown"]
    fits = ", or ".join(
        dict.fromkeys([*(str(one.params["expected"]) for one in found if "expected" in one.params), *codes])
    )
    return Fault("value_wrong", found[0].where, {"value": found[0].params.get("value", ""), "expected": fits})


def _misfits(
    found: Sequence[ErrorDetails], shape: type[BaseModel], name: str, content: object
) -> Iterator[Fault]:
    for one in found:
        path = _path(one)
        where = Where(name, 0, _written(path, content))
        key = str(path[-1]) if path else ""
        match one["type"]:
            case "extra_forbidden":
                keys = _keys(_shape_at(shape, path[:-1]))
                yield Fault(
                    "key_unknown",
                    where,
                    {"key": key, "allowed": keys, "near": meant(key, keys) or nearest_name(key, keys)},
                )
            case "missing":
                yield Fault("key_missing", where, {"key": key})
            case "enum" | "literal_error":  # a quota is a kind of criterion that no file may write
                expected = str(one.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "")
                allowed = ", ".join(code for code in expected.split(", ") if code != CriterionKind.QUOTA)
                value = _told(one["input"])
                near = nearest_name(value, allowed.split(", "))
                yield Fault("code_unknown", where, {"value": value, "allowed": allowed, "near": near})
            case kind if kind in _OURS:
                yield Fault(kind, where, {})
            case _:
                yield Fault("value_wrong", where, {"value": _told(one["input"]), "expected": _expected(one)})


def _path(one: ErrorDetails) -> list[str | int]:
    """The keys and places that lead to a misfit, less what pydantic adds of its own and users never wrote."""
    path = list(one["loc"])
    if one["type"] == "extra_forbidden":
        return path
    return [part for part in path if not (isinstance(part, str) and _is_type_name(part))]


def _told(value: object) -> str:
    """What stands there, briefly: a message never holds a whole table."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        "a number out of bounds" if isinstance(value, int) and abs(value) > MOST_PLACES else str(value)[:100]
    )


_OURS = {
    "status_both", "status_one_reading", "status_not_adopted", "status_missing", "consent_event", "places_one_number",
    "criterion_test_or_decider", "text_unprintable", "id_reserved", "group_incomplete", "criterion_applies_to",
    "waivable_for_alone", "criterion_kind_quota", "amendment_says", "sub_quota_amount", "sub_quota_whom",
    "sub_quota_released", "sub_quota_tolerance",
}  # fmt: skip


def _expected(one: ErrorDetails) -> str:
    kinds = {
        "date": "a date such as 2016-11-14, without quotes",
        "string": "text in quotes",
        "bool": "true or false",
        "int": "a whole number",
        "list": "a list in [ ]",
        "dict": "a table",
        "model": "a table",
        "greater_than_equal": f"a number that is not below {one.get('ctx', {}).get('ge', 0)}",
        "less_than_equal": f"a number that is not above {one.get('ctx', {}).get('le', MOST_PLACES):,}",
        "too_short": "at least one entry",
    }
    plain = next((text for kind, text in kinds.items() if one["type"].startswith(kind)), "")
    if one["type"] == "string_pattern_mismatch":
        plain = "an id of small letters, digits and hyphens"
    if one["type"] == "string_too_short":
        plain = "text that is not empty"
    return plain or one["msg"]


def _is_type_name(part: str) -> bool:
    """pydantic names the member of a union it tried in the path; users never wrote that."""
    return part in ("int", "constrained-int", "[key]") or part.startswith(
        ("literal[", "function-", "constrained")
    )


def entry(ids: Sequence[object], at: int) -> str:
    """How an entry of a list is named: ``.2026`` by its id, if no other has that; else ``[2]``, from 1 as people count."""
    id = ids[at] if at < len(ids) else None
    is_one = isinstance(id, str) and re.fullmatch(ID, id) and ids.count(id) == 1
    return f".{id}" if is_one else f"[{at + 1}]"


def _written(path: Sequence[str | int], content: Any) -> str:
    """``offer.2026.places[1]``."""
    text, there = "", content
    for part in path:
        if isinstance(part, int):
            written = there if isinstance(there, list) else []
            text += entry([one.get("id") if isinstance(one, dict) else None for one in written], part)
            there = written[part] if part < len(written) else None
        else:
            text += f".{part}" if text else part
            there = there.get(part) if isinstance(there, dict) else None
    return text


def _shape_at(shape: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel] | None:
    current: Any = shape
    for part in path:
        if isinstance(part, int):
            continue
        if current is None:
            return None
        fields = {field.alias or name: field for name, field in current.model_fields.items()}
        if part in fields:
            current = model_in(fields[part].annotation)
    return current if isinstance(current, type) and issubclass(current, BaseModel) else None


def model_in(annotation: Any) -> Any:
    """The shape that a key's type is, or is made of; None if there is none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in getattr(annotation, "__args__", ()) if (model := model_in(part))), None)


def _keys(shape: type[BaseModel] | None) -> list[str]:
    return [field.alias or name for name, field in shape.model_fields.items()] if shape else []
