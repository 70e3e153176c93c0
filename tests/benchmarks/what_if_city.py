"""The Dongguan pack with twenty invented zones, and sites to drag over it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from api.settings import Settings
from api.wiring import prepare_store
from layers.importers.geozones import read_geozones
from layers.store import LayerStore
from tests.made_ed269 import volume, write, zone_269

SITES, ZONES = 36, 20


def city_with_zones(folder: Path, number_of_zones: int = ZONES) -> LayerStore:
    """Return an embedded store; every second zone is a circle as an ED-269 file has it."""
    store = prepare_store(Settings(data_dir=folder)).store
    if not number_of_zones:
        return store
    zones = []
    for number, (lon, lat) in enumerate(places(3)[:number_of_zones]):
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


def places(seed: int) -> list[list[float]]:
    """Return longitude and latitude of invented places."""
    draw = np.random.default_rng(seed)
    return np.column_stack(
        (draw.uniform(113.62, 114.1, SITES), draw.uniform(22.75, 23.06, SITES))
    ).tolist()


def dragged(which: int, step: int) -> Iterator[tuple[float, float]]:
    """Yield the sites' places, one of them some hundred metres on with each step."""
    for number, (lon, lat) in enumerate(places(5)):
        yield (lon + 0.001 * step, lat) if number == which else (lon, lat)
