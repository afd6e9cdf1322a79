"""Whole journeys, from a table to an answer: one function each.

In:   what people have: a file, a frame, an array.
Out:  what people hold: Segmentation, SavedSegmentation, KChoice; thin faces over records.
Not here: arithmetic that belongs to a room below; parsing and printing (cli).
Next: segmenting.py for the story in order; segmentation.py for what it gives back.
"""

from covey.journeys.choice import KChoice, choose_k, choose_k_in_table
from covey.journeys.document_topics import Topics, topics
from covey.journeys.gene_clusters import Genes, genes
from covey.journeys.method_choice import MethodChoice, alternatives
from covey.journeys.outlier_rows import Outliers, outliers
from covey.journeys.palettes import Palette, palette
from covey.journeys.saved_outliers import SavedOutliers
from covey.journeys.segmentation import SavedSegmentation, Segmentation, load
from covey.journeys.segmenting import segment

__all__ = [
    "Genes",
    "KChoice",
    "MethodChoice",
    "Outliers",
    "Palette",
    "SavedOutliers",
    "SavedSegmentation",
    "Segmentation",
    "Topics",
    "alternatives",
    "choose_k",
    "choose_k_in_table",
    "genes",
    "load",
    "outliers",
    "palette",
    "segment",
    "topics",
]
