"""Completing citations: digests, sections and mentions filled, and mistakes told before writing."""

import csv
from pathlib import Path

import pytest

from gis.errors import InvalidInputError, InvalidRowsError
from gis.policy.record import DOCUMENTS, FIGURES, PLACES, SECTIONS
from gis.quotes import digest
from gis.schema import LayerSpec
from layers.seed.cite_policy import complete, main
from layers.seed.policy_tables import file_name, header, written
from layers.seed.policy_texts import read_texts
from tests.policy_rows import Row, read_rows

TEXTS = {
    "D000-plan.txt": "关于低空的方案\n\n一、目标\n到2027年，在松山\n\n湖建设起降点 5 个以上\n",
    "D001-plan.txt": "二、布局\n松山湖科学城与松山湖\n",
}
SPAN = {"name_zh": "名", "name_en": "Name"}


def section(id_: str, line: int, last_line: int, parent: str = "") -> Row:
    cells = {"id": id_, "line": str(line), "last_line": str(last_line), "parent": parent}
    return SPAN | cells | {"kind": "chapter", "anchor": "目标" if line == 3 else "低空"}


def figure(id_: str, line: int, anchor: str, last_line: int | str = "", **more: str) -> Row:
    cells = {"id": id_, "line": str(line), "last_line": str(last_line), "anchor": anchor}
    kinds = {"kind": "target", "operator": "ge", "value": "5", "as_written": "5个以上"}
    return SPAN | cells | kinds | more


def place(id_: str, forms: str) -> Row:
    return SPAN | {"id": id_, "kind": "site", "forms": forms, "relation": "none"}


FIGURES_GIVEN = [
    figure("d000-6-points", 4, "起降点", 6),
    figure("d000-4-year", 4, "2027年", basis="inferred"),
    figure("d000-1-x", 1, "低空"),
]


