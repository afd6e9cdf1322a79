"""Write docs/look_up/inputs.md from the table of odd inputs: `make docs`."""

from pathlib import Path

from tests.cluster.odd_table import TABLE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "look_up" / "inputs.md"
HEAD = """# What you may hand to an estimator

`KMeans`, `MiniBatchKMeans`, `BisectingKMeans` and `kmeans_plusplus` take whatever scikit-learn takes. What
it would misread in silence is read rightly here, or refused with the words below and what to type next.
Nothing you hand over is ever changed: not X, not the weights, not the starting centers.

`predict` and `transform` take the same, and no rows at all: an empty part of a table has no labels.

*Written by `make docs` from `tests/cluster/odd_table.py`; each line is a test on all three estimators.*"""


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def outcome_in_words(outcome):
    if outcome.kind == "right":
        return "right answer"
    how = "refused" if outcome.kind == "refused" else "right answer, with a warning"
    return f"{how}: “{cell(outcome.words)}”"


def page():
    """Return the whole page as text."""
    parts = [HEAD]
    for group, rows in TABLE.items():
        parts += [f"\n## {group}\n", "| what comes | what happens |", "|---|---|"]
        parts += [f"| {cell(odd.came)} | {outcome_in_words(odd.outcome)} |" for odd in rows]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.name}: {sum(map(len, TABLE.values()))} kinds of input")
