"""How do sentences made for Python read on the command line?

In:   an error, a warning.
Out:  the same with the names of options as they are typed: max_segments -> --max-segments, k=4 -> -k 4.
Not here: the sentences themselves (`errors`); those that name a flag already are left as they are.
Next: program.py, which prints them.
"""

from __future__ import annotations

import re

_TYPED = (
    (r'\bk at "auto"', "-k at auto"),
    (r"\bk=([\d,]+)", r"-k \1"),
    (r"\bmax_segments\b", "--max-segments"),
    (r"\bmin_share\b", "--min-share"),
    (r"\btime_budget_s\b", "--time-budget"),
    (r"\bfalse_alarms=(\S+)", r"--false-alarms \1"),
    (r"\bseed=(\d+)", r"--seed \1"),
)


def as_typed(sentence: str) -> str:
    """Return a sentence with the options as they are typed.

    Examples
    --------
    >>> as_typed("k=4 fixes the number of segments, so max_segments and min_share have nothing to choose.")
    '-k 4 fixes the number of segments, so --max-segments and --min-share have nothing to choose.'
    """
    for written, typed in _TYPED:
        sentence = re.sub(written, typed, sentence)
    return sentence
