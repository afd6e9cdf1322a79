"""Turn a record into plain JSON values and arrays, and back with every type checked.

In:   a frozen record made of strings, numbers, tuples, other records and arrays; or its description.
Out:  a dictionary that JSON can hold plus named float64 arrays; or the record again, bit for bit.
Not here: bytes and files (archive.py); what the fields mean (saved.py, records/).
Numbers that JSON lacks travel as the words "nan", "inf" and "-inf".
Next: archive.py.
"""

from __future__ import annotations

import dataclasses
import math
import types
from typing import Any, Protocol, TypeVar, get_args, get_origin, get_type_hints

import numpy as np

from covey.records import Array

Record = TypeVar("Record")


class Whole(Protocol):
    """A record that raises ValueError where its parts do not fit each other."""

    def check_parts(self) -> None:
        """Raise ValueError for parts that belong to different models."""


Model = TypeVar("Model", bound=Whole)


def describe(record: Any) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return the fields of a record as JSON values, and its array fields apart."""
    plain: dict[str, Any] = {}
    arrays: dict[str, Array] = {}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if isinstance(value, np.ndarray):
            arrays[field.name] = value
        else:
            plain[field.name] = _plain(value)
    return plain, arrays


def rebuild(kind: type[Model], described: Any, arrays: dict[str, Array]) -> Model:
    """Return the record that `describe` took apart.

    Raises
    ------
    TypeError, ValueError, KeyError
        If a field is missing, unknown or of another type, or the parts do not fit each other.
    """
    if not isinstance(described, dict):
        raise TypeError("the model is not a set of fields")
    if described.keys() & arrays.keys():
        raise TypeError("an array is described twice")
    record = _record(kind, {**described, **arrays})
    record.check_parts()
    return record


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    return value


def _record(kind: type[Record], given: dict[str, Any]) -> Record:
    hints = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(given) - set(fields))
    if unknown:
        raise TypeError(f"unknown field {unknown[0]!r} in {kind.__name__}")
    for name, field in fields.items():
        if name not in given and field.default is dataclasses.MISSING:
            raise KeyError(f"{kind.__name__} has no {name}")
    return kind(**{name: _value(hints[name], value, name) for name, value in given.items()})


def _value(hint: Any, value: Any, name: str) -> Any:
    if get_origin(hint) is types.UnionType:
        if value is None:
            return None
        hint = next(option for option in get_args(hint) if option is not type(None))
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise TypeError(f"{name} is not a list")
        return tuple(_value(get_args(hint)[0], item, name) for item in value)
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise TypeError(f"{name} is not a set of fields")
        return _record(hint, value)  # type: ignore[arg-type]
    if hint is float:
        return _number(value, name)
    if hint in (int, str, bool):
        if type(value) is not hint:
            raise TypeError(f"{name} is not {hint.__name__}")
        return value
    if not isinstance(value, np.ndarray):
        raise TypeError(f"{name} is not an array")
    return value


def _number(value: Any, name: str) -> float:
    if type(value) in (int, float) or value in ("nan", "inf", "-inf"):
        return float(value)
    raise TypeError(f"{name} is not a number")
