"""What a page hands over to have its map drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd

from web.maps.map_layers import MapLabel, MapLayer
from web.shell.tables import LegendEntry

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map before any library draws it.

    Attributes
    ----------
    layers
        What is drawn, the lowest first.
    labels
        Texts on it.
    legend
        Its legend, which is its list of layers.
    towns
        The ``towns`` layer, which decides whether the map is called schematic.
    bounds
        What it shows at first; ``None`` shows everything.
    """

    layers: Sequence[MapLayer]
    labels: Iterable[MapLabel]
    legend: tuple[LegendEntry, ...]
    towns: gpd.GeoDataFrame
    bounds: Bounds | None = None
