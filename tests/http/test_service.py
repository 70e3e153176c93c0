"""What the whole service promises: health, headers, errors, languages."""

import re

import geopandas as gpd
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.errors import STATUSES
from api.settings import Settings
from gis import errors
from gis.errors import StoreUnavailableError
from layers.memory_store import MemoryStore
from layers.store import Query

PAGES = [
    "/",
    "/collections",
    "/collections/towns",
    "/collections/towns/items",
    "/collections/landmarks/items/landmark-07",
    "/operators/coverage",
    "/operators/coverage?new_sites=2&spacing_m=6000",
    "/operators/siting?new_sites=1&spacing_m=6000",
    "/planners/towns",
    "/planners/towns?document=d003&field=equipment",
    "/planners/record",
    "/planners/record?text=低空",
    "/planners/conflicts",
    "/landmarks",
    "/landmarks/landmark-07",
]


def _family(base: type[errors.GuantuError]) -> set[type[errors.GuantuError]]:
    return {base}.union(*(_family(child) for child in base.__subclasses__()))


def test_every_error_has_its_status() -> None:
    assert set(STATUSES) == _family(errors.GuantuError)


class AwayStore(MemoryStore):
    """A store whose database has gone away."""

    def edition(self) -> str:
        """Fail as a database that cannot be reached."""
        raise StoreUnavailableError("the database cannot be reached")

    def ping(self) -> None:
        """Fail likewise."""
        self.edition()


def test_alive_without_a_database_but_not_ready() -> None:
    app = create_app(Settings(), store=AwayStore())
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/livez").status_code == 200
        for path in ("/readyz", "/operators/coverage", "/collections/towns/items"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert "retry-after" in answer.headers


class BrokenStore(MemoryStore):
    """A store with a fault of ours."""

    def read(self, query: Query) -> gpd.GeoDataFrame:
        """Fail as only a bug can."""
        raise ZeroDivisionError(f"secret detail of {query}")


def test_a_fault_of_ours_says_nothing_of_its_inside() -> None:
    app = create_app(Settings(), store=BrokenStore())
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/collections/towns/items", headers={"Accept": "application/json"})
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert answer.json()["request_id"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_in_both_languages(client: TestClient, path: str, language: str) -> None:
    joint = "&" if "?" in path else "?"
    answer = client.get(f"{path}{joint}lang={language}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}"' in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/operators/coverage?radius_m=nan"])
def test_every_page_is_protected(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    for script in answer.text.split("<script")[1:]:
        head = script.partition(">")[0]
        assert f'nonce="{nonce}"' in head or "application/json" in head


def test_a_file_with_its_version_is_kept_for_ever(client: TestClient) -> None:
    page = client.get("/", headers={"Accept": "text/html"}).text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert addresses
    for address in addresses:
        assert "immutable" in client.get(address).headers["cache-control"]
        bare = client.get(address.partition("?")[0])
        assert bare.status_code == 200
        assert bare.headers["cache-control"] == "no-cache"


def test_a_field_that_a_form_sends_empty_was_not_sent(client: TestClient) -> None:
    empty = client.get("/operators/coverage?mission=medical&radius_m=").json()
    assert empty == client.get("/operators/coverage?mission=medical").json()


def test_no_two_answers_share_a_nonce(client: TestClient) -> None:
    policies = {client.get("/livez").headers["content-security-policy"] for _ in range(5)}
    assert len(policies) == 5


def test_an_error_is_a_readable_page_where_a_page_was_asked_for(client: TestClient) -> None:
    answer = client.get("/landmarks/landmark-99?lang=en", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "landmark-99" in answer.text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        ("", "application/json"),
        ("text/html", "text/html; charset=utf-8"),
        ("text/html;q=0.3, application/json", "application/json"),
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/html; charset=utf-8",
        ),
        ("text/html;q=nonsense", "application/json"),
    ],
)
def test_the_answer_is_what_was_asked_for(client: TestClient, accept: str, kind: str) -> None:
    answer = client.get("/landmarks", headers={"Accept": accept})
    assert answer.headers["content-type"] == kind
    assert "accept" in answer.headers["vary"].lower()


def test_f_decides_over_accept(client: TestClient) -> None:
    answer = client.get("/landmarks?f=html", headers={"Accept": "application/json"})
    assert answer.headers["content-type"].startswith("text/html")


def test_below_another_path_every_link_stays_there(pack_store: MemoryStore) -> None:
    settings = Settings(root_path="/guantu", public_url="https://map.example.cn")
    with TestClient(create_app(settings, store=pack_store)) as client:
        landing = client.get("/", headers={"Accept": "application/json"}).json()
        for link in landing["links"]:
            assert link["href"].startswith("https://map.example.cn/guantu/")
        for path in PAGES:
            page = client.get(path, headers={"Accept": "text/html"}).text
            for attribute in ('href="/', 'src="/', 'action="/'):
                for piece in page.split(attribute)[1:]:
                    assert piece.startswith("guantu/"), piece[:60]
