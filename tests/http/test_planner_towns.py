"""The town by field matrix and the plans' layout over HTTP, in every format."""

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from layers.memory_store import MemoryStore
from layers.seed.pack import read_pack

TOWNS = "/planners/towns"
AREAS = "/planners/areas"
HTML = {"Accept": "text/html"}
CLUSTERS_OF_2024 = {
    *("electronics", "equipment", "semiconductors", "materials", "new_energy", "biomedicine"),
    *("artificial_intelligence", "low_altitude", "life_health"),
}
"""The fields that the 2024 plan lists places for, read from its text."""


@pytest.fixture(scope="module")
def pack() -> dict[str, gpd.GeoDataFrame]:
    return dict(read_pack())


def found(client: TestClient, **asked: str) -> dict[str, Any]:
    answer = client.get(TOWNS, params=asked)
    assert answer.status_code == 200
    whole: dict[str, Any] = answer.json()
    return whole


def namings(whole: dict[str, Any]) -> list[tuple[str, str, str, str | None]]:
    return [
        (row["town"], one["field"], one["designation"], one["via"])
        for row in whole["towns"]
        for one in row["namings"]
    ]


def lines(client: TestClient, **asked: str) -> list[dict[str, str]]:
    answer = client.get(TOWNS, params={**asked, "f": "csv"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_unit_is_there_and_every_designation_of_a_place_in_the_city(
    client: TestClient, pack: dict[str, gpd.GeoDataFrame]
) -> None:
    whole = found(client)
    assert [row["town"] for row in whole["towns"]] == list(pack["towns"]["id"])
    assert (whole["document"], whole["field"]) == (None, None)
    topics = pack["policy_topics"].set_index("id")
    units = pack["policy_places"].set_index("id")["towns"]
    facts = pack["policy_designations"]
    sorted_ = facts["topic"].map(lambda topic: _has_field(topics, topic))
    placed = facts["place"].map(lambda place: isinstance(units[place], list))
    assert {one for _, _, one, _ in namings(whole)} == set(facts.loc[sorted_ & placed, "id"])


def _has_field(topics: gpd.GeoDataFrame, topic: str | None) -> bool:
    while isinstance(topic, str):
        if isinstance(topics.loc[topic, "clusters"], list):
            return True
        topic = topics.loc[topic, "parent"]
    return False


def test_documents_part_the_namings_and_fields_part_them_again(client: TestClient) -> None:
    whole = namings(found(client))
    documents = ("d000", "d001", "d002", "d003", "d004")
    by_document = [namings(found(client, document=one)) for one in documents]
    assert all(by_document)
    assert sorted(map(repr, whole)) == sorted(repr(one) for part in by_document for one in part)
    fields = {field for _, field, _, _ in whole}
    by_field = [namings(found(client, field=one)) for one in sorted(fields)]
    assert sorted(map(repr, whole)) == sorted(repr(one) for part in by_field for one in part)
    assert {field for _, field, _, _ in by_document[4]} == CLUSTERS_OF_2024


def test_the_clause_of_a_naming(client: TestClient) -> None:
    whole = found(client, document="d004", field="low_altitude")
    rows = {row["town"]: row for row in whole["towns"]}
    assert {town for town, row in rows.items() if row["named_directly"]} == {
        "songshanhu", "shuixiang", "xiegang"
    }  # fmt: skip
    (naming,) = rows["xiegang"]["namings"]
    assert naming["clause"] == {
        "section": "d004-s221",
        "number": "二（一）8",
        "name_zh": "低空经济产业集群",
        "name_en": "Low-altitude economy cluster",
        "line": 231,
    }
    assert (naming["open_list"], naming["inferred"], naming["via"]) == (True, False, None)
    (through,) = rows["mayong"]["namings"]
    assert (through["via"], through["inferred"]) == ("shuixiang", True)


def test_towns_that_no_document_writes_stay_so_whatever_is_chosen(client: TestClient) -> None:
    all_of_them = found(client)["unmentioned"]
    assert len(all_of_them) == 8
    assert found(client, document="d002", field="food_beverage")["unmentioned"] == all_of_them
    mentioned = {row["town"]: row["mentioned_in"] for row in found(client)["towns"]}
    assert [mentioned[one["town"]] for one in all_of_them] == [[]] * 8


def test_csv_has_a_line_a_town_and_naming(client: TestClient) -> None:
    rows = lines(client)
    assert [
        (row["town"], row["field"], row["via"] or None) for row in rows
    ] == [(town, field, via) for town, field, _, via in namings(found(client))]  # fmt: skip
    only = lines(client, document="d004", field="low_altitude")
    (xiegang,) = [row for row in only if row["town"] == "xiegang"]
    assert xiegang["town_zh"] == "谢岗镇"
    assert xiegang["field_en"] == "Low-altitude economy"
    assert (xiegang["year"], xiegang["section_number"], xiegang["line"]) == (
        "2024", "二（一）8", "231"
    )  # fmt: skip
    assert (xiegang["inferred"], xiegang["open_list"], xiegang["via"]) == ("false", "true", "")
    (mayong,) = [row for row in only if row["town"] == "mayong"]
    assert (mayong["via_zh"], mayong["place_zh"]) == ("水乡经济区", "水乡")


def test_csv_runs_no_formula(pack: dict[str, gpd.GeoDataFrame]) -> None:
    facts = pack["policy_designations"]
    store = MemoryStore()
    store.write({**pack, "policy_designations": facts.assign(place_zh="=1+1", role_zh="@cmd")})
    with TestClient(create_app(Settings(), store=store)) as client:
        rows = lines(client)
    assert {row["place_zh"] for row in rows} == {"'=1+1"}
    assert {row["role_zh"] for row in rows} == {"'@cmd"}


@pytest.mark.parametrize(
    ("path", "query", "field", "known"),
    [
        (TOWNS, "document=d999", "document", "d004"),
        (TOWNS, "document=d999&f=csv", "document", "d004"),
        (TOWNS, "field=astrology", "field", "low_altitude"),
        (TOWNS, "document=d004&field=astrology&f=csv", "field", "low_altitude"),
        (AREAS, "document=d999", "document", "d004"),
        (AREAS, "document=d999&f=gpkg", "document", "d004"),
    ],
)
def test_a_wrong_choice_is_told_with_what_to_choose(
    client: TestClient, path: str, query: str, field: str, known: str
) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == field
    assert known in answer.json()["remedy"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_choice_is_a_readable_page(client: TestClient, language: str) -> None:
    answer = client.get(f"{TOWNS}?field=astrology&lang={language}", headers=HTML)
    assert answer.status_code == 400
    assert "astrology" in answer.text
    assert "low_altitude" in answer.text


@pytest.mark.parametrize("query", ["f=xlsx", "f=gpkg", "documents=d004"])
def test_what_the_matrix_has_not_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"{TOWNS}?{query}").status_code == 400


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_keeps_the_choice(client: TestClient, language: str) -> None:
    query = f"document=d004&field=low_altitude&lang={language}"
    page = client.get(f"{TOWNS}?{query}", headers=HTML).text
    assert '<option value="d004" selected>' in page
    assert '<option value="low_altitude" selected>' in page
    assert "document=d004&amp;field=low_altitude&amp;f=csv" in page
    assert f"{AREAS}?document=d004&amp;f=gpkg" in page
    matrix = page.split('id="matrix"')[1].split("</table>")[0]
    assert matrix.count('class="mark-link mark-direct"') == 2
    assert matrix.count('class="mark-link mark-inferred"') == 1, "水乡 for the zone is a reading"
    assert matrix.count('class="mark-link mark-via"') == 5
    assert {"zh": "新材料", "en": "New materials"}[language] not in matrix


def test_a_choice_sent_empty_is_none(client: TestClient) -> None:
    assert found(client, document="", field="") == found(client)


def test_every_area_says_that_it_is_schematic_and_inferred(client: TestClient) -> None:
    answer = client.get(AREAS)
    assert answer.headers["content-type"] == "application/geo+json"
    features = answer.json()["features"]
    assert {one["properties"]["document"] for one in features} == {"d001", "d003", "d004"}
    for one in features:
        assert one["properties"]["schematic"] is True
        assert one["properties"]["inferred"] is True
        assert one["properties"]["designations"]
        assert one["properties"]["note_zh"]
    kinds = [one["properties"]["kind"] for one in client.get(f"{AREAS}?document=d003").json()
             ["features"]]  # fmt: skip
    assert (kinds.count("core"), kinds.count("belt")) == (1, 3)
    assert client.get(f"{AREAS}?document=d000").json()["features"] == []


def test_an_area_is_as_large_as_its_units(
    client: TestClient, pack: dict[str, gpd.GeoDataFrame]
) -> None:
    """Towns do not overlap, so where no area outside the partition is among them, sums agree."""
    towns = pack["towns"].set_index("id")
    checked = 0
    for one in client.get(AREAS).json()["features"]:
        units = towns.loc[one["properties"]["units"]]
        if units["in_partition"].all():
            drawn = shapely.geometry.shape(one["geometry"]).area
            assert drawn == pytest.approx(shapely.area(units.geometry.to_numpy()).sum(), rel=1e-6)
            checked += 1
    assert checked >= 10


def test_the_geopackage_holds_the_same(client: TestClient, tmp_path: Path) -> None:
    answer = client.get(f"{AREAS}?document=d003&f=gpkg")
    assert answer.headers["content-type"] == "application/geopackage+sqlite3"
    assert "attachment" in answer.headers["content-disposition"]
    file = tmp_path / "areas.gpkg"
    file.write_bytes(answer.content)
    frame = pyogrio.read_dataframe(file)
    features = client.get(f"{AREAS}?document=d003").json()["features"]
    assert list(frame["id"]) == [one["id"] for one in features]
    assert frame["schematic"].all()
    assert frame["inferred"].all()
    assert frame.crs == "EPSG:4490"
    drawn = [shapely.geometry.shape(one["geometry"]).area for one in features]
    assert shapely.area(frame.geometry.to_numpy()) == pytest.approx(drawn, rel=1e-6)


def test_every_clause_of_a_town_leads_to_the_facts_of_its_line(client: TestClient) -> None:
    page = client.get(f"{TOWNS}/humen", headers=HTML).text
    clauses = re.findall(
        r'<li class="mark-[^>]*>.*?<a href="([^"]*)">([^<]*)</a>(.*?)<small>', page
    )
    assert len(clauses) == len(re.findall(r'<li class="mark-', page)) > 10
    for address, cited, marks in clauses:
        facts = client.get(unescape(address), headers={"Accept": "application/json"}).json()
        (line,) = re.findall(r"第 (\d+) 行", cited)
        assert {"policy_designations"} <= {one["table"] for one in facts["facts"]}
        assert f"line={line}" in address
        assert all(one in ("推断", "列举未尽（等）") or one.startswith("经由")
                   for one in re.findall("<em>([^<]*)</em>", marks))  # fmt: skip
    assert sum("推断" in marks for *_, marks in clauses) > 5
