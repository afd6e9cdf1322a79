"""Is there structure in these points, how many groups, and how sure?

In:   points (n, d), the K to try, weights.
Out:  `evidence`: a record with one row per K, a verdict, a suggested K and the reasons in sentences;
      `sureness`: how much of each cluster comes back from other rows, starts and samples; `jaccards` alone,
      `best_jaccards` between two labelings.
Not here: checking user input beyond the range of K; explaining or drawing.
Next: weigh.py, which asks one question after the other.
"""

from covey.judgement.decision import Limits
from covey.judgement.segments import Sureness, sureness
from covey.judgement.sensitivities import Origin
from covey.judgement.stability import best_jaccards, jaccards
from covey.judgement.stopwatch import Stopwatch
from covey.judgement.trials import MOST_ROWS
from covey.judgement.weigh import evidence

__all__ = [
    "MOST_ROWS",
    "Limits",
    "Origin",
    "Stopwatch",
    "Sureness",
    "best_jaccards",
    "evidence",
    "jaccards",
    "sureness",
]
