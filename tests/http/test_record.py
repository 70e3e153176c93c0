"""The policy record over HTTP: searched, cited, paged, downloaded, and refused clearly.

What is found is compared with a plain search of the store's own frames.
"""

import csv
import io
import unicodedata
from typing import Any

import geopandas as gpd
import pytest
from fastapi.testclient import TestClient

from gis.policy.record import RECORD
from gis.records import records
from gis.schema import STORE_COLUMNS
from layers.memory_store import MemoryStore
from layers.policy_files import RecordFormat, read_record_file

RECORD_PATH = "/planners/record"
Key = tuple[str, str]
Frames = dict[str, gpd.GeoDataFrame]


@pytest.fixture(scope="module")
def frames(pack_store: MemoryStore) -> Frames:
    _, layers = pack_store.whole()
    return {spec.name: layers[spec.name] for spec in RECORD}


def answer(client: TestClient, **query: Any) -> dict[str, Any]:
    found = client.get(RECORD_PATH, params={"limit": 500, **query})
    assert found.status_code == 200, found.text
    return dict(found.json())


def keys(found: dict[str, Any]) -> list[Key]:
    return [(fact["table"], fact["id"]) for fact in found["facts"]]


def follow(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    """Return every page by its links alone."""
    pages = [client.get(RECORD_PATH, params=query).json()]
    while following := [link for link in pages[-1]["links"] if link["rel"] == "next"]:
        pages.append(client.get(following[0]["href"]).json())
    return pages


def holding(frames: Frames, *words: str) -> set[Key]:
    """Search every text and list of every row the plain way."""
    hidden = {"id", "digest", "mentions", "geometry"}
    found = set()
    for table, frame in frames.items():
        for row in frame.to_dict("records"):
            cells = [
                str(item)
                for name, value in row.items()
                if name not in hidden
                for item in (value if isinstance(value, list | tuple) else [value])
            ]
            text = unicodedata.normalize("NFKC", "\n".join(cells)).lower()
            if all(word in text for word in words):
                found.add((table, row["id"]))
    return found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("起降点", ["起降点"]),
        ("低空 无人机", ["低空", "无人机"]),
        ("Low-Altitude", ["low-altitude"]),
        ("humen 虎门", ["humen", "虎门"]),
    ],
)
def test_every_word_must_stand_in_the_fact(
    client: TestClient, frames: Frames, text: str, words: list[str]
) -> None:
    found = answer(client, text=text)
    assert found["matched"] == found["returned"] > 0
    assert set(keys(found)) == holding(frames, *words)


def wide(text: str) -> str:
    """Return a text as a Chinese keyboard may write it: in letters as wide as characters."""
    shift = ord("\uff01") - ord("!")
    return "".join(chr(ord(one) + shift) if "!" <= one <= "~" else one for one in text)


@pytest.mark.parametrize("text", ["AI", "5G 基站", "(文中", "Low-altitude"])
def test_width_and_case_do_not_count(client: TestClient, text: str) -> None:
    found = answer(client, text=text)
    assert found["matched"] > 0
    assert wide(text) != text
    assert keys(answer(client, text=wide(text))) == keys(found)
    assert keys(answer(client, text=wide(text.swapcase()))) == keys(found)


def test_nothing_found_is_an_answer(client: TestClient) -> None:
    found = answer(client, text="珠穆朗玛峰")
    assert (found["matched"], found["facts"]) == (0, [])


@pytest.mark.parametrize(("document", "line"), [("d004", 231), ("d000", 42), ("d001", 187)])
def test_a_line_leads_to_every_fact_that_cites_it(
    client: TestClient, frames: Frames, document: str, line: int
) -> None:
    cited = set()
    for table, frame in frames.items():
        last = frame["line" if table == "policy_sections" else "last_line"]
        there = (frame["document"] == document) & (frame["line"] <= line) & (last >= line)
        cited |= {(table, id_) for id_ in frame.loc[there, "id"]}
    found = answer(client, document=document, line=line)
    assert set(keys(found)) == cited
    assert cited
    for fact in found["facts"]:
        assert fact["citation"]["line"] <= line <= fact["citation"]["last_line"]


