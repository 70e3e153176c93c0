"""Write the digests of the quoted policy lines into the pack: run after changing a policy source.

``python -m layers.seed.digest_sources SEEDS_FOLDER`` reads the five documents from the folder,
rewrites the ``digest`` column of ``sources.csv`` and changes nothing else. It refuses a source
whose anchor does not stand in the lines it quotes.
"""

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from gis.errors import InvalidInputError
from gis.quotes import digest, quote
from layers.seed.policy_texts import read_texts

SOURCES = Path(__file__).parent / "dongguan" / "sources.csv"


def read_documents(folder: Path) -> dict[str, list[str]]:
    """Return the lines of each document by its short name (``D000`` ...).

    Parameters
    ----------
    folder
        Where the texts lie, one ``D0xx-*.txt`` for each document.
    """
    return {id_.upper(): list(text.lines) for id_, text in read_texts(folder).items()}


def quoted(row: dict[str, str], documents: dict[str, list[str]]) -> str:
    """Return the normalised lines that a policy source quotes.

    Raises
    ------
    gis.errors.InvalidInputError
        If the document or the lines are missing, or the anchor does not stand in them.
    """
    lines = documents.get(row["document"])
    if lines is None:
        raise InvalidInputError(f"{row['id']}: no document {row['document']!r}", field="document")
    try:
        text = quote(lines, int(row["line"]), int(row["last_line"]))
    except IndexError as error:
        raise InvalidInputError(
            f"{row['id']}: the document has no {error}", field="line"
        ) from error
    if quote([row["anchor"]], 1, 1) not in text:
        raise InvalidInputError(
            f"{row['id']}: {row['anchor']!r} does not stand in lines {row['line']} to "
            f"{row['last_line']} of {row['document']}",
            field="anchor",
            remedy="Correct the lines or the anchor.",
        )
    return text


def with_digests(table: str, documents: dict[str, list[str]]) -> str:
    """Return the CSV table of sources with the digest of every policy source written anew."""
    rows = list(csv.DictReader(io.StringIO(table)))
    for row in rows:
        row["digest"] = digest(quoted(row, documents)) if row["kind"] == "policy" else ""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Rewrite the digests; return the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m layers.seed.digest_sources SEEDS_FOLDER\n")
        return 2
    documents = read_documents(Path(arguments[0]))
    SOURCES.write_text(
        with_digests(SOURCES.read_text(encoding="utf-8"), documents), encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
