"""Ids in a layer's columns, as names that lead to the feature they mean."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

import geopandas as gpd

from gis.records import records
from web.shell.template import Frame
from web.shell.words import Words


class References:
    """Knows the features that a table may name.

    Parameters
    ----------
    words
        The page's language.
    frame
        The page, which knows the features' addresses.
    referenced
        By layer, the features that may be named.
    """

    def __init__(
        self, words: Words, frame: Frame, referenced: Mapping[str, gpd.GeoDataFrame]
    ) -> None:
        self._frame = frame
        self._names = {
            layer: {row["id"]: words.name(row) for row in records(found)}
            for layer, found in referenced.items()
        }

    def address(self, layer: str, id_: str) -> str:
        """Return the address of a feature's own page."""
        return self._frame.link(f"/collections/{quote(layer)}/items/{quote(id_, safe='')}")

    def links(self, layer: str, ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return name and address of each feature; one that is unknown keeps its id."""
        names = self._names.get(layer, {})
        return tuple((names.get(id_, id_), self.address(layer, id_)) for id_ in ids)
