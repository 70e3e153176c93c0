"""What the city looks like once chosen candidates are in service."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.coverage import coverage_of
from gis.partition import Partition
from gis.results import Interval
from gis.service_areas import ServiceAreas


def with_open(sites: gpd.GeoDataFrame, chosen: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the sites with the chosen candidates in service beside them (EPSG:4547)."""
    if chosen.empty:
        return sites
    shared = [name for name in chosen.columns if name in sites.columns]
    added = chosen[shared].assign(status="in_use")
    return gpd.GeoDataFrame(pd.concat([sites, added], ignore_index=True), crs=sites.crs)


def covered(areas: ServiceAreas, demand: str) -> Interval:
    """Return what the serving sites cover: people, or square metres."""
    city = coverage_of(areas).city
    return (city.covered_people or Interval(0.0, 0.0)) if demand == "people" else city.covered_m2


def towns_of(chosen: gpd.GeoDataFrame, towns: Partition) -> tuple[str, ...]:
    """Return the id of the first town each chosen candidate stands in; ``""`` outside all."""
    points = np.asarray(chosen.geometry.to_numpy(), dtype=object)
    town, point = shapely.STRtree(points).query(towns.polygons, predicate="intersects")
    first = np.full(len(points), len(towns), dtype=np.intp)
    np.minimum.at(first, point, town)
    ids = (*towns.ids, "")
    return tuple(ids[number] for number in first.tolist())
