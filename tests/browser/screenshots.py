"""Writes what every page looks like: ``python -m tests.browser.screenshots [PAGE ...]``.

With ``--readme`` it writes the three pictures that README shows to ``docs/images/`` instead.

Starts the application on the Dongguan pack and writes to ``screenshots/``, which is not committed:
every page at both widths and in both languages; the pages with a map also at 1024 px, as people
with each kind of colour blindness see them, and as printed.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from api.settings import Settings
from layers.memory_store import MemoryStore
from layers.seed.pack import read_pack
from layers.seeding import seed
from tests.browser.every_page import CHROMIUM_ARGUMENTS, LANGUAGES, PAGES, WIDTHS, WITH_MAP
from tests.http.held_runs import ended_job
from tests.http.live_server import live_server
from tests.kinds import find_chromium
from tests.made_scenarios import saved_scenarios

FOLDER = Path(__file__).parents[2] / "screenshots"
README_FOLDER = Path(__file__).parents[2] / "docs" / "images"
README_PAGES = {
    "planner": "/planners/towns?town=hengli&lang=en",
    "operator": "/operators/coverage?mission=medical&new_sites=2&lang=en",
    "resident": "/landmarks?lang=en",
}
README_SIZE = (1100, 700)
WIDTH_BETWEEN = 1024
COLOUR_BLINDNESS = ("protanopia", "deuteranopia", "tritanopia", "achromatopsia")


@contextmanager
def chromium_page() -> Iterator[Page]:
    """Yield a page of the machine's Chromium that asks for HTML."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        page = browser.new_page()
        page.set_extra_http_headers({"Accept": "text/html"})
        yield page
        browser.close()


def open_page(page: Page, address: str, width: int, height: int) -> None:
    """Open an address in a window of a size, in pixels, and wait for its map and its letters."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    if page.locator(".folium-map").count():
        page.wait_for_selector("html[data-map=ready]", state="attached")
    if page.locator(".layer-state:visible").count():
        page.wait_for_selector(".layer-state:not([hidden], [data-state=loading])")
    page.evaluate("() => document.fonts.ready")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")


def shoot(page: Page, server: str, names: Sequence[str]) -> Iterator[Path]:
    """Write the pictures of the pages named and yield each file."""
    landmark = str(read_pack()["landmarks"]["id"].iloc[0])
    ids = {"landmark": landmark, "job": ended_job(server), **saved_scenarios(server)}
    for name in names:
        address = f"{server}{PAGES[name].format(**ids)}lang="
        for language in LANGUAGES:
            for width, height in WIDTHS.items():
                open_page(page, address + language, width, height)
                yield _picture(page, f"{name}-{width}-{language}")
        if name in WITH_MAP:
            open_page(page, f"{address}zh", WIDTH_BETWEEN, 768)
            yield _picture(page, f"{name}-{WIDTH_BETWEEN}-zh")
            open_page(page, f"{address}zh", 1440, 900)
            yield from _seen_otherwise(page, name)
            page.pdf(path=FOLDER / f"{name}-print.pdf", prefer_css_page_size=True)
            yield FOLDER / f"{name}-print.pdf"


def shoot_for_readme(page: Page, server: str) -> Iterator[Path]:
    """Write the pictures that README shows and yield each file."""
    for name, address in README_PAGES.items():
        open_page(page, server + address, *README_SIZE)
        page.screenshot(path=README_FOLDER / f"{name}.png")
        yield README_FOLDER / f"{name}.png"


def _picture(page: Page, name: str) -> Path:
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    return file


def _seen_otherwise(page: Page, name: str) -> Iterator[Path]:
    session = page.context.new_cdp_session(page)
    for kind in COLOUR_BLINDNESS:
        session.send("Emulation.setEmulatedVisionDeficiency", {"type": kind})
        yield _picture(page, f"{name}-1440-zh-{kind}")
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})


def main(names: Sequence[str]) -> None:
    """Write the pictures of the pages named, or of all, or those of README."""
    readme = list(names) == ["--readme"]
    unknown = set() if readme else set(names) - PAGES.keys()
    if unknown:
        sys.exit(f"no page is called {min(unknown)}; there are {', '.join(PAGES)}")
    FOLDER.mkdir(exist_ok=True)
    store = MemoryStore()
    seed(store, read_pack())
    with (
        tempfile.TemporaryDirectory() as folder,
        live_server(store, Settings(data_dir=Path(folder))) as server,
        chromium_page() as page,
    ):
        files = shoot_for_readme(page, server) if readme else shoot(page, server, names or [*PAGES])
        for file in files:
            sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
