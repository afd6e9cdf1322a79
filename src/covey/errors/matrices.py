"""Why can this not be used as a matrix of genes and samples?

In:   facts. Out: the error, in a sentence that ends with what to type next.
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

from covey.errors.kinds import InputError, OptionError


def small_matrix(n_genes: int, n_samples: int) -> InputError:
    """Return the error for too few genes or samples."""
    return InputError(
        f"the matrix has {n_genes:,} gene{'s' * (n_genes != 1)} and {n_samples:,} "
        f"sample{'s' * (n_samples != 1)}; at least 4 genes and 3 samples are needed. If genes stand in the "
        "other direction: --genes-in rows or --genes-in columns"
    )


def text_in_matrix(name: str, sample: str) -> InputError:
    """Return the error for a column of a matrix that holds something else than numbers."""
    return InputError(
        f"column {name!r} of the matrix holds {sample!r}, not numbers. Only the first column may name the "
        "rows: take other texts out of the file."
    )


def infinite_in_matrix(gene: str, sample: str) -> InputError:
    """Return the error for a value without bound."""
    return InputError(f"the value of gene {gene!r} in sample {sample!r} is infinite. Correct it.")


def no_positive_values() -> InputError:
    """Return the error for logarithms of nothing."""
    return InputError("no value of the matrix is above 0: there are no logarithms of it. Use --log no")


def flat_genes(n_genes: int, n_varying: int) -> InputError:
    """Return the error for genes that are the same in all samples."""
    return InputError(
        f"of {n_genes:,} genes only {n_varying:,} differ between samples; at least 4 are needed. Check the "
        "direction (--genes-in) and the logarithms (--log no)."
    )


def bad_genes_in(came: object) -> OptionError:
    """Return the error for a direction that is none."""
    return OptionError(f"genes_in={came!r}, but genes are in 'rows' or 'columns': --genes-in rows")


def bad_log(came: object) -> OptionError:
    """Return the error for a wish about logarithms that is none."""
    return OptionError(f"log={came!r}, but it must be 'auto', 'yes' or 'no': --log auto")


def annotation_does_not_fit(n_known: int, n_samples: int, example: str) -> InputError:
    """Return the error for notes on samples that name others."""
    return InputError(
        f"the annotation knows {n_known:,} of the {n_samples:,} samples. Give one label for each, by name "
        f"(such as {example!r}) or in the order of the samples."
    )
