"""The layers as OGC API - Features."""

import json
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
import shapely
from fastapi.testclient import TestClient

from gis.catalogue import LAYERS
from gis.policy.record import RECORD
from layers.memory_store import MemoryStore
from layers.store import Query


def links(document: dict[str, list[dict[str, str]]], rel: str) -> list[str]:
    return [link["href"] for link in document["links"] if link["rel"] == rel]


def test_every_link_of_the_landing_document_leads_somewhere(client: TestClient) -> None:
    landing = client.get("/").json()
    rels = {link["rel"] for link in landing["links"]}
    assert rels >= {"self", "service-desc", "conformance", "data", "alternate"}
    for link in landing["links"]:
        assert client.get(link["href"]).status_code == 200


def test_every_layer_is_a_collection(client: TestClient) -> None:
    listed = client.get("/collections").json()["collections"]
    assert [layer["id"] for layer in listed] == list(LAYERS)
    for layer in listed:
        alone = client.get(f"/collections/{layer['id']}").json()
        assert alone == layer
        assert client.get(links(layer, "items")[0]).status_code == 200


@pytest.mark.parametrize("layer", LAYERS)
def test_following_next_gives_every_feature_once(
    client: TestClient, pack_store: MemoryStore, layer: str
) -> None:
    limit = max(7, pack_store.count(Query(layer)) // 20)
    url, seen, pages = f"/collections/{layer}/items?limit={limit}", [], 0
    while url:
        page = client.get(url).json()
        assert page["type"] == "FeatureCollection"
        assert page["numberReturned"] == len(page["features"]) <= limit
        assert page["numberMatched"] == pack_store.count(Query(layer))
        seen += [feature["id"] for feature in page["features"]]
        url, pages = next(iter(links(page, "next")), ""), pages + 1
        assert pages < 100
    assert seen == pack_store.read(Query(layer))["id"].tolist()


def test_the_last_page_has_no_next_even_when_it_is_full(client: TestClient) -> None:
    page = client.get("/collections/landmarks/items?limit=10").json()
    assert page["numberReturned"] == 10
    assert links(page, "next") == []


def test_a_page_keeps_its_filters(client: TestClient) -> None:
    page = client.get("/collections/hubs/items?cluster=low_altitude&limit=1").json()
    following = parse_qs(urlparse(links(page, "next")[0]).query)
    assert following["cluster"] == ["low_altitude"]


def test_a_box_keeps_what_it_touches(client: TestClient, pack_store: MemoryStore) -> None:
    box = (113.6, 22.7, 113.8, 22.9)
    text = ",".join(map(str, box))
    answer = client.get(f"/collections/towns/items?bbox={text}&limit=1000").json()
    towns = pack_store.read(Query("towns"))
    expected = towns[shapely.intersects(towns.geometry.to_numpy(), shapely.box(*box))]
    assert [feature["id"] for feature in answer["features"]] == expected["id"].tolist()
    with_heights = f"{box[0]},{box[1]},0,{box[2]},{box[3]},100"
    again = client.get(f"/collections/towns/items?bbox={with_heights}&limit=1000").json()
    assert again["features"] == answer["features"]


def test_datetime_is_compared_with_as_of(client: TestClient) -> None:
    def count(text: str) -> int:
        found: int = client.get(f"/collections/hubs/items?datetime={text}").json()["numberMatched"]
        return found

    everything = client.get("/collections/hubs/items").json()["numberMatched"]
    assert count("2024-09-14") == everything
    assert count("2024-09-14T10:00:00Z/..") == everything
    assert count("../2024-09-13") == 0
    assert count("2025-01-01/2026-01-01") == 0


def features(client: TestClient, layer: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/collections/{layer}/items?limit=10000").json()[
        "features"
    ]
    return found


def test_features_say_where_they_come_from_and_how_sure_they_are(client: TestClient) -> None:
    known = {source["id"] for source in features(client, "sources")}
    for layer in set(LAYERS) - {spec.name for spec in RECORD}:
        for feature in features(client, layer):
            properties = feature["properties"]
            assert properties["source"] in known
            if feature["geometry"]:
                assert properties["accuracy_m"] is not None
                assert properties["geometry_source"] in known


def test_facts_cite_a_document_instead_of_a_source(client: TestClient) -> None:
    sections = {one["id"]: one["properties"] for one in features(client, "policy_sections")}
    for spec in RECORD:
        found = features(client, spec.name)
        assert found, spec.name
        for fact in found:
            cited = fact["properties"]
            assert fact["geometry"] is None
            assert "source" not in cited
            assert len(cited["digest"]) == 64
            section = sections[cited["section"]]
            assert section["document"] == cited["document"]
            assert section["line"] <= cited["line"] <= section["last_line"]


def test_one_feature(client: TestClient) -> None:
    answer = client.get("/collections/landmarks/items/landmark-07")
    assert answer.headers["content-type"] == "application/geo+json"
    feature = answer.json()
    assert feature["type"] == "Feature"
    assert feature["id"] == "landmark-07"
    assert feature["properties"]["number"] == 7
    assert client.get(links(feature, "self")[0]).json() == feature


def test_an_unchanged_answer_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/collections/towns/items")
    again = client.get("/collections/towns/items", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = client.get("/collections/hubs/items", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


BAD = {
    "bbox=1,2,3": "bbox",
    "bbox=a,b,c,d": "bbox",
    "bbox=nan,22,114,23": "bbox",
    "bbox=113,23,114,22": "bbox",
    "bbox=22,113,23,114": "bbox",
    "limit=0": "limit",
    "limit=-1": "limit",
    "limit=ten": "limit",
    "limit=1e3": "limit",
    "datetime=yesterday": "datetime",
    "datetime=../..": "datetime",
    "datetime=2026-01-01/2025-01-01": "datetime",
    "colour=red": "colour",
    "limit=1&limit=2": "limit",
    "public=maybe": "public",
    "accuracy_m=far": "accuracy_m",
    "geometry=1": "geometry",
}


@pytest.mark.parametrize(("query", "field"), BAD.items())
def test_a_parameter_that_cannot_be_read_is_named(
    client: TestClient, query: str, field: str
) -> None:
    answer = client.get(f"/collections/towns/items?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == field


@pytest.mark.parametrize(
    "path",
    [
        "/collections/nowhere",
        "/collections/nowhere/items",
        "/collections/towns/items/atlantis",
        "/landmarks/landmark-99",
        "/nothing/here",
        "/static/guantu/nothing.js",
        "/static/bundle/base+nothing.css",
        "/static/bundle/icon.svg",
        "/static/guantu/..%2f..%2fpyproject.toml",
    ],
)
def test_what_does_not_exist_is_a_problem_document(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_large_limit_counts_as_the_largest(client: TestClient) -> None:
    assert client.get("/collections/towns/items?limit=99999999999999999999").status_code == 200


def test_values_are_data_and_never_sql(client: TestClient) -> None:
    answer = client.get("/collections/towns/items", params={"name_zh": "' OR '1'='1"})
    assert answer.json()["numberMatched"] == 0


def test_the_definition_lists_every_path_and_has_no_path_of_its_own(client: TestClient) -> None:
    definition = client.get("/api").json()
    assert definition["openapi"].startswith("3.")
    paths = set(definition["paths"])
    assert paths >= {
        "/",
        "/collections",
        "/collections/{layer}/items",
        "/operators/coverage",
        "/operators/siting",
        "/planners/towns",
        "/landmarks",
        "/landmarks/{landmark_id}",
        "/livez",
        "/readyz",
    }
    assert "example" in json.dumps(definition["paths"]["/collections/{layer}/items"])
