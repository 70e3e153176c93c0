"""Quotes of policy documents, kept as digests: a fact can be re-checked without its sentence."""

import hashlib
import unicodedata
from collections.abc import Sequence


def quote(lines: Sequence[str], first: int, last: int) -> str:
    """Return the normalised text of some lines: NFKC, without any white space.

    Parameters
    ----------
    lines
        The document's lines, in order.
    first, last
        One-based numbers of the first and the last line quoted.

    Raises
    ------
    IndexError
        If the document has no such lines.
    """
    if not 1 <= first <= last <= len(lines):
        raise IndexError(f"lines {first}-{last} of {len(lines)}")
    return normalised("".join(lines[first - 1 : last]))


def normalised(text: str) -> str:
    """Return a text as NFKC without white space, so that its widths and breaks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def digest(normalised: str) -> str:
    """Return the SHA-256 of a normalised quote, in hexadecimal."""
    return hashlib.sha256(normalised.encode()).hexdigest()
