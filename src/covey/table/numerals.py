"""How are numbers written in a column: plainly, with separators, as money, as per cent?

In:   the name of a text column inside DuckDB.
Out:  SQL that recognises each way of writing and SQL that turns a cell into a number, or NULL.
Not here: which way a column is taken to be written in (cells.py decides by counting cells).
The number is what stands before the sign: "12%" is 12. Brackets mean a negative amount, as in accounts.
Next: cells.py.
"""

from __future__ import annotations

from covey.table.headers import MISSING_MARKS, SPOKEN_MARKS

_SIGNS = "$€£¥₹"
_BLANKS = " \u00a0\u202f"
_GAPS = f"{_BLANKS}'’"
_BEFORE = rf"\(?[-+]?\s?[{_SIGNS}]?\s?[-+]?"
_AFTER = rf"\s?[%{_SIGNS}]?\)?"
_POINT = rf"{_BEFORE}(?:(?:\d+|\d{{1,3}}(?:[,{_GAPS}]\d{{3}})+)(?:\.\d*)?|\.\d+){_AFTER}"
_COMMA = rf"{_BEFORE}(?:\d+|\d{{1,3}}(?:[.{_GAPS}]\d{{3}})+)(?:,\d*)?{_AFTER}"

# A number, then a word that is no exponent ("1e"): "12.3 kg", "80km/h", "4 °C".
_UNIT = rf"^[-+]?[\d.,{_GAPS}]*\d[{_BLANKS}]?((?:°|\p{{L}})[\p{{L}}°/²³·.]{{0,11}})$"

# Only one reading is possible: a comma not followed by exactly three digits, or after a leading zero, divides
# decimals; two commas, or a comma before a point, divide thousands.
_SURELY_COMMA = r"^\D*0,|\.\d{3},|^[^,]*,(?:\d{0,2}|\d{4,})\D*$"
_SURELY_POINT = r"\d,\d{3}[.,]"


def literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def missing(cell: str) -> str:
    """Return SQL that is true for a cell that stands for "no value"."""
    return f"trim({cell}) IN ({', '.join(map(literal, MISSING_MARKS))})"


def spoken_missing(cell: str) -> str:
    """Return SQL that is true for a cell that stands for "no value" in a column of numbers or dates."""
    return f"lower(trim({cell})) IN ({', '.join(map(literal, SPOKEN_MARKS))}) AND NOT {missing(cell)}"


def as_programs_write(cell: str) -> str:
    """Return SQL for a number as programs write it, NULL for everything else."""
    number = f"TRY_CAST({cell} AS DOUBLE)"
    return f"CASE WHEN isnan({number}) OR contains({cell}, '_') THEN NULL ELSE {number} END"


def with_point(cell: str) -> str:
    """Return SQL for a number in which a point divides decimals ("$1,234.50", "12%"), NULL for others."""
    digits = f"TRY_CAST(regexp_replace({cell}, '[^0-9.+-]', '', 'g') AS DOUBLE)"
    number = f"CASE WHEN {is_point(cell)} THEN {_signed(cell, digits)} END"
    return f"coalesce({as_programs_write(cell)}, {number})"


def with_comma(cell: str) -> str:
    """Return SQL for a number in which a comma divides decimals ("1.234,50 €"), NULL for others."""
    digits = f"TRY_CAST(replace(regexp_replace({cell}, '[^0-9,+-]', '', 'g'), ',', '.') AS DOUBLE)"
    return f"CASE WHEN {is_comma(cell)} THEN {_signed(cell, digits)} ELSE {as_programs_write(cell)} END"


def is_point(cell: str) -> str:
    """Return SQL that is true for a number written with a decimal point or thousands commas."""
    return _matches(cell, _POINT)


def is_comma(cell: str) -> str:
    """Return SQL that is true for a number written with a decimal comma or thousands points."""
    return _matches(cell, _COMMA)


def is_surely_comma(cell: str) -> str:
    """Return SQL that is true where the comma can only divide decimals."""
    return f"({is_comma(cell)} AND regexp_matches({cell}, {literal(_SURELY_COMMA)}))"


def is_surely_point(cell: str) -> str:
    """Return SQL that is true where commas can only divide thousands."""
    return f"({is_point(cell)} AND regexp_matches({cell}, {literal(_SURELY_POINT)}))"


def signs(cell: str) -> dict[str, str]:
    """Return what can be left out of a number, in words, with SQL that is true where it stands in a cell."""
    return {
        "blanks divide thousands": f"regexp_matches({cell}, '\\d[{_BLANKS}]\\d')",
        "'.' divides thousands": f"regexp_matches({cell}, '\\d\\.\\d{{3}},')",
        "apostrophes divide thousands": f"regexp_matches({cell}, {literal('[' + chr(39) + '’]')})",
        "currency signs left out": f"regexp_matches({cell}, '[{_SIGNS}]')",
        "per cent signs left out, 12% is 12": f"contains({cell}, '%')",
        "brackets mean minus, (12) is -12": f"contains({cell}, '(')",
    }


def unit(cell: str) -> str:
    """Return SQL for the unit after a number ("kg" in "12.3 kg"), empty where there is none."""
    found = f"regexp_extract(trim({cell}), {literal(_UNIT)}, 1)"
    return f"CASE WHEN lower({found}) = 'e' THEN '' ELSE {found} END"


def without_unit(cell: str, unit: str) -> str:
    """Return SQL for a cell without the unit at its end."""
    bare = f"left(trim({cell}), length(trim({cell})) - {len(unit)})"
    amount = f"rtrim({bare}, {literal(_BLANKS)})"
    return f"CASE WHEN suffix(trim({cell}), {literal(unit)}) THEN {amount} ELSE {cell} END"


def _matches(cell: str, pattern: str) -> str:
    return f"regexp_full_match(trim({cell}), {literal(pattern)})"


def _signed(cell: str, number: str) -> str:
    return f"CASE WHEN contains({cell}, '(') THEN -{number} ELSE {number} END"
