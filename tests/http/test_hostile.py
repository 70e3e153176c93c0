"""What a hostile or careless client sends, and that it stays data."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import prepare_store

ITEMS = "/collections/takeoff_points/items"
COVERAGE = "/operators/coverage"
INJECTIONS = [
    "' OR 1=1 --",
    "'; DROP TABLE towns; --",
    '" OR ""="',
    "%' OR '%'='",
    "\\",
    "${7*7}",
    "{{7*7}}",
    "x" * 5_000,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]
INSIDE = ("select ", "sqlite", "psycopg", "traceback", "/home", "guantu.db", ".py")


@pytest.fixture(
    scope="module", params=["embedded", pytest.param("postgis", marks=pytest.mark.postgis)]
)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """Yield a client of the service on a real database that holds the pack."""
    if request.param == "postgis":
        server = request.getfixturevalue("postgis_server")
        settings = Settings(database_url=server.new_database())
    else:
        settings = Settings(data_dir=tmp_path_factory.mktemp("hostile"))
    app = create_app(settings, store=prepare_store(settings).store)
    with TestClient(app, raise_server_exceptions=False) as found:
        found.headers["Accept"] = "application/json"
        yield found
    if request.param == "postgis":
        server.drop_database(settings.database_url)


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_text_is_data_and_never_code(database: TestClient, text: str) -> None:
    for column in ("town", "status", "id", "name_zh"):
        answer = database.get(ITEMS, params={column: text})
        assert answer.status_code == 200
        assert answer.json()["numberMatched"] == 0
    assert database.get(ITEMS, params={"after": text}).status_code == 200
    for name in ("mission", "radius_m", "candidates", "demand", "lang", "f", "new_sites"):
        assert database.get(COVERAGE, params={name: text}).status_code == 400
    for name in ("bbox", "limit", "datetime", "public", "version", "f", "lang", text):
        assert database.get(ITEMS, params={name: text}).status_code == 400
    assert database.get("/collections/towns/items").json()["numberMatched"] > 30


@pytest.mark.parametrize(
    "address",
    [
        f"{ITEMS}?town=%00",
        f"{ITEMS}?id=a%00b",
        f"{ITEMS}?after=%00",
        "/collections/towns/items/%00",
        "/collections/%00/items",
        "/landmarks/%00",
    ],
)
def test_a_nul_is_no_text(database: TestClient, address: str) -> None:
    assert database.get(address).status_code == 400


@pytest.mark.parametrize("word", [r"a\u0000", r"\ud800", "' OR 1=1", ""])
def test_a_site_that_is_no_id_is_refused(database: TestClient, word: str) -> None:
    for body in (
        f'{{"drop": ["{word}"]}}',
        f'{{"move": [{{"id": "{word}", "lon": 113.7, "lat": 23.0}}]}}',
    ):
        answer = database.post(COVERAGE, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400


@pytest.mark.parametrize(
    "numbers",
    ["version=1.5", "version=9e14", "version=-9e14", "accuracy_m=1e-300", "bbox=170,-90,-170,90"],
)
def test_any_number_can_be_compared_with(database: TestClient, numbers: str) -> None:
    assert database.get(f"{ITEMS}?{numbers}").json()["numberMatched"] == 0


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999", "99999999999999999999", ""])
def test_what_is_no_finite_number_is_refused(client: TestClient, number: str) -> None:
    for parameter in ("version", "accuracy_m", "limit", "bbox"):
        answer = client.get(f"{ITEMS}?{parameter}={number}")
        capped = parameter == "limit" and number.isdigit()
        assert answer.status_code == (200 if capped else 400)


BOMBS = {
    "arrays": b"[" * 900_000,
    "objects": b'{"a":' * 180_000,
    "closed": b"[" * 450_000 + b"]" * 450_000,
    "digits": b'{"radius_m":' + b"9" * 900_000 + b"}",
    "exponent": b'{"radius_m":1e' + b"9" * 900_000 + b"}",
    "not utf-8": b'{"mission":"\xff"}',
    "a lone surrogate": rb'{"add":[{"lon":113.7,"lat":23,"name":"\ud800"}]}',
    "a lone surrogate as a name": rb'{"\ud800":1}',
    "nan": b'{"radius_m":NaN}',
    "infinite": b'{"radius_m":Infinity}',
    "many": b'{"drop":[' + b'"a",' * 220_000 + b'"a"]}',
    "nothing": b"",
    "cut off": b'{"add":[{"lon":113.7,',
    "a list": b"[]",
    "zipped": b"\x1f\x8b\x08\x00",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_parser_bomb_is_refused_by_the_same_process(client: TestClient, bomb: str) -> None:
    answer = client.post(
        COVERAGE, content=BOMBS[bomb], headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/livez").status_code == 200


def test_what_is_not_json_is_called_so(client: TestClient) -> None:
    problem = client.post(
        COVERAGE, content="{", headers={"Content-Type": "application/json"}
    ).json()
    assert problem["detail"] == "body: not JSON"


@pytest.mark.parametrize(
    ("place", "status", "word"),
    [
        ({"lon": "113.7", "lat": "23.0"}, 400, "number"),
        ({"lon": True, "lat": 23.0}, 400, "number"),
        ({"lon": None, "lat": 23.0}, 400, "number"),
        ({"lon": 23.0, "lat": 113.7}, 422, "swapped"),
        ({"lon": 10.0, "lat": 10.0}, 422, "outside"),
        ({"lon": 113.7, "lat": 23.0, "accuracy_m": -1}, 400, "greater"),
    ],
)
def test_a_position_that_cannot_be_is_refused(
    client: TestClient, place: dict[str, object], status: int, word: str
) -> None:
    answer = client.post(COVERAGE, json={"add": [place]})
    assert answer.status_code == status
    assert word in answer.json()["detail"]


def test_a_site_changes_only_once(client: TestClient) -> None:
    site = "takeoff-changping-customs"
    moved = {"id": site, "lon": 113.7, "lat": 23.0}
    for body in (
        {"move": [moved, moved]},
        {"drop": [site, site]},
        {"drop": [site], "move": [moved]},
    ):
        answer = client.post(COVERAGE, json=body)
        assert answer.status_code == 400
        assert site in answer.json()["detail"]
        assert not answer.json()["detail"].count("Value error")


@pytest.mark.parametrize(
    "path",
    [
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/..%2f..%2fpyproject.toml",
        "/static/....//....//pyproject.toml",
        "/static/%2fetc%2fpasswd",
        "/static/..%5c..%5cpyproject.toml",
        "/static/%00",
        "/static/" + "a" * 5_000,
        "/static/",
        "/%ff%fe",
    ],
)
def test_no_file_but_the_pages_own_is_served(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert "guantu" not in answer.text.lower()


def test_errors_tell_nothing_of_the_inside(database: TestClient) -> None:
    for address in (
        f"{ITEMS}?town=%00",
        f"{ITEMS}?bbox=1",
        "/collections/nothing",
        "/landmarks/nothing",
        "/nothing",
        f"{COVERAGE}?radius_m=nan",
    ):
        for accept in ("application/json", "text/html"):
            answer = database.get(address, headers={"Accept": accept})
            assert 400 <= answer.status_code < 500
            if accept == "application/json":
                assert not [word for word in INSIDE if word in answer.text.lower()]
