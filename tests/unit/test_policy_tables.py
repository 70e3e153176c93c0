"""The record's files: read whole, and every mistake told by file, row and remedy."""

from pathlib import Path

import pytest

from gis.errors import InvalidInputError, InvalidRowsError
from gis.policy.record import FIGURES, RECORD, SECTIONS, TOPICS
from gis.schema import STORE_COLUMNS
from layers.seed.policy_tables import file_name, header, read_facts, table_files, written
from tests.policy_rows import FOLDER, read_rows

ROW = {
    "id": "d000-1-x",
    "name_zh": "指标，含“引号”",
    "name_en": 'With "quotes", commas',
    "document": "d000",
    "section": "d000-s1",
    "line": "1",
    "last_line": "2",
    "anchor": "指标",
    "digest": "0" * 64,
    "basis": "stated",
    "kind": "target",
    "operator": "ge",
    "value": "5",
    "as_written": "5个",
}


def file_of(tmp_path: Path, document: str = "d000") -> Path:
    folder = tmp_path / document
    folder.mkdir(exist_ok=True)
    return folder / "figures.csv"


def test_files_are_named_after_their_tables() -> None:
    assert [file_name(spec) for spec in RECORD][:3] == [
        "documents.csv",
        "sections.csv",
        "places.csv",
    ]
    for spec in RECORD:
        assert not set(header(spec)) & set(STORE_COLUMNS)
        assert header(spec)[0] == "id"


def test_rows_are_read_from_every_document_in_order(tmp_path: Path) -> None:
    for document in ("d001", "d000"):
        rows = [{**ROW, "id": f"{document}-{n}"} for n in range(2)]
        file_of(tmp_path, document).write_text(written(FIGURES, rows), encoding="utf-8")
    facts = read_facts(tmp_path, FIGURES)
    assert [(name, number, row["id"]) for name, number, row in facts] == [
        ("policy/d000/figures.csv", 1, "d000-0"),
        ("policy/d000/figures.csv", 2, "d000-1"),
        ("policy/d001/figures.csv", 1, "d001-0"),
        ("policy/d001/figures.csv", 2, "d001-1"),
    ]
    read = facts[0][2]
    assert (read["value"], read["line"], read["high"]) == (5.0, 1, None)
    assert (read["name_zh"], read["name_en"]) == (ROW["name_zh"], ROW["name_en"])


def test_what_spans_the_documents_lies_beside_their_folders() -> None:
    names = [name for spec in RECORD for name, _ in table_files(FOLDER, spec)]
    assert {"policy/documents.csv", "policy/places.csv", "policy/conflicts.csv"} <= set(names)
    assert len(names) == len(set(names)) == 3 + 5 * 7


@pytest.mark.parametrize("spec", RECORD, ids=lambda spec: spec.name)
def test_writing_the_shipped_files_again_changes_nothing(spec: object) -> None:
    (chosen,) = [one for one in RECORD if one is spec]
    for _, file in table_files(FOLDER, chosen):
        path = Path(str(file))
        assert written(chosen, read_rows(path)) == path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"id,name_zh\n\xb6\xab\xdd\xb8,x\n", "not UTF-8 (byte 11)"),
        (b"id,colour\n", "column 'colour' is not known"),
        (b"id,id\n", "column 'id' stands twice"),
        (b"", "is empty"),
        (b'id,name_zh\n"a,b\n', "line"),
    ],
)
def test_a_spoilt_file_is_told_by_name_with_a_remedy(
    tmp_path: Path, content: bytes, words: str
) -> None:
    file_of(tmp_path).write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"policy/d000/figures\.csv") as told:
        read_facts(tmp_path, FIGURES)
    assert words in told.value.message
    assert told.value.remedy


@pytest.mark.parametrize(
    ("field", "cell"),
    [("line", "first"), ("value", "5 or so"), ("high", "1,5"), ("year", "2027.5")],
)
def test_a_spoilt_cell_is_told_by_file_row_and_field(tmp_path: Path, field: str, cell: str) -> None:
    text = written(FIGURES, [ROW, {**ROW, field: cell}])
    file_of(tmp_path).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidRowsError) as told:
        read_facts(tmp_path, FIGURES)
    (problem,) = told.value.problems
    assert (problem.row, problem.field, problem.value) == (2, field, cell)
    assert problem.reason.startswith("policy/d000/figures.csv")
    assert problem.remedy


def test_a_row_of_another_length_is_told(tmp_path: Path) -> None:
    text = written(FIGURES, [ROW]) + "d000-2-y,名\n"
    file_of(tmp_path).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidRowsError, match="2 cells under 22 columns"):
        read_facts(tmp_path, FIGURES)


@pytest.mark.parametrize("spec", [SECTIONS, TOPICS], ids=lambda spec: spec.name)
def test_a_table_without_any_file_is_told(tmp_path: Path, spec: object) -> None:
    (chosen,) = [one for one in RECORD if one is spec]
    with pytest.raises(InvalidInputError, match=file_name(chosen)) as told:
        read_facts(tmp_path, chosen)
    assert told.value.remedy
