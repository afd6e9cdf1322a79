"""What is wrong with a model file?

In:   facts. Out: the error or the warning, in a sentence that ends with what to type next.
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

from covey.errors.kinds import ModelError


def no_such_model(path: object) -> ModelError:
    """Return the error for a model path where there is no file."""
    return ModelError(
        f"there is no model file {str(path)!r}. covey writes model.covey into its output folder; "
        "check the spelling, or make one: covey segment TABLE"
    )


def model_is_folder(path: object) -> ModelError:
    """Return the error for a model path that is a folder."""
    return ModelError(f"{str(path)!r} is a folder, not a model file. Name the file in it: {path}/model.covey")


def not_a_model(path: object) -> ModelError:
    """Return the error for a file that covey did not write."""
    return ModelError(
        f"{str(path)!r} is not a covey model file. Models are written by `covey segment TABLE` and "
        "`covey outliers TABLE` as model.covey; if this is the table, swap the two: covey score MODEL TABLE"
    )


def newer_model(path: object, schema: object, made_with: object, known: int) -> ModelError:
    """Return the error for a model file of a later format."""
    return ModelError(
        f"{str(path)!r} has model format {schema} (written by covey {made_with}); this covey reads "
        f"formats up to {known}. Update it: pip install --upgrade covey"
    )


def damaged_model(path: object, what: str) -> ModelError:
    """Return the error for a model file whose content is not what was written."""
    return ModelError(
        f"{str(path)!r} is damaged: {what}. Nothing in it was used. Copy the file again, or make it anew: "
        "covey segment TABLE"
    )


def model_too_large(path: object, n_bytes: int, max_bytes: int) -> ModelError:
    """Return the error for a model file larger than any that covey writes."""
    return ModelError(
        f"{str(path)!r} holds {n_bytes:,} bytes; a covey model has at most {max_bytes:,}. "
        "Nothing was read. Check that it is the file you meant."
    )
