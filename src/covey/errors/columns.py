"""Which columns cannot be used, and why?

In:   facts. Out: the error or the warning, in a sentence that ends with what to type next.
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from covey.errors.kinds import InputError, ModelError
from covey.errors.wording import listed, typed


def unknown_columns(option: str, wanted: dict[str, list[str]], names: Iterable[object]) -> InputError:
    """Return the error for names that no column has; `wanted` holds each with the nearest that exist."""
    parts = [
        f"{name!r}" + (f" (did you mean {' or '.join(map(repr, near))}?)" if near else "")
        for name, near in wanted.items()
    ]
    commas = [name for near in wanted.values() for name in near if "," in name]
    hint = f" Quote a name that holds a comma: {option} {typed(commas[:1])}" if commas else ""
    return InputError(f"{option} names {', '.join(parts)}, but the table has only {listed(names, 30)}.{hint}")


def column_twice(name: str, options: tuple[str, str]) -> InputError:
    """Return the error for a column that two options want for different things."""
    return InputError(
        f"column {name!r} is named by both {options[0]} and {options[1]}. Leave it out of one of them."
    )


def no_measures(
    source: str, roles: list[tuple[str, str, str]], example: Sequence[str], left_out: Sequence[str] = ()
) -> InputError:
    """Return the error for a table in which no column can form segments.

    `example` names some that could; `left_out` those of them that were asked to be left out.
    """
    lines = "\n".join(f"  {name!r}: {role}, {reason}" for name, role, reason in roles[:40])
    more = f"\n  and {len(roles) - 40:,} more" if len(roles) > 40 else ""
    if left_out:
        advice = f"Amounts were left out: take {listed(left_out)} out of --ignore, or one of them."
        advice = advice if len(left_out) > 1 else f"Take {left_out[0]!r} out of --ignore."
    elif example:
        advice = f"Name the columns to use all the same: --columns {typed(example)}"
    elif any(role == "text" for _name, role, _reason in roles):
        advice = "Add a column of amounts; or ask what the texts are about: covey topics TABLE"
    else:
        advice = "Add a column of amounts that differ from row to row."
    return InputError(f"{source} has no column of amounts that could form segments:\n{lines}{more}\n{advice}")


def unusable_column(name: str, why: str) -> InputError:
    """Return the error for a column that was asked for and cannot form segments."""
    return InputError(f"column {name!r} cannot form segments: {why}. Leave it out of --columns.")


def infinite_value(name: str, row: int, count: int) -> InputError:
    """Return the error for numbers without bound; `row` counts from 1."""
    values = "1 value that is" if count == 1 else f"{count:,} values that are"
    return InputError(
        f"column {name!r} holds {values} infinite or beyond 1e150, the first in row {row:,}. No distance can "
        f"be computed to it. Correct it, or leave the column out: --ignore {name!r}"
    )


def unknown_scale(scale: object) -> InputError:
    """Return the error for a way of scaling that does not exist."""
    return InputError(f"scale={scale!r} is not known. Choose standard, range or none: --scale standard")


def missing_columns(missing: dict[str, list[str]], names: Iterable[object], remake: str) -> ModelError:
    """Return the error for a table that lacks columns the model was made with."""
    cure = "Rename them in the table" if all(missing.values()) else "Add them to the table"
    if any(missing.values()) and not all(missing.values()):
        cure = "Rename or add them in the table"
    parts = [
        f"{name!r}" + (f" (perhaps {' or '.join(map(repr, near))})" if near else "")
        for name, near in missing.items()
    ]
    return ModelError(
        f"the model needs columns that the table lacks: {', '.join(parts)}. The table has {listed(names)}. "
        f"{cure}, or make a new model: {remake}"
    )


def odd_cells(
    name: str, expected: str, n_filled: int, n_odd: int, shown: Sequence[tuple[int, str]]
) -> ModelError:
    """Return the error for cells that are not what their column held; `shown`: rows from 1, cells."""
    cells = ", ".join(f"{cell[:40]!r} in row {row:,}" for row, cell in shown)
    more = " ..." if n_odd > len(shown) else ""
    one = n_odd == 1
    return ModelError(
        f"column {name!r} held {expected} when the model was made; here {n_odd:,} of its {n_filled:,} filled "
        f"cells {'is' if one else 'are'} none: {cells}{more} (rows counted below the header). Correct "
        f"{'it' if one else 'them'}, or empty {'it' if one else 'them'}: what is missing is filled."
    )


def wrong_kind(name: str, expected: str, found: str, sample: object, remake: str) -> ModelError:
    """Return the error for a column of another kind than the model was made with."""
    return ModelError(
        f"column {name!r} held {expected} when the model was made, and holds {found} here ({sample!r}). "
        f"Correct the cells, or make a new model: {remake}"
    )