def test_a_section_leads_to_every_fact_in_its_lines(client: TestClient) -> None:
    found = answer(client, section="d004-s221")
    lines = range(221, 235)
    by_line = {key for line in lines for key in keys(answer(client, document="d004", line=line))}
    assert set(keys(found)) == by_line
    assert len(by_line) > 10


def test_a_place_leads_to_what_is_said_of_it(client: TestClient, frames: Frames) -> None:
    found = answer(client, place="humen")
    expected = {("policy_places", "humen")}
    for table in ("policy_designations", "policy_figures", "policy_names"):
        frame = frames[table]
        expected |= {(table, id_) for id_ in frame.loc[frame["place"] == "humen", "id"]}
    assert set(keys(found)) == expected


def test_a_kind_is_of_one_table_or_of_all(client: TestClient, frames: Frames) -> None:
    figures = frames["policy_figures"]
    found = answer(client, table="policy_figures", kind="limit")
    limits = figures.loc[figures["kind"] == "limit", "id"]
    assert keys(found) != []
    assert {id_ for _, id_ in keys(found)} == set(limits)
    everywhere = answer(client, kind="measures")
    assert {table for table, _ in keys(everywhere)} == {"policy_lists"}


def test_a_citation_names_document_section_and_words(client: TestClient) -> None:
    found = answer(client, document="D004", line=231, table="policy_designations")
    cited = found["facts"][0]["citation"]
    assert cited["document"] == "d004"
    assert cited["year"] == 2024
    assert cited["section_number"] == "二（一）8"
    assert cited["section_name_zh"] == "低空经济产业集群"
    assert "place_zh" in found["facts"][0]["values"]
    assert cited["anchor"]


@pytest.mark.parametrize("query", [{"limit": 500}, {"limit": 7, "text": "虎门"}])
def test_pages_hold_every_fact_exactly_once(client: TestClient, query: dict[str, Any]) -> None:
    pages = follow(client, **query)
    seen = [key for page in pages for key in keys(page)]
    assert len(seen) == len(set(seen)) == pages[0]["matched"]
    assert {page["matched"] for page in pages} == {len(seen)}
    assert all(page["returned"] == len(page["facts"]) <= query["limit"] for page in pages)
    assert len(pages) > 2


def test_all_pages_together_are_the_record(client: TestClient, frames: Frames) -> None:
    seen = {key for page in follow(client, limit=500) for key in keys(page)}
    assert seen == {(table, id_) for table, frame in frames.items() for id_ in frame["id"]}


def test_a_page_of_exactly_all_has_no_next(client: TestClient) -> None:
    matched = answer(client, text="起降点")["matched"]
    assert len(follow(client, text="起降点", limit=matched)) == 1
    assert len(follow(client, text="起降点", limit=matched - 1)) == 2


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_has_every_match_whatever_the_limit(client: TestClient, frames: Frames) -> None:
    found = client.get(RECORD_PATH, params={"f": "csv", "table": "policy_figures", "limit": 1})
    assert found.headers["content-type"] == "text/csv; charset=utf-8"
    assert found.headers["content-disposition"].endswith('.csv"')
    told = rows(found.content)
    figures = frames["policy_figures"].set_index("id")
    assert {row["id"] for row in told} == set(figures.index)
    for row in told:
        assert float(row["value"]) == figures.loc[row["id"], "value"]
        assert row["as_written"].lstrip("'") == figures.loc[row["id"], "as_written"]
        assert int(row["line"]) == figures.loc[row["id"], "line"]


@pytest.mark.parametrize("kind", RecordFormat)
def test_the_export_is_the_record(client: TestClient, frames: Frames, kind: RecordFormat) -> None:
    found = client.get(f"{RECORD_PATH}/export", params={"f": kind})
    assert found.headers["content-type"] == kind.media_type
    name = f"guantu-policy-record-{answer(client, limit=1)['edition']}.{kind.extension}"
    assert found.headers["content-disposition"] == f'attachment; filename="{name}"'
    back = read_record_file(found.content, kind)
    assert back.keys() == frames.keys()
    for table, frame in frames.items():
        columns = [name for name in frame.columns if name not in (*STORE_COLUMNS, "geometry")]
        told, stored = (sorted(records(one[columns]), key=lambda row: row["id"])
                        for one in (back[table], frame))  # fmt: skip
        assert told == stored


