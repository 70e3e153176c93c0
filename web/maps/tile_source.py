"""Where the tiles of a layer come from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TileSource:
    """The tiles of one layer.

    Attributes
    ----------
    layer
        The layer, a word of :data:`gis.catalogue.LAYERS`.
    version
        The digest in the tiles' addresses.
    bounds
        West, south, east, north in degrees (EPSG:4490) of what is placed; ``None`` for nothing.
    count
        How many features the layer has.
    crowded
        Whether it has so many that some tile may have to count or leave out some.
    asked
        What the tiles' addresses ask for besides, as a query, such as a scenario.
    """

    layer: str
    version: str
    bounds: tuple[float, float, float, float] | None
    count: int
    crowded: bool = False
    asked: str = ""
