"""A figure's data as the drawings read it: typed views of the mapping that content.figures has checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A box of a drawing. `mark` lifts it out, `open` says that it is not settled yet."""

    title: str
    text: str = ""
    mark: bool = False
    open: bool = False


def part(values: Data) -> Part:
    return Part(values["title"], values["text"], values["mark"], values["open"])


def parts(data: Mapping[str, object], key: str) -> tuple[Part, ...]:
    return tuple(part(values) for values in groups(data, key))


def groups(data: Mapping[str, object], key: str) -> tuple[Data, ...]:
    return cast("tuple[Data, ...]", data[key])


def group(data: Mapping[str, object], key: str) -> Data | None:
    return cast("Data | None", data[key])


def text(data: Mapping[str, object], key: str) -> str:
    return cast(str, data[key])