class Record:
    """A record of the test's own, with its texts beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seeds = folder / "policy", folder / "seeds"
        self.seeds.mkdir()
        for name, text in TEXTS.items():
            (self.seeds / name).write_text(text, encoding="utf-8")
        self.put(SECTIONS, [section("d000-a", 1, 6), section("d000-b", 3, 6, "d000-a")])
        self.put(FIGURES, FIGURES_GIVEN)
        places = [place("lake", "松山湖"), place("city", "松山湖科学城")]
        self.put(PLACES, places, "")
        row = {"id": "d000", "document": "d000", "line": "1", "anchor": "方案", "year": "2026"}
        self.put(DOCUMENTS, [SPAN | row | {"kind": "plan"}], "")
        row = section("d001-a", 1, 2) | {"anchor": "布局"}
        self.put(SECTIONS, [row], "d001")

    def path(self, spec: LayerSpec, document: str = "d000") -> Path:
        return self.folder / document / file_name(spec)

    def put(self, spec: LayerSpec, rows: list[Row], document: str = "d000") -> None:
        self.path(spec, document).parent.mkdir(parents=True, exist_ok=True)
        self.path(spec, document).write_text(written(spec, rows), encoding="utf-8")

    def rows(self, spec: LayerSpec, document: str = "d000") -> list[Row]:
        return read_rows(self.path(spec, document))

    def complete(self) -> None:
        complete(self.folder, read_texts(self.seeds))

    def files(self) -> dict[str, str]:
        files = sorted(self.folder.rglob("*.csv"))
        return {str(one.relative_to(self.folder)): one.read_text(encoding="utf-8") for one in files}


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path)


def test_digests_sections_and_documents_are_filled_and_rows_sorted(record: Record) -> None:
    record.complete()
    first, year, points = record.rows(FIGURES)
    assert [row["id"] for row in (first, year, points)] == [
        "d000-1-x",
        "d000-4-year",
        "d000-6-points",
    ]
    assert points["digest"] == digest("到2027年,在松山湖建设起降点5个以上")
    assert year["digest"] == digest("到2027年,在松山")
    assert (year["last_line"], points["last_line"]) == ("4", "6")
    assert {row["document"] for row in (first, year, points)} == {"d000"}
    assert (first["section"], year["section"]) == ("d000-a", "d000-b")
    assert (first["basis"], year["basis"]) == ("stated", "inferred")
    assert [row["section"] for row in record.rows(SECTIONS)] == ["d000-a", "d000-b"]


def test_mentions_are_found_across_wraps_and_the_longest_form_first(record: Record) -> None:
    record.complete()
    lake, city = record.rows(PLACES, "")
    assert (lake["id"], lake["mentions"]) == ("lake", "d000:4|d000:6|d001:2")
    assert (lake["document"], lake["line"], lake["last_line"]) == ("d000", "4", "6")
    assert lake["digest"] == digest("到2027年,在松山湖建设起降点5个以上")
    assert (city["mentions"], city["anchor"], city["line"]) == ("d001:2", "松山湖科学城", "2")


def test_completing_again_changes_nothing(record: Record) -> None:
    record.complete()
    before = record.files()
    record.complete()
    assert record.files() == before
    assert list(csv.reader([before["d000/figures.csv"].splitlines()[0]])) == [header(FIGURES)]


@pytest.mark.parametrize(
    ("spoilt", "field", "words"),
    [
        (figure("d000-4-wrong", 4, "火星"), "anchor", "does not stand in lines 4-4"),
        (figure("d000-4-wrong", 4, "起降点"), "anchor", "does not stand in lines 4-4"),
        (figure("d000-4-wrong", 4, ""), "anchor", "does not stand"),
        (figure("d000-4-wrong", 99, "低空"), "line", "no such document or lines"),
        (figure("d000-4-wrong", 6, "起降点", 4), "line", "no such document or lines"),
        (figure("d000-4-wrong", 0, "低空"), "line", "no such document or lines"),
    ],
)
def test_a_wrong_row_is_told_by_file_and_row_and_nothing_is_written(
    record: Record, spoilt: Row, field: str, words: str
) -> None:
    record.put(FIGURES, [FIGURES_GIVEN[0], spoilt])
    before = record.files()
    with pytest.raises(InvalidRowsError) as told:
        record.complete()
    (problem,) = told.value.problems
    assert (problem.row, problem.field) == (2, field)
    assert problem.reason.startswith("d000/figures.csv, d000-4-wrong: ")
    assert words in problem.reason
    assert problem.remedy
    assert record.files() == before


def test_every_wrong_row_is_told_at_once(record: Record) -> None:
    record.put(FIGURES, [figure("a", 4, "火星"), FIGURES_GIVEN[0], figure("b", 77, "x")])
    with pytest.raises(InvalidRowsError) as told:
        record.complete()
    assert [problem.row for problem in told.value.problems] == [1, 3]


def test_an_anchor_is_a_few_words_and_never_a_sentence(record: Record) -> None:
    long = "字" * 41
    (record.seeds / "D000-plan.txt").write_text(f"低空{long}\n\n目标\n", encoding="utf-8")
    record.put(SECTIONS, [section("d000-a", 1, 3)])
    record.put(FIGURES, [figure("d000-1-x", 1, long)])
    with pytest.raises(InvalidRowsError, match="longer than 40 characters"):
        record.complete()


def test_a_fact_outside_every_section_is_told_and_nothing_is_written(record: Record) -> None:
    record.put(FIGURES, [figure("d001-1-in", 1, "布局"), figure("d001-2-out", 2, "与")], "d001")
    record.put(SECTIONS, [section("d001-a", 1, 1) | {"anchor": "布局"}], "d001")
    before = record.files()
    with pytest.raises(InvalidRowsError) as told:
        record.complete()
    outside = [problem for problem in told.value.problems if "d001-2-out" in problem.reason]
    assert [problem.row for problem in outside] == [2]
    assert outside[0].reason.startswith("d001/figures.csv")
    assert "no section of d001 holds line 2" in outside[0].reason
    assert outside[0].remedy
    assert record.files() == before


def test_a_place_that_no_document_names_is_refused(record: Record) -> None:
    record.put(PLACES, [place("mars", "火星")], "")
    before = record.files()
    with pytest.raises(InvalidInputError, match="mars: no document names it") as told:
        record.complete()
    assert told.value.remedy
    assert record.files() == before


def test_the_command_says_what_is_wrong_and_fails(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(record.seeds), str(record.folder)]
    assert main(arguments) == 0
    record.put(FIGURES, [figure("d000-4-wrong", 4, "火星")])
    assert main(arguments) == 1
    assert "row 1: '火星': d000/figures.csv, d000-4-wrong" in capsys.readouterr().err
    record.put(FIGURES, FIGURES_GIVEN)
    record.put(PLACES, [place("mars", "火星")], "")
    assert main(arguments) == 1
    assert "mars" in capsys.readouterr().err
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
