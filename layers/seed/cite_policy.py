"""Complete the citations of the policy record: run after changing a file of it.

``python -m layers.seed.cite_policy SEEDS_FOLDER`` reads the five documents, fills ``document``,
``section`` and ``digest`` of every fact and the ``mentions`` of every place, sorts the files, and
changes nothing else. It refuses a fact whose anchor does not stand in the lines it cites.
"""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from gis.policy.record import DOCUMENTS, PLACES, RECORD, SECTIONS
from gis.quotes import digest, normalised, quote
from layers.seed.policy_tables import SHIPPED_RECORD, table_files, written
from layers.seed.policy_texts import PolicyText, mentions, read_texts

Row = dict[str, str]
MOST_ANCHOR = 40


def complete(folder: Path, texts: Mapping[str, PolicyText]) -> None:
    """Fill the citations of every file below ``folder``.

    Parameters
    ----------
    folder
        The record: ``places.csv``, ``documents.csv``, ``conflicts.csv`` and one folder a document.
    texts
        From :func:`layers.seed.policy_texts.read_texts`.

    Raises
    ------
    gis.errors.InvalidRowsError
        With every fact whose lines or anchor are wrong, or that stands in no section.
    gis.errors.InvalidInputError
        If no document names a place.

    Notes
    -----
    When it raises, no file is changed.
    """
    found = [
        (spec, Path(str(file)), _read(Path(str(file))))
        for spec in RECORD
        for _, file in table_files(folder, spec)
    ]
    problems: list[RowProblem] = []
    for spec, path, rows in found:
        if spec is PLACES:
            _place_mentions(rows, texts)
        own = path.parent.name if path.parent != folder else ""
        problems += _cite(rows, own, texts, _where(path))
    if problems:
        raise InvalidRowsError("policy", problems)
    sections = [row for spec, _, rows in found if spec is SECTIONS for row in rows]
    for _, path, rows in found:
        problems += _put_in_sections(rows, sections, _where(path))
    if problems:
        raise InvalidRowsError("policy", problems)
    for spec, path, rows in found:
        if spec is not DOCUMENTS:
            rows.sort(key=lambda row: (row["document"], int(row["line"]), row["id"]))
        path.write_text(written(spec, rows), encoding="utf-8")


def _where(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def _cite(
    rows: Sequence[Row], document: str, texts: Mapping[str, PolicyText], where: str
) -> Iterator[RowProblem]:
    """Fill the digests of a file's facts; yield why one cannot be."""
    for number, row in enumerate(rows, start=1):
        row["document"] = document or row["document"]
        yield from _cite_one(number, row, texts, where)


def _cite_one(
    number: int, row: Row, texts: Mapping[str, PolicyText], where: str
) -> list[RowProblem]:
    """Fill a fact's digest, or say why it cannot be."""
    row["basis"] = row.get("basis") or "stated"
    row["last_line"] = row.get("last_line") or row.get("line", "")
    try:
        text = quote(texts[row["document"]].lines, int(row["line"]), int(row["last_line"]))
    except (KeyError, ValueError, IndexError) as error:
        reason = f"{where}, {row.get('id')}: no such document or lines ({error!r})"
        return [RowProblem(number, "line", row.get("line") or "", reason, "Correct the lines.")]
    anchor = normalised(row["anchor"])
    if not anchor or anchor not in text or len(anchor) > MOST_ANCHOR:
        reason = (
            f"{where}, {row['id']}: the anchor does not stand in lines "
            f"{row['line']}-{row['last_line']}, or is longer than {MOST_ANCHOR} characters"
        )
        return [RowProblem(number, "anchor", row["anchor"], reason, "Correct it or the lines.")]
    row["digest"] = digest(text)
    return []


def _put_in_sections(
    rows: Sequence[Row], sections: Sequence[Row], where: str
) -> Iterator[RowProblem]:
    """Fill the innermost section that holds the first line of each fact; yield who has none."""
    for number, row in enumerate(rows, start=1):
        line = int(row["line"])
        holding = [one for one in sections if _holds(one, row["document"], line)]
        if any(one is row for one in sections):
            row["section"] = row["id"]
        elif holding:
            row["section"] = min(holding, key=_length)["id"]
        else:
            reason = f"{where}, {row['id']}: no section of {row['document']} holds line {line}"
            remedy = "Add the section to the document's sections.csv."
            yield RowProblem(number, "line", row["line"], reason, remedy)


def _holds(section: Row, document: str, line: int) -> bool:
    first, last = int(section["line"]), int(section["last_line"])
    return section["document"] == document and first <= line <= last


def _length(section: Row) -> int:
    return int(section["last_line"]) - int(section["line"])


def _place_mentions(rows: Sequence[Row], texts: Mapping[str, PolicyText]) -> None:
    """Fill where each place is named, and cite the first of those lines."""
    found: dict[str, list[tuple[str, int, str]]] = {row["id"]: [] for row in rows}
    forms = {row["id"]: row["forms"].split("|") for row in rows}
    for document, text in texts.items():
        for place, token in mentions(text, forms):
            found[place].append((document, token.first, token.text))
            if token.last != token.first:
                found[place].append((document, token.last, token.text))
    for row in rows:
        if not found[row["id"]]:
            raise InvalidInputError(
                f"{row['id']}: no document names it",
                field="forms",
                remedy="Write its forms as the texts do, or remove the place.",
            )
        row["mentions"] = "|".join(
            dict.fromkeys(f"{document}:{line}" for document, line, _ in found[row["id"]])
        )
        document, line, anchor = found[row["id"]][0]
        last = next((at for _, at, _ in found[row["id"]][1:2] if at == line + 2), line)
        quoted = quote(texts[document].lines, line, line)
        row |= {"document": document, "line": str(line), "anchor": anchor}
        row["last_line"] = str(line if normalised(anchor) in quoted else last)


def main(arguments: Sequence[str]) -> int:
    """Complete the record; return the exit code."""
    if len(arguments) not in (1, 2):
        sys.stderr.write("usage: python -m layers.seed.cite_policy SEEDS_FOLDER [RECORD]\n")
        return 2
    folder = Path(arguments[1]) if len(arguments) > 1 else Path(str(SHIPPED_RECORD))
    try:
        complete(folder, read_texts(Path(arguments[0])))
    except InvalidRowsError as error:
        for problem in error.problems:
            sys.stderr.write(f"row {problem.row}: {problem.value!r}: {problem.reason}\n")
        return 1
    except InvalidInputError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
