"""A small made-up policy record and pack layers for it; neither documents nor places are real."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np

from gis.checks import check
from gis.crs import STORED
from gis.policy.record import RECORD
from gis.schema import STORE_COLUMNS, LayerSpec

Rows = Iterable[Mapping[str, Any]]
SPECS = {spec.name: spec for spec in RECORD}
YEARS = {"d1": 2018, "d2": 2022, "d3": 2024}
CITED = {
    "name_zh": "名",
    "name_en": "Name",
    "document": "d1",
    "section": "d1-s",
    "line": 1,
    "last_line": 1,
    "anchor": "名",
    "digest": "0" * 64,
    "basis": "stated",
}


def table(name: str, rows: Rows) -> gpd.GeoDataFrame:
    """Return a checked table of the record; what rows leave out is filled in."""
    spec = SPECS[f"policy_{name}"]
    full = [{**CITED, **row} for row in rows]
    names = [column.name for column in spec.columns if column.name not in STORE_COLUMNS]
    data = {one: [row.get(one) for row in full] for one in names}
    nowhere = np.array([None] * len(full), dtype=object)
    return check(spec, gpd.GeoDataFrame(data, geometry=nowhere, crs=STORED))


def documents(years: Mapping[str, int] | None = None) -> gpd.GeoDataFrame:
    kinds = {"year": 2000, "kind": "plan"}
    return table(
        "documents",
        [kinds | {"id": id_, "document": id_, "year": y} for id_, y in (years or YEARS).items()],
    )


def place(id_: str, relation: str, towns: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    kind = "outside" if relation == "none" else "town"
    cells = {"id": id_, "kind": kind, "forms": [id_], "relation": relation}
    return {**cells, "towns": list(towns) or None, **more}


def topic(id_: str, clusters: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    return {"id": id_, "kind": "cluster", "clusters": list(clusters) or None, **more}


def designation(id_: str, of: str, at: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "topic": of, "place": at, "place_zh": at, "open_list": False, **more}


def whole(**tables: Rows) -> dict[str, gpd.GeoDataFrame]:
    """Return every table by its full name; those not given have one plain row or none."""
    given = {
        "documents": [{"id": "d1", "kind": "plan", "year": 2018}],
        "sections": [{"id": "d1-s", "kind": "chapter"}],
    } | tables
    return {spec.name: table(_short(spec), given.get(_short(spec), ())) for spec in RECORD}


def _short(spec: LayerSpec) -> str:
    return spec.name.removeprefix("policy_")
