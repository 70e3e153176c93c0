"""How live dragging a site is: the use case by itself, and over HTTP, round twenty zones.

Run with ``pytest -m benchmark -s tests/benchmarks/test_what_if_speed.py``. Every third site is
dragged for three steps. Times are of the process (CPU), for the machines that run it are seldom
idle; the wall's are told beside them.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.changed_sites import WhatIf
from api.coverage_what_if import CoverageQuestion, answer, coverage_if
from api.settings import Settings
from api.snapshot import Snapshots
from gis.scenario.model import AddedSite, Place
from layers.store import LayerStore
from tests.benchmarks.what_if_city import SITES, ZONES, city_with_zones, dragged

pytestmark = pytest.mark.benchmark
DRAGGED, STEPS = range(0, SITES, 3), 3


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LayerStore:
    return city_with_zones(tmp_path_factory.mktemp("speed"))


def timed(drag: Callable[[int, int], Any]) -> tuple[float, float, float]:
    """Return the wall's seconds of the first answer, and both clocks' median of each next one."""
    begun = perf_counter()
    drag(0, 0)
    first = perf_counter() - begun
    taken = []
    for which in DRAGGED:
        drag(which, 0)
        for step in range(1, STEPS + 1):
            wall, own = perf_counter(), process_time()
            drag(which, step)
            taken.append((process_time() - own, perf_counter() - wall))
    return first, median(own for own, _ in taken), median(wall for _, wall in taken)


@pytest.mark.parametrize("radius", [3_000.0, 5_000.0])
def test_dragging_a_site_in_process(store: LayerStore, radius: float) -> None:
    snapshot = Snapshots(store).latest()
    question = CoverageQuestion("delivery", radius)

    def drag(which: int, step: int) -> Any:
        added = tuple(AddedSite(Place(lon, lat, 100.0)) for lon, lat in dragged(which, step))
        found = coverage_if(snapshot.store, snapshot, question, WhatIf(add=added))
        return answer(found, question, edition=snapshot.edition, geometry=False)

    first, own, wall = timed(drag)
    assert len(drag(7, 1).sites) == SITES + 3
    print(  # noqa: T201 - what a benchmark is for
        f"\n{SITES} sites, 35 towns, {ZONES} zones, {radius / 1000:g} km in process: first "
        f"{1e3 * first:.0f} ms; dragging {1e3 * own:.0f} ms of CPU, {1e3 * wall:.0f} ms by the wall"
    )


@pytest.mark.parametrize("radius", [3_000.0, 5_000.0])
def test_dragging_a_site_over_http(store: LayerStore, radius: float) -> None:
    with TestClient(create_app(Settings(), store=store)) as client:

        def drag(which: int, step: int) -> Any:
            added = [
                {"lon": lon, "lat": lat, "accuracy_m": 100} for lon, lat in dragged(which, step)
            ]
            body = {"mission": "delivery", "radius_m": radius, "add": added}
            return client.post("/operators/coverage", json=body).raise_for_status().json()

        first, own, wall = timed(drag)
        assert len(drag(7, 1)["airspace"]["zones"]) == ZONES
    print(  # noqa: T201 - what a benchmark is for
        f"\n{SITES} sites, 35 towns, {ZONES} zones, {radius / 1000:g} km over HTTP: first "
        f"{1e3 * first:.0f} ms; dragging {1e3 * own:.0f} ms of CPU, {1e3 * wall:.0f} ms by the wall"
    )
