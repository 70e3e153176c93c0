"""What the documents say that the policy record does not hold.

``python -m layers.seed.policy_completeness SEEDS_FOLDER [RECORD [DOCUMENT [FIRST LAST]]]`` lists
every figure, numeral, quoted name, item of a list and place of the texts that no fact citing its
line carries, and that ``exceptions.csv`` gives no reason for.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gis.policy.record import CONFLICTS, PLACES, RECORD, SECTIONS
from gis.quotes import normalised
from layers.seed.policy_tables import SHIPPED_RECORD, table_files
from layers.seed.policy_texts import PolicyText, Token, mentions, read_texts, tokens

EXCEPTIONS = "exceptions.csv"
_NUMBERS = ("value", "high", "year", "period_from", "period_to")
_WRITTEN = re.compile(r"\d+(?:\.\d+)*")
_BETWEEN = "\x1f"


@dataclass(slots=True)
class _Line:
    """What the facts that cite one line carry."""

    text: str = ""
    numbers: set[float] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Missing:
    """A token that no fact carries."""

    document: str
    token: Token


def missing(
    record: Path, texts: Mapping[str, PolicyText], forms: Mapping[str, Sequence[str]]
) -> Iterator[Missing]:
    """Yield what the record lacks, in the order of the documents.

    Parameters
    ----------
    record
        The folder of the record.
    texts
        The documents by id.
    forms
        The forms of the places in the city, by id.
    """
    carried = _carried(record)
    reasons = _exceptions(record)
    for document, text in texts.items():
        found = [one for one in tokens(text) if not _holds(carried, document, one)]
        for place, token in mentions(text, forms):
            lines = [carried[document, line] for line in range(token.first, token.last + 1)]
            if not any(place in line.places or token.text in line.text for line in lines):
                found.append(token)
        for token in sorted(found, key=lambda one: (one.first, one.kind, one.text)):
            if not any(_excepts(reason, document, token) for reason in reasons):
                yield Missing(document, token)


def _carried(record: Path) -> dict[tuple[str, int], _Line]:
    carried: dict[tuple[str, int], _Line] = defaultdict(_Line)
    for spec in RECORD:
        if spec in (PLACES, CONFLICTS):
            continue
        for _, file in table_files(record, spec):
            path = Path(str(file))
            for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
                document = path.parent.name if path.parent != record else row["document"]
                last = row["line"] if spec is SECTIONS else row.get("last_line") or row["line"]
                _carry(carried, document, range(int(row["line"]), int(last) + 1), row)
    return carried


def _carry(
    carried: dict[tuple[str, int], _Line], document: str, lines: range, row: Mapping[str, str]
) -> None:
    cells = [
        value or ""
        for name, value in row.items()
        if name not in ("id", "digest", "line", "last_line", "note_zh", "note_en")
        and not name.endswith("_en")
    ]
    text = _BETWEEN.join(normalised(cell) for cell in cells).replace("|", _BETWEEN)
    numbers = {float(row[name]) for name in _NUMBERS if row.get(name)}
    for line in lines:
        one = carried[document, line]
        one.text += _BETWEEN + text
        one.numbers |= numbers
        if row.get("place"):
            one.places.add(row["place"])


def _holds(carried: Mapping[tuple[str, int], _Line], document: str, token: Token) -> bool:
    for at in range(token.first, token.last + 1):
        line = carried[document, at]
        wanted = token.text.strip("《》“”") if token.kind == "quoted" else token.text
        if token.kind == "figure":
            written = _WRITTEN.findall(line.text)
            if wanted in written or (wanted.count(".") < 2 and float(wanted) in line.numbers):
                return True
        elif wanted in line.text:
            return True
    return False


def _exceptions(record: Path) -> list[dict[str, str]]:
    path = record / EXCEPTIONS
    return (
        list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        if path.is_file()
        else []
    )


def _excepts(reason: Mapping[str, str], document: str, token: Token) -> bool:
    return (
        reason["document"] in ("", document)
        and reason["kind"] in ("", token.kind)
        and (not reason["line"] or int(reason["line"]) <= token.first <= int(reason["last_line"]))
        and (not reason["text"] or normalised(reason["text"]) == token.text)
    )


def city_places(record: Path) -> dict[str, list[str]]:
    """Return the forms of every place of the record that is not outside the city."""
    rows = csv.DictReader((record / "places.csv").read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["forms"].split("|") for row in rows if row["kind"] != "outside"}


def main(arguments: Sequence[str]) -> int:
    """Print what is missing; return the exit code."""
    if len(arguments) not in (1, 2, 3, 5):
        sys.stderr.write(__doc__ or "")
        return 2
    shipped = Path(str(SHIPPED_RECORD))
    record = Path(arguments[1]) if len(arguments) > 1 else shipped
    texts = read_texts(Path(arguments[0]))
    if len(arguments) > 2:
        texts = {arguments[2]: texts[arguments[2]]}
    first, last = (int(one) for one in arguments[3:5]) if len(arguments) == 5 else (1, 10**6)
    count = 0
    for one in missing(record, texts, city_places(shipped)):
        if first <= one.token.first <= last:
            count += 1
            sys.stdout.write(
                f"{one.document}:{one.token.first} {one.token.kind} {one.token.text}\n"
            )
    sys.stdout.write(f"{count} missing\n")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
