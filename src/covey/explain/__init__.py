"""What does each segment mean, in the user's own columns and units?

In:   columns as they were read, an integer label per row, the role of each column.
Out:  profiles, unique names, box rules with precision and recall, grades: records and plain words.
Not here: making labels (any library's labels will do), choosing K, drawing.
Source: Hennig (2007) and the fpc clusterboot manual for the scale of grades; Friedman and Fisher (1999) for
      box rules.
Next: `profiles` for the numbers that everything else here is worded from.
"""

from covey.explain import rarity, strangeness
from covey.explain.box_rules import rules
from covey.explain.contrast_words import contrast_words, topic_names
from covey.explain.grades import grade
from covey.explain.naming import names
from covey.explain.profiles import profile

__all__ = ["contrast_words", "grade", "names", "profile", "rarity", "rules", "strangeness", "topic_names"]
