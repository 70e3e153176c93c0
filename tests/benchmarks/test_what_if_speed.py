"""How live dragging a site is: the use case by itself, and over HTTP, round twenty zones.

Run with ``pytest -m benchmark -s tests/benchmarks/test_what_if_speed.py``. The zones are invented;
every second one is a circle as an ED-269 file has it, of 256 sides. Times are of the process (CPU),
for the machines that run it are seldom idle; the wall's are told beside them.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.changed_sites import WhatIf
from api.coverage_what_if import CoverageQuestion, answer, coverage_if
from api.settings import Settings
from api.snapshot import Snapshots
from api.wiring import prepare_store
from gis.scenario.model import AddedSite, Place
from layers.importers.geozones import read_geozones
from layers.store import LayerStore
from tests.made_ed269 import volume, write, zone_269

pytestmark = pytest.mark.benchmark
SITES, ZONES, STEPS = 36, 20, 15


def places(seed: int) -> list[list[float]]:
    draw = np.random.default_rng(seed)
    return np.column_stack(
        (draw.uniform(113.62, 114.1, SITES), draw.uniform(22.75, 23.06, SITES))
    ).tolist()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LayerStore:
    """Return an embedded store with the pack and twenty zones."""
    folder: Path = tmp_path_factory.mktemp("speed")
    store = prepare_store(Settings(data_dir=folder)).store
    zones = []
    for number, (lon, lat) in enumerate(places(3)[:ZONES]):
        half = 0.006 + 0.001 * (number % 8)
        ring = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
        box = {
            "type": "Polygon",
            "coordinates": [[[lon + half * x, lat + half * y] for x, y in ring]],
        }
        circle = {"type": "Circle", "center": [lon, lat], "radius": half * 1e5}
        across = circle if number % 2 else box
        zones.append(zone_269(volume(across), identifier=f"made{number}"))
    file = write(folder, *zones)
    imported = read_geozones(
        file, None, accuracy_m=50, on=np.datetime64("2026-05-01").item(), in_force=True
    )
    store.write(imported.frames)
    return store


def timed(drag: Callable[[int], Any]) -> tuple[float, float, float]:
    """Return the wall's seconds of the first drag, and both clocks' median of the next ones."""
    begun = perf_counter()
    drag(0)
    first = perf_counter() - begun
    taken = []
    for step in range(1, STEPS + 1):
        wall, own = perf_counter(), process_time()
        drag(step)
        taken.append((process_time() - own, perf_counter() - wall))
    return first, median(own for own, _ in taken), median(wall for _, wall in taken)


def dragged(step: int) -> Iterator[tuple[float, float]]:
    for number, (lon, lat) in enumerate(places(5)):
        yield (lon + 0.001 * step, lat) if number == 7 else (lon, lat)


@pytest.mark.parametrize("radius", [3_000.0, 5_000.0])
def test_dragging_a_site_in_process(store: LayerStore, radius: float) -> None:
    snapshot = Snapshots(store).latest()
    question = CoverageQuestion("delivery", radius)

    def drag(step: int) -> Any:
        added = tuple(AddedSite(Place(lon, lat, 100.0)) for lon, lat in dragged(step))
        found = coverage_if(snapshot.store, snapshot, question, WhatIf(add=added))
        return answer(found, question, edition=snapshot.edition, geometry=False)

    first, own, wall = timed(drag)
    assert len(drag(1).sites) == SITES + 3
    print(  # noqa: T201 - what a benchmark is for
        f"\n{SITES} sites, 35 towns, {ZONES} zones, {radius / 1000:g} km in process: first "
        f"{1e3 * first:.0f} ms; dragging {1e3 * own:.0f} ms of CPU, {1e3 * wall:.0f} ms by the wall"
    )


@pytest.mark.parametrize("radius", [3_000.0, 5_000.0])
def test_dragging_a_site_over_http(store: LayerStore, radius: float) -> None:
    with TestClient(create_app(Settings(), store=store)) as client:

        def drag(step: int) -> Any:
            added = [{"lon": lon, "lat": lat, "accuracy_m": 100} for lon, lat in dragged(step)]
            body = {"mission": "delivery", "radius_m": radius, "add": added}
            return client.post("/operators/coverage", json=body).raise_for_status().json()

        first, own, wall = timed(drag)
        assert len(drag(1)["airspace"]["zones"]) == ZONES
    print(  # noqa: T201 - what a benchmark is for
        f"\n{SITES} sites, 35 towns, {ZONES} zones, {radius / 1000:g} km over HTTP: first "
        f"{1e3 * first:.0f} ms; dragging {1e3 * own:.0f} ms of CPU, {1e3 * wall:.0f} ms by the wall"
    )
