"""Nothing of the texts is missing from the policy record, and no sentence of them is in it."""

import csv
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import geopandas as gpd
import pytest

from gis.policy.record import CONFLICTS, DOCUMENTS, RECORD, SECTIONS
from gis.quotes import normalised
from layers.seed.pack import read_pack
from layers.seed.policy_completeness import city_places, missing
from layers.seed.policy_texts import PolicyText, read_texts, tokens
from tests.policy_rows import FOLDER, Row, Tables, lines_of, read_rows, record_rows

MOST_COPIED = 40
MOST_EXCEPTIONS = 30
EXCEPTIONS = "exceptions.csv"
UNCITED = {
    "d002": {11, 53, 57},
    "d003": {85, 184, 207, 342, 404},
    "d004": {20, 26, 32, 34, 180, 251, 368, 401, 436, 460},
}
"""Lines that no fact cites: courtesies, introductions, and ends of a broken sentence."""
TITLES = {(DOCUMENTS.name, "name_zh")}
"""A title is a name and may be long."""

Texts = Mapping[str, PolicyText]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return record_rows()


@pytest.fixture(scope="module")
def texts(seeds: Path) -> Texts:
    return read_texts(seeds)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "policy"))


def write_rows(file: Path, rows: list[Row], names: list[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_nothing_is_missing(texts: Texts) -> None:
    assert list(missing(FOLDER, texts, city_places(FOLDER))) == []


def test_there_is_much_that_could_be_missing(texts: Texts) -> None:
    found = [token for text in texts.values() for token in tokens(text)]
    assert len(found) > 2_000
    assert {token.kind for token in found} == {"figure", "numeral", "quoted", "item"}


def test_every_exception_is_explained_and_needed(copy: Path, texts: Texts) -> None:
    exceptions = read_rows(copy / EXCEPTIONS)
    assert len(exceptions) <= MOST_EXCEPTIONS
    for number, row in enumerate(exceptions):
        assert re.search(r"[\u4e00-\u9fff]{2}", row["reason_zh"]), row
        assert re.search(r"[a-z]{2}", row["reason_en"]), row
        others = exceptions[:number] + exceptions[number + 1 :]
        write_rows(copy / EXCEPTIONS, others, list(row))
        assert list(missing(copy, texts, city_places(copy))), row


@pytest.mark.parametrize("table", ["figures", "names", "lists"])
def test_a_fact_left_out_is_missed(copy: Path, texts: Texts, table: str) -> None:
    """Leave out each file of a table in turn: something of its document is then missing."""
    for folder in sorted(one for one in copy.iterdir() if one.is_dir()):
        file = folder / f"{table}.csv"
        whole = file.read_text(encoding="utf-8")
        file.write_text(whole.splitlines()[0] + "\n", encoding="utf-8")
        told = list(missing(copy, texts, city_places(copy)))
        assert told, folder.name
        assert {one.document for one in told} == {folder.name}
        file.write_text(whole, encoding="utf-8")


def test_nearly_every_line_is_cited_by_a_fact(tables: Tables, texts: Texts) -> None:
    cited = {
        (row["document"], line)
        for table, rows in tables.items()
        if table != CONFLICTS.name
        for row in rows
        for line in (lines_of(row)[:1] if table == SECTIONS.name else lines_of(row))
    }
    for document, text in texts.items():
        written = {n for n, line in enumerate(text.lines, start=1) if normalised(line)}
        uncited = {line for line in written if (document, line) not in cited}
        assert uncited <= UNCITED.get(document, set()), document


def test_no_sentence_of_the_texts_is_in_the_record(tables: Tables, texts: Texts) -> None:
    long_pieces = pieces(texts)
    cells = [
        (table, row["id"], name, cell)
        for table, rows in tables.items()
        for row in rows
        for name, cell in row.items()
        if (table, name) not in TITLES
    ]
    assert len(cells) > 50_000
    assert [cell for cell in cells if copies(cell[-1], long_pieces)] == []


def test_no_sentence_of_the_texts_is_in_the_pack(texts: Texts) -> None:
    """The same of the layers that the record refers to, whose sources quote the texts too."""
    long_pieces = pieces(texts)
    tables = {spec.name for spec in RECORD}
    cells = [(name, cell) for name, cell in pack_cells(read_pack()) if name not in tables]
    assert len(cells) > 3_000
    assert [cell for cell in cells if copies(cell[1], long_pieces)] == []


def test_a_copied_sentence_would_be_noticed(texts: Texts) -> None:
    long_pieces = pieces(texts)
    for document in texts.values():
        start = len(document.characters) // 3
        copied = document.characters[start : start + MOST_COPIED + 1]
        assert copies(f"note: {' '.join(copied)}, end", long_pieces)
        assert not copies(copied[:-1], long_pieces)


def pieces(texts: Texts) -> frozenset[str]:
    """Return every run of one character more than may be copied."""
    size = MOST_COPIED + 1
    return frozenset(
        text.characters[at : at + size]
        for text in texts.values()
        for at in range(len(text.characters) - MOST_COPIED)
    )


def copies(cell: str, long_pieces: frozenset[str]) -> bool:
    own = normalised(cell)
    return any(own[at : at + MOST_COPIED + 1] in long_pieces for at in range(len(own)))


def pack_cells(pack: Mapping[str, gpd.GeoDataFrame]) -> Iterator[tuple[str, str]]:
    for name, frame in pack.items():
        for column in frame.columns.drop("geometry"):
            for cell in frame[column].explode().dropna():
                if isinstance(cell, str):
                    yield name, cell


def test_what_the_texts_leave_out_of_persons_is_left_out_here(tables: Tables, texts: Texts) -> None:
    """Removed names stay removed, and the one person whom a letter names is not named here."""
    removed = "[姓名略]"
    assert any(removed in text.characters for text in texts.values())
    found = re.search(r"(?<=实验室)([\u4e00-\u9fff]{2,3})研究员", texts["d002"].characters)
    assert found is not None
    person = found[1]
    written = [cell for rows in tables.values() for row in rows for cell in row.values()]
    written += [cell for _, cell in pack_cells(read_pack())]
    assert len(written) > 50_000
    assert [cell for cell in written if person in cell or removed in cell] == []
