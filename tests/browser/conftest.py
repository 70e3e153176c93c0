"""A real server, a real browser with the network cut, and a watch over what pages do.

The browser itself knows no host but this machine: see ``CHROMIUM_ARGUMENTS``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
)

from api.settings import Settings
from layers.memory_store import MemoryStore
from layers.seed.pack import read_pack
from layers.seeding import seed
from tests.http.held_runs import ended_job
from tests.http.live_server import live_server
from tests.made_scenarios import saved_scenarios
from tests.page_views import with_texts

# A machine that runs several tests at once is slow: what comes, comes within this.
expect.set_options(timeout=20_000)

PAYLOADS = (
    "<img src=x onerror=window.hit=1>",
    "</script><script>window.hit=2</script>",
    "${window.hit=3}",
    "`);window.hit=4;(`",
    "' onclick='window.hit=5",
    '" onfocus="window.hit=6" autofocus "',
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder: it needs Chromium."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the Dongguan pack and yield the address."""
    store = MemoryStore()
    seed(store, read_pack())
    with live_server(store, Settings(data_dir=tmp_path_factory.mktemp("data"))) as address:
        yield address


@pytest.fixture(scope="session")
def landmark() -> str:
    """Return the id of a landmark."""
    return str(read_pack()["landmarks"]["id"].iloc[0])


@pytest.fixture(scope="session")
def job(server: str) -> str:
    """Return the id of a job that has ended."""
    return ended_job(server)


@pytest.fixture(scope="session")
def ids(server: str, landmark: str, job: str) -> dict[str, str]:
    """Return what stands in the pages' addresses for the ids of a landmark, a job, scenarios."""
    return {"landmark": landmark, "job": job, **saved_scenarios(server)}


@pytest.fixture(scope="session")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a pack in which every free text ends with what an attacker would write."""
    store = MemoryStore()
    store.write(with_texts(read_pack(), " ".join(PAYLOADS)))
    with live_server(store, Settings(data_dir=tmp_path_factory.mktemp("data"))) as address:
        yield address


@dataclass
class Watch:
    """What went wrong in the pages of one test.

    Attributes
    ----------
    wrong
        Each thing seen, in words.
    expected
        Statuses of the page itself that the test asks for on purpose.
    answered
        How many requests were answered.
    """

    wrong: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    answered: int = 0

    def request(self, request: Request) -> None:
        own = ("http://127.0.0.1:", "data:", "file:")
        if not request.url.startswith(own):
            self.wrong.append(f"asked outside: {request.url}")

    def failed(self, request: Request) -> None:
        # What the page itself gives up: a walk goes on before the page it leaves is whole, a job's
        # events are heard to their end, a newer question takes an older one's place.
        if request.failure == "net::ERR_ABORTED":
            return
        self.wrong.append(f"failed: {request.url} {request.failure}")

    def response(self, response: Response) -> None:
        # What a map loads as it is moved is data: it does not count among a first view's requests.
        self.answered += "/tiles/" not in response.url
        if response.status >= 400 and response.status not in self.expected:
            self.wrong.append(f"{response.status}: {response.url}")

    def console(self, message: ConsoleMessage) -> None:
        expected = any(f"status of {status} " in message.text for status in self.expected)
        if message.type in {"error", "warning"} and not expected:
            self.wrong.append(f"console: {message.text}")

    def error(self, error: Any) -> None:
        self.wrong.append(f"page error: {error}")


@pytest.fixture(autouse=True)
def watch(context: BrowserContext) -> Iterator[Watch]:
    """Fail the test on anything that went wrong in its pages."""
    seen = Watch()
    context.on("request", seen.request)
    context.on("requestfailed", seen.failed)
    context.on("response", seen.response)
    context.on("console", seen.console)
    context.on("weberror", lambda error: seen.error(error.error))
    yield seen
    assert seen.wrong == []


@pytest.fixture
def ready(page: Page) -> "Ready":
    """Return how to open a page and wait for its map."""
    return Ready(page)


@dataclass
class Ready:
    """Opens pages."""

    page: Page

    def __call__(self, address: str) -> Page:
        """Open an address and wait until its map, if it has one, is drawn."""
        self.page.goto(address)
        if self.page.locator(".folium-map").count():
            self.page.wait_for_selector("html[data-map=ready]", state="attached")
        if self.page.locator(".layer-state:visible").count():
            self.page.wait_for_selector(".layer-state:not([hidden], [data-state=loading])")
        self.page.evaluate("() => document.fonts.ready")
        return self.page


@pytest.fixture
def browser_context_no_script(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a context of a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()
