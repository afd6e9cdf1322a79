"""How does a person see the result: on a page, in a picture, in a terminal?

In:   records, complete and checked.
Out:  one offline HTML file, Matplotlib axes, text for a terminal.
Not here: any computing of results. What is shown was decided before.
Every text that came from a user's table passes `wording.plain` on its way out.
Next: `verdicts` for the sentence that comes first everywhere; `page` for the report.
"""

from covey.show import plots
from covey.show.page import report
from covey.show.terminal import text

__all__ = ["plots", "report", "text"]
