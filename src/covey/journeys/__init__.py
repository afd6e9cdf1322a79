"""Whole journeys, from a table to an answer: one function each.

In:   what people have: a file, a frame, an array.
Out:  what people hold: Segmentation, SavedSegmentation, KChoice; thin faces over records.
Not here: arithmetic that belongs to a room below; parsing and printing (cli).
Next: segmenting.py for the story in order; segmentation.py for what it gives back.
"""

import covey
from covey.journeys.choice import KChoice, choose_k, choose_k_in_table
from covey.journeys.segmentation import SavedSegmentation, Segmentation, load
from covey.journeys.segmenting import segment

# The room and the function covey.choose_k share a name, and importing the room hangs it on the package. What
# people type is the function, so it takes the name back; the room is reached by `from covey.choose_k import`.
covey.choose_k = choose_k

__all__ = [
    "KChoice",
    "SavedSegmentation",
    "Segmentation",
    "choose_k",
    "choose_k_in_table",
    "load",
    "segment",
]
