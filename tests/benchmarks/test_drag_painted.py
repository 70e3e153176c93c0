"""From a site let go to the answer painted, in a real browser, without zones and over twenty.

Run with ``pytest -m benchmark -s tests/benchmarks/test_drag_painted.py``. The page measures
itself: from the event to the frame after the answer is drawn (``performance.measure``), by the
wall. Beside it stands what the server and the page's own thread worked (CPU), which load on the
machine lengthens less.
"""

from collections.abc import Iterator
from statistics import median
from time import process_time

import pytest
from playwright.sync_api import CDPSession, Page

from api.settings import Settings
from tests.benchmarks.what_if_city import SITES, ZONES, city_with_zones, dragged
from tests.http.live_server import live_server

pytestmark = pytest.mark.benchmark
DRAGS, MOVES = 8, 12
MEASURED = """(name) => performance.getEntriesByName(name).map((one) => one.duration)"""


@pytest.fixture(scope="module", params=[0, ZONES], ids=["no zones", "zones"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, int]]:
    """Yield an address and the number of its zones."""
    folder = tmp_path_factory.mktemp("painted")
    with live_server(city_with_zones(folder, request.param), Settings(data_dir=folder)) as address:
        yield address, request.param


def worked(session: CDPSession) -> float:
    """Return the seconds of CPU that the page's thread has worked."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in metrics if one["name"] == "TaskDuration")


@pytest.mark.parametrize("radius", [3_000, 5_000])
def test_a_dragged_site_is_painted(served: tuple[str, int], page: Page, radius: int) -> None:
    server, zones = served
    sites = ";".join(f"{lon:.6f},{lat:.6f},100" for lon, lat in dragged(0, 0))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{server}/operators/coverage?mission=delivery&radius_m={radius}&add={sites}")
    page.wait_for_selector("html[data-operator=ready]", state="attached")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    spent, drawn = [], []
    for drag in range(DRAGS):
        box = page.locator(".symbol-takeoff-in_use.draggable").nth(5 + drag).bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        for move in range(1, MOVES + 1):
            page.mouse.move(x + 2 * move, y + move)
            page.wait_for_timeout(50)
        # What is still asked while it moves is no part of what comes after it is let go.
        page.wait_for_function("() => !document.body.classList.contains('asking')")
        answers = len(page.evaluate(MEASURED, "guantu:answer"))
        before, began = worked(session), process_time()
        page.mouse.up()
        page.wait_for_function(
            "(n) => performance.getEntriesByName('guantu:answer').length > n", arg=answers
        )
        spent.append(process_time() - began)
        drawn.append(worked(session) - before)
    dropped, moved = (page.evaluate(MEASURED, f"guantu:{kind}") for kind in ("answer", "draft"))
    assert len(dropped) == DRAGS
    print(  # noqa: T201 - what a benchmark is for
        f"\n{SITES} sites, {zones} zones, {radius / 1000:g} km: dropped to painted "
        f"{median(dropped):.0f} ms (from {min(dropped):.0f}), moved to painted "
        f"{median(moved):.0f} ms (from {min(moved):.0f}) by the wall; CPU after a drop: server "
        f"{1e3 * median(spent):.0f} ms, page {1e3 * median(drawn):.0f} ms"
    )
