"""HTTP's own rules: methods, addresses, hosts, negotiation, caches."""

import json
import urllib.error
import urllib.request

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from layers.memory_store import MemoryStore
from tests.http.live_server import live_server

ITEMS = "/collections/takeoff_points/items"
COVERAGE = "/operators/coverage"
EVERY_ADDRESS = [
    "/",
    "/conformance",
    "/api",
    "/livez",
    "/readyz",
    "/collections",
    "/collections/towns",
    ITEMS,
    "/collections/landmarks/items/landmark-07",
    COVERAGE,
    "/operators/siting",
    "/planners/towns",
    "/planners/areas",
    "/planners/record",
    "/planners/record/export",
    "/planners/conflicts",
    "/landmarks",
    "/landmarks/landmark-07",
]


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_a_parameter_is_known_and_stands_once(client: TestClient, address: str) -> None:
    unknown = client.get(f"{address}?no_such_thing=1")
    assert unknown.status_code == 400
    assert unknown.json()["field"] == "no_such_thing"
    assert client.get(f"{address}?f=json&f=json").status_code == 400


def test_a_what_if_takes_no_parameter(client: TestClient) -> None:
    assert client.post(f"{COVERAGE}?radius_m=1", json={}).status_code == 400


@pytest.mark.parametrize("address", [*EVERY_ADDRESS, "/static/base.css", "/nothing"])
def test_head_is_get_without_the_body(client: TestClient, address: str) -> None:
    whole, head = client.get(address), client.head(address)
    assert head.status_code == whole.status_code
    assert head.content == b""
    for header in ("content-type", "content-length", "etag", "x-content-type-options"):
        assert head.headers.get(header) == whole.headers.get(header)


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize(
    ("address", "allowed"), [("/landmarks", "GET, HEAD"), (COVERAGE, "GET, HEAD, POST")]
)
def test_a_wrong_method_learns_the_right_ones(
    client: TestClient, address: str, allowed: str, method: str
) -> None:
    answer = client.request(method, address)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["/collections/", "/landmarks/", f"{COVERAGE}/", f"{ITEMS}//"])
def test_a_slash_at_the_end_changes_nothing_and_names_no_host(
    client: TestClient, address: str
) -> None:
    answer = client.get(address, headers={"Host": "evil.example"}, follow_redirects=False)
    assert answer.status_code == 200
    assert (
        answer.content == client.get(address.rstrip("/"), headers={"Host": "evil.example"}).content
    )


@pytest.mark.parametrize(
    "host", ['"><script>', "a b", "[", "localhost@evil", "x/../y", "evil:99999", ""]
)
def test_a_host_that_is_none_stands_in_no_link(pack_store: MemoryStore, host: str) -> None:
    with live_server(pack_store) as address:
        request = urllib.request.Request(f"{address}/?f=json", headers={"Host": host})
        with urllib.request.urlopen(request, timeout=20) as answer:
            links = json.load(answer)["links"]
    assert {link["href"].startswith("http://127.0.0.1:") for link in links} == {True}


def test_links_name_the_public_address_whoever_asks(pack_store: MemoryStore) -> None:
    settings = Settings(public_url="https://map.example.cn")
    with TestClient(create_app(settings, store=pack_store)) as client:
        told = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
        assert "evil" not in client.get(f"{ITEMS}?f=json&limit=1", headers=told).text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/*", "text/html"),
        ("text/html;q=0.5,*/*;q=0.9", "application/json"),
        ("*/*;q=0", "application/json"),
        ("text/html;q=nan", "application/json"),
        ("text/html;q=-1", "application/json"),
        (";;;,,,=", "application/json"),
        ("image/png", "application/json"),
        ("text/html," * 10_000, "text/html"),
    ],
)
def test_accept_headers_are_weighed(client: TestClient, accept: str, kind: str) -> None:
    answer = client.get("/landmarks", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)


def test_an_answer_known_already_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/landmarks")
    tag = first.headers["etag"].removeprefix("W/")
    for known in (tag, f"W/{tag}", f'"a,b", W/{tag}', "*", f'"x",{tag}'):
        again = client.get("/landmarks", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    for other in ('"other"', "junk", tag.strip('"'), ""):
        assert client.get("/landmarks", headers={"If-None-Match": other}).status_code == 200


def test_a_zipped_answer_is_the_same_answer(client: TestClient) -> None:
    plain = client.get("/landmarks", headers={"Accept-Encoding": "identity"})
    zipped = client.get("/landmarks", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content
    assert zipped.headers["etag"].startswith("W/")
