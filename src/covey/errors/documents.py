"""Why can these not be used as documents?

In:   facts. Out: the error, in a sentence that ends with what to type next.
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

from covey.errors.kinds import InputError, OptionError


def no_documents(source: str, hint: str) -> InputError:
    """Return the error for a source without documents."""
    return InputError(f"{source} holds no documents. {hint}")


def not_a_text(number: int, value: object) -> InputError:
    """Return the error for a document that is no text; `number` counts from 1."""
    return InputError(
        f"document {number:,} is {type(value).__name__} ({str(value)[:40]!r}), not a text. Give texts: "
        "[str(value) for value in documents]"
    )


def not_a_text_file(path: str) -> InputError:
    """Return the error for a file that holds no text."""
    return InputError(f"{path!r} ends like a text file but holds other bytes. Move it out of there.")


def not_a_column_of_texts(name: str, kind: str) -> InputError:
    """Return the error for a column that holds something else than texts."""
    return InputError(f"column {name!r} holds {kind} values, not texts. Name another: --column NAME")


def no_words_left(n_documents: int, english: bool) -> InputError:
    """Return the error for documents without a word that counts."""
    why = "all are stop words, numbers or single letters" if english else "all are numbers or single letters"
    return InputError(
        f"no word is left in {n_documents:,} documents: {why}, or the same in every document. Keep stop "
        "words: --stop-words none"
    )


def too_few_documents(n_documents: int, needed: int) -> InputError:
    """Return the error for too few documents with words that count."""
    return InputError(
        f"{n_documents:,} different documents hold words that count; at least {needed} are needed for "
        "topics. Add documents."
    )


def bad_stop_words(wanted: object) -> OptionError:
    """Return the error for stop words that are none."""
    return OptionError(
        f"stop_words={wanted!r}, but it must be 'auto', 'english', 'none' or a list of words: "
        "--stop-words auto"
    )


def bad_embeddings(shape: tuple[int, ...], n_documents: int) -> InputError:
    """Return the error for embeddings that do not belong to the documents."""
    return InputError(
        f"embeddings have shape {shape}, but there are {n_documents:,} documents: give finite numbers, one "
        "row for each document, none all zeros."
    )


def embeddings_needed() -> InputError:
    """Return the error for new documents of topics that were made from embeddings."""
    return InputError(
        "these topics were made from embeddings: new documents need theirs, from the same model. "
        "found.score(documents, embeddings=rows)"
    )
