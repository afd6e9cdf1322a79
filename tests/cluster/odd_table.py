"""All odd inputs, by group: the table behind the test and the page.

Next: test_odd_inputs.py runs every line on every estimator; inputs_page.py writes docs/look_up/inputs.md
      from it.
"""

from tests.cluster.odd_calls import COUNTS, STARTS, WEIGHTS
from tests.cluster.odd_rows import CONTAINERS, NAMES, NO_NUMBERS, NUMBERS, SHAPES, SPARSE

TABLE = {
    "Containers": CONTAINERS,
    "Numbers": NUMBERS,
    "Sparse rows": SPARSE,
    "Column names": NAMES,
    "What is no number": NO_NUMBERS,
    "Shapes": SHAPES,
    "How many clusters": COUNTS,
    "Weights": WEIGHTS,
    "Starting centers (`init`)": STARTS,
}
