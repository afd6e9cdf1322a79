"""What does the name of a column say about its use?

In:   a name as people write it: "CustomerID", "customer_id", "Postal Code", "nr. of visits".
Out:  whether it speaks of an identifier, a postcode or phone number, a code with few levels, or a count.
Not here: the values; a name alone decides nothing unless roles.py says so.
Names are cut into words at signs, digits and capitals, so that "paid" and "video" hold no "id".
Next: roles.py.
"""

from __future__ import annotations

import re

_ID_WORDS = {"id", "ids", "uuid", "guid", "sku", "ean", "upc", "isbn", "iban", "ssn", "vin", "pk", "key"}
_WEAK_ID_WORDS = {
    "no",
    "nr",
    "num",
    "number",
    "code",
    "index",
    "row",
    "ref",
    "reference",
    "account",
    "unnamed",
}
_WEAK_ID_ENDINGS = ("nummer", "nr")  # as in Kundennummer and Artikelnr, which are one word
_ADDRESS_WORDS = {
    "zip", "zipcode", "postcode", "postal", "plz", "phone", "telephone", "mobile", "fax", "tel", "cap",
}  # fmt: skip
_LEVEL_WORDS = {
    "channel", "region", "gender", "genre", "sex", "type", "kind", "class", "category", "cat", "group",
    "segment", "cluster", "label", "status", "code", "store", "branch", "country", "state", "dept",
    "department", "race", "religion", "marital", "education", "weekday", "month", "quarter", "plan", "tier",
}  # fmt: skip
_AMOUNT_WORDS = {
    "count", "n", "num", "number", "qty", "quantity", "amount", "total", "sum", "orders", "purchases",
    "visits", "items", "children", "kids", "score", "rating", "age", "years", "days", "months", "price",
    "spend", "sales", "frequency", "recency", "times", "rooms", "persons", "size", "hours",
}  # fmt: skip
_JOINED = re.compile(
    r"(?:customer|cust|user|client|order|product|item|member|account|invoice|transaction|session|person|employee|"
    r"patient|student|household|device|sample|record|row)(?:id|no|nr|key|uuid)"
)


def words(name: str) -> list[str]:
    """Return the words of a name in lower case."""
    parted = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    parted = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", parted)
    return [word.lower() for word in re.split(r"[\W_]+", parted) if word]


def speaks_of_id(name: str) -> bool:
    """Whether the name says that the column identifies its rows or other things ("customer_id")."""
    parts = words(name)
    return bool(_ID_WORDS & set(parts)) or any(map(_JOINED.fullmatch, parts))


def may_speak_of_id(name: str) -> bool:
    """Whether the name could mean an identifier ("order no", "code"): it must end in such a word."""
    parts = words(name)
    if not parts or parts[0] == "unnamed":
        return True
    return parts[-1] in _WEAK_ID_WORDS or parts[-1].endswith(_WEAK_ID_ENDINGS)


def speaks_of_address(name: str) -> bool:
    """Whether the name says postcode or phone number: digits, but never amounts."""
    return bool(_ADDRESS_WORDS & set(words(name)))


def speaks_of_levels(name: str) -> bool:
    """Whether the name says that the column sorts rows into kinds ("region", "status_code")."""
    return bool(_LEVEL_WORDS & set(words(name))) and not speaks_of_amount(name)


def speaks_of_amount(name: str) -> bool:
    """Whether the name says that the column counts or measures ("number of orders", "score")."""
    return bool(_AMOUNT_WORDS & set(words(name)))
