"""What may stand in a TOML file, or be sent: text, ids, codes, counts; and the base of every shape."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from resettle.engine.registry.codes import CodeList

AS_CODE = Field(strict=False)
ID = r"^[a-z0-9][a-z0-9-]*$"
Id = Annotated[str, Field(pattern=ID)]


def _not_reserved(name: str) -> str:
    """``case`` and ``outcome`` stand for themselves beside the criteria of a screening."""
    if name in ("case", "outcome"):
        raise PydanticCustomError("id_reserved", "reserved")
    return name


CriterionId = Annotated[Id, AfterValidator(_not_reserved)]


def _printable(text: str) -> str:
    """Control signs and those that turn the direction of writing could make a page say what its source does not."""
    if _UNPRINTABLE.search(text):
        raise PydanticCustomError("text_unprintable", "unprintable")
    return text


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
Plain = Annotated[str, AfterValidator(_printable)]
Text = Annotated[Plain, Field(min_length=1)]
MOST_PLACES = 1_000_000_000
Count = Annotated[int, Field(ge=0, le=MOST_PLACES)]


@dataclass(frozen=True)
class OneOf:
    """Of a text: a code of a list, or empty if ``or_empty``, as ``Literal`` has it. A schema shows which codes there are."""

    codes: CodeList
    or_empty: bool = False

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        return core_schema.literal_schema([*self.codes.meaning, *([""] if self.or_empty else [])])


class Shape(BaseModel):
    """Keys not named here are refused; nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
