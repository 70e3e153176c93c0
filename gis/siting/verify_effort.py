"""Certificates from strangers: refused before they are checked if that would take too long.

The checker believes nothing in a certificate, but it does what the certificate says: a few bytes
can ask for a billion candidates or a number with a billion digits.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from gis.errors import InvalidInputError
from gis.siting.verify import Verdict, verify

MAX_STEPS = 50_000_000
"""Additions and comparisons that a check over HTTP may take: some seconds."""
_MOST_CANDIDATES = 100_000
_DEEPEST = 8
_NUMBER = re.compile(r"-?[0-9]{1,400}(?:/([0-9]{1,400}))?")
_LARGEST_ODD = 1_000
"""Larger denominators are powers of two, or sums of many fractions would grow without end."""
_WORD = re.compile(r"[A-Za-z][A-Za-z_0-9/.-]{0,79}")
"""No number is written so: \"1e999999999\" is one with a billion digits."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LARGEST = 1 << 1_200


def checked(certificate: Mapping[str, Any], *, most_steps: int = MAX_STEPS) -> Verdict:
    """Check a certificate that anybody may have sent, as :func:`gis.siting.verify.verify` does.

    Parameters
    ----------
    certificate
        The parsed document.
    most_steps
        About how many additions and comparisons the check may take.

    Raises
    ------
    InvalidInputError
        If checking it would take too long.
    """
    body = dict(certificate)
    digests = [body.pop(name, "") for name in ("digest", "model_digest")]
    known = all(isinstance(one, str) and _DIGEST.fullmatch(one) for one in digests)
    if not (known and all(_plain(leaf) for leaf in _leaves(body))):
        return Verdict(valid=False, reason="the certificate holds what no certificate holds")
    try:
        steps = _steps(certificate)
    except (TypeError, KeyError, AttributeError, ValueError):
        return Verdict(valid=False, reason="the certificate is malformed")
    if steps > most_steps:
        raise InvalidInputError(
            f"checking this certificate would take about {steps:,} steps, more than {most_steps:,}",
            field="certificate",
            remedy="Ask for a certificate of fewer candidates, by a larger spacing.",
        )
    return verify(certificate)


def _leaves(document: Any) -> Iterator[Any]:
    """Yield names and all that is neither list nor object; a broken number for what is too deep."""
    open_: list[tuple[Any, int]] = [(document, 0)]
    while open_:
        one, depth = open_.pop()
        if depth > _DEEPEST:
            yield 0.5  # what is deeper than any certificate is as wrong as a broken number
            return
        if isinstance(one, Mapping):
            yield from one
            open_ += [(inside, depth + 1) for inside in one.values()]
        elif isinstance(one, list):
            open_ += [(inside, depth + 1) for inside in one]
        else:
            yield one


def _plain(leaf: Any) -> bool:
    """Tell whether a leaf is a whole number of fair size, a fraction in digits or a word."""
    if isinstance(leaf, str):
        number = _NUMBER.fullmatch(leaf)
        below = int(number[1] or 1) if number else 1
        fair = below <= _LARGEST_ODD or below & (below - 1) == 0
        return fair and bool(number or _WORD.fullmatch(leaf))
    return leaf is None or (isinstance(leaf, int) and -_LARGEST < leaf < _LARGEST)


def _steps(certificate: Mapping[str, Any]) -> int:
    """Estimate the steps of a check from the sizes of the certificate's parts."""
    model, problem, proof = (certificate[name] for name in ("model", "problem", "proof"))
    rows = model.get("covering") or model.get("metres_1000") or []
    candidates: int = model.get("candidates") or len(model.get("sites") or [])
    entries: int = sum(len(row) for row in rows)
    sites = len(certificate["chosen"]) + len(problem.get("kept") or [])
    years = max(1, len(problem.get("years") or []))
    if candidates > _MOST_CANDIDATES:
        return candidates * candidates
    steps = (entries + len(rows) * (sites + 1)) * (years + 1) + sites**2
    links = len(model.get("links") or [])
    if "links" in model:
        # The network is walked from site to site.
        steps += sites**3
    if proof is None:
        return steps
    vectors = len(proof["prices"])
    # Each set of prices is added up once, each leaf sorts the candidates.
    steps += vectors * years * (entries + len(rows) + candidates)
    steps += len(proof["steps"]) * (candidates + links) * years
    if "dominated" in proof:
        return steps + len(proof["dominated"]) * (1 + len(rows))
    if "capacity_per_day" in model or "metres_1000" in model:
        return steps
    kinds = Counter(step[0] for step in proof["steps"])
    # What a split puts in changes what others earn where they cover the same; a leaf adds up all.
    widest = max((len(row) for row in rows), default=0)
    most_covered = max(Counter(one for row in rows for one in row).values(), default=0)
    by_split = min(entries, most_covered * widest) + len(rows)
    by_kind = {"price": entries, "split": by_split, "close": len(rows)}
    return steps + years * sum(number * by_kind.get(kind, 0) for kind, number in kinds.items())
