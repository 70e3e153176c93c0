"""The check of a record: each kind of mistake is found, by itself and against the texts."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from gis.errors import InvalidInputError
from layers.policy_check import FaultKind, RecordFault, record_faults, text_faults
from layers.seed.pack import read_pack

Frames = Mapping[str, gpd.GeoDataFrame]
LINK = "d004-91-cluster-01-songshanhu"


@pytest.fixture(scope="module")
def pack() -> Frames:
    return read_pack()


def changed(pack: Frames, table: str, id_: str, column: str, value: Any) -> Frames:
    """Return the layers with one cell changed."""
    frame = pack[table].copy()
    (at,) = frame.index[frame["id"] == id_]
    frame[column] = frame[column].astype(object)
    frame.at[at, column] = value
    return {**pack, table: frame}


def first(pack: Frames, table: str, column: str) -> str:
    """Return the id of the first row that has something in a column."""
    found: str = pack[table].loc[pack[table][column].notna(), "id"].iloc[0]
    return found


def told(faults: list[RecordFault]) -> set[tuple[FaultKind, str | None, str | None]]:
    return {(fault.kind, fault.table, fault.fact) for fault in faults}


def test_the_shipped_record_has_no_fault(pack: Frames) -> None:
    assert list(record_faults(pack)) == []


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("policy_figures", "operator", "most"),
        ("policy_figures", "value", None),
        ("policy_names", "kind", "novel"),
        ("policy_lists", "items_zh", None),
        ("policy_places", "line", 0),
    ],
)
def test_what_breaks_the_schema_is_told(
    pack: Frames, table: str, column: str, value: object
) -> None:
    id_ = first(pack, table, "id")
    faults = list(record_faults(changed(pack, table, id_, column, value)))
    assert (FaultKind.SCHEMA, table, id_) in told(faults)
    assert any(column in fault.detail for fault in faults)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("policy_topics", "parent", "nowhere"),
        ("policy_designations", "place", "nowhere"),
        ("policy_places", "towns", ["songshanhu", "nowhere"]),
        ("policy_conflicts", "facts", ["policy_figures/nowhere"]),
        ("policy_conflicts", "facts", ["novels/d000-26-city-card-scenarios"]),
        ("policy_conflicts", "also_at", ["d000:99999"]),
        ("policy_conflicts", "also_at", ["d009:1"]),
        ("policy_names", "feature", "carriers/nowhere"),
        ("policy_places", "mentions", ["d000:x"]),
    ],
)
def test_what_refers_to_nothing_is_told(
    pack: Frames, table: str, column: str, value: object
) -> None:
    id_ = first(pack, table, column)
    faults = list(record_faults(changed(pack, table, id_, column, value)))
    assert told(faults) == {(FaultKind.REFERENCE, table, id_)}
    assert all(fault.detail.startswith(f"{column}: ") for fault in faults)


def test_a_fact_outside_its_section_is_told(pack: Frames) -> None:
    faults = record_faults(changed(pack, "policy_designations", LINK, "section", "d000-s3"))
    assert told(list(faults)) == {(FaultKind.SECTION, "policy_designations", LINK)}


def test_a_section_outside_of_its_parent_is_told(pack: Frames) -> None:
    id_ = first(pack, "policy_sections", "parent")
    faults = list(record_faults(changed(pack, "policy_sections", id_, "last_line", 99_999)))
    assert (FaultKind.SECTION, "policy_sections", id_) in told(faults)


@pytest.fixture
def folder(seeds: Path, tmp_path: Path) -> Path:
    """Return a copy of the texts to spoil."""
    copy = tmp_path / "seeds"
    copy.mkdir()
    for text in seeds.glob("D*.txt"):
        shutil.copyfile(text, copy / text.name)
    return copy


def test_the_shipped_record_agrees_with_the_texts(pack: Frames, seeds: Path) -> None:
    assert list(text_faults(pack, seeds)) == []


@pytest.mark.parametrize(
    ("kind", "table", "column", "spoil"),
    [
        (FaultKind.DIGEST, "policy_designations", "digest", lambda digest: digest[::-1]),
        (FaultKind.DIGEST, "policy_figures", "last_line", lambda _: 99_999),
        (FaultKind.ANCHOR, "policy_names", "anchor", lambda _: "火星"),
        (FaultKind.MENTIONS, "policy_places", "mentions", lambda mentions: mentions[1:]),
        (FaultKind.MENTIONS, "policy_places", "forms", lambda _: ["火星"]),
    ],
)
def test_what_differs_from_the_texts_is_told(
    pack: Frames,
    seeds: Path,
    kind: FaultKind,
    table: str,
    column: str,
    spoil: Callable[[Any], object],
) -> None:
    id_ = first(pack, table, column)
    before = pack[table].set_index("id").loc[id_, column]
    faults = list(text_faults(changed(pack, table, id_, column, spoil(before)), seeds))
    assert (kind, table, id_) in told(faults)


def test_a_fact_taken_away_is_missing(pack: Frames, seeds: Path) -> None:
    figures = pack["policy_figures"]
    fewer = figures[figures["id"] != "d000-26-city-card-scenarios"]
    lists = pack["policy_lists"]
    faults = list(text_faults({**pack, "policy_figures": fewer, "policy_lists": lists}, seeds))
    assert {(fault.kind, fault.document, fault.line) for fault in faults} == {
        (FaultKind.MISSING, "d000", 26)
    }
    assert all(fault.table is None and fault.fact is None for fault in faults)


def test_a_changed_text_is_told_by_every_fact_that_quotes_it(pack: Frames, folder: Path) -> None:
    (text,) = folder.glob("D004*.txt")
    lines = text.read_text(encoding="utf-8").split("\n")
    lines[90] = lines[90].replace("松山湖", "松木湖", 1)
    text.write_text("\n".join(lines), encoding="utf-8")
    faults = list(text_faults(pack, folder))
    assert {fault.document for fault in faults} <= {"d004", "d000"}
    assert {(FaultKind.DIGEST, "policy_designations", LINK)} <= told(faults)
    assert {(FaultKind.ANCHOR, "policy_designations", LINK)} <= told(faults)
    assert (FaultKind.MENTIONS, "policy_places", "songshanhu") in told(faults)


def test_a_text_that_is_not_there_is_told(pack: Frames, folder: Path) -> None:
    for text in folder.glob("D002*.txt"):
        text.unlink()
    faults = list(text_faults(pack, folder))
    assert told(faults) == {(FaultKind.NO_TEXT, "policy_documents", "d002")}


def test_a_folder_without_texts_is_refused(pack: Frames, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(InvalidInputError, match="holds no text") as refused:
            list(text_faults(pack, folder))
        assert refused.value.remedy
    (tmp_path / "D000-plan.txt").write_bytes(b"\xb6\xab\xdd\xb8")
    with pytest.raises(InvalidInputError, match="cannot be read"):
        list(text_faults(pack, tmp_path))