@pytest.mark.parametrize(
    ("query", "field", "remedy"),
    [
        ("document=d009", "document", "d004"),
        ("table=figures", "table", "policy_figures"),
        ("kind=nonsense", "kind", "target"),
        ("table=policy_figures&kind=park", "kind", "target"),
        ("table=policy_designations&kind=park", "kind", "policy_figures"),
        ("place=hume", "place", "humen"),
        ("section=d004-s22", "section", "d004-s221"),
        ("after=nonsense", "after", "next"),
        ("after=WzEsMiwzLDRd", "after", "next"),
        ("after=W1tbW1tb", "after", "next"),
    ],
)
def test_what_names_nothing_is_refused_with_a_remedy(
    client: TestClient, query: str, field: str, remedy: str
) -> None:
    found = client.get(f"{RECORD_PATH}?{query}")
    assert found.status_code == 400
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["field"] == field
    assert remedy in found.json()["remedy"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "line=0", "line=one", "text=" + "长" * 201, "f=xml", "x=1"]
)
def test_what_is_out_of_bounds_is_refused(client: TestClient, query: str) -> None:
    found = client.get(f"{RECORD_PATH}?{query}")
    assert found.status_code == 400
    assert found.json()["field"] == query.partition("=")[0]


def test_fields_that_a_form_sends_empty_are_not_sent(client: TestClient) -> None:
    empty = "text=&document=&table=&line=&kind=&section=&place=&after="
    assert answer(client)["matched"] == client.get(f"{RECORD_PATH}?{empty}").json()["matched"]
    page = client.get(f"{RECORD_PATH}?{empty}&f=html").text
    assert 'id="places-title"' in page


def test_conflicts_tell_both_sides(client: TestClient, frames: Frames) -> None:
    found = client.get("/planners/conflicts").json()
    table = frames["policy_conflicts"].set_index("id")
    assert found["matched"] == len(found["conflicts"]) == len(table)
    for one in found["conflicts"]:
        row = table.loc[one["id"]]
        told = [f"{side['table']}/{side['id']}" for side in one["facts"]]
        assert told == list(row["facts"] if isinstance(row["facts"], list | tuple) else [])
        also = [f"{place['document']}:{place['line']}" for place in one["also_at"]]
        assert also == list(row["also_at"] if isinstance(row["also_at"], list | tuple) else [])
        assert all(side["said_zh"] and side["said_en"] for side in one["facts"])
        assert all(side["cited_zh"].endswith("行") for side in one["facts"])


def test_conflicts_by_kind_and_document(client: TestClient, frames: Frames) -> None:
    frame = frames["policy_conflicts"]
    some = client.get("/planners/conflicts?kind=misprint&document=d003").json()["conflicts"]
    chosen = frame[(frame["kind"] == "misprint") & (frame["document"] == "d003")]
    assert {one["id"] for one in some} == set(chosen["id"])
    assert some
    wrong = client.get("/planners/conflicts?kind=quarrel")
    assert wrong.status_code == 400
    assert "misprint" in wrong.json()["remedy"]
    assert client.get("/planners/conflicts?document=d009").json()["field"] == "document"


def test_conflicts_as_csv_have_a_row_for_each_side(client: TestClient) -> None:
    told = rows(client.get("/planners/conflicts?f=csv").content)
    found = client.get("/planners/conflicts").json()["conflicts"]
    sides = {one["id"]: (len(one["facts"]) or 1) + len(one["also_at"]) for one in found}
    assert len(told) == sum(sides.values())
    assert {row["conflict"] for row in told} == set(sides)


def test_an_answer_known_already_is_not_sent_again(client: TestClient) -> None:
    first = client.get(f"{RECORD_PATH}?text=起降点")
    headers = {"If-None-Match": first.headers["etag"]}
    assert client.get(f"{RECORD_PATH}?text=起降点", headers=headers).status_code == 304
