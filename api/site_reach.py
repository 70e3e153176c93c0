"""Use case: where one takeoff point serves, round the zones."""

import geopandas as gpd

from api.airspace_answers import SiteReachAnswer
from api.answers import WITHOUT_GEOMETRY
from api.changed_sites import LAYER, WhatIf, changed_sites
from api.coverage_what_if import CoverageQuestion, areas_round_zones
from api.flights import ChangedZones
from api.snapshot import Snapshot
from gis.crs import stored_coordinates, to_metric
from gis.errors import InvalidInputError, UnknownFeatureError
from gis.losses import site_reaches
from layers.store import LayerStore


def reach_today(
    snapshot: Snapshot, question: CoverageQuestion, site: str, *, geometry: bool = True
) -> SiteReachAnswer:
    """Return where a takeoff point as stored serves.

    Parameters
    ----------
    snapshot, question
        As in :func:`api.coverage_what_if.coverage_today`.
    site
        Its id.
    geometry
        Whether the answer carries the areas.

    Raises
    ------
    gis.errors.UnknownFeatureError
        If there is no such site.
    gis.errors.InvalidInputError
        If it neither serves nor is to, or has no position.
    """
    return _reach(snapshot, question, snapshot.metric(LAYER), site, None, geometry=geometry)


def reach_if(
    store: LayerStore,
    snapshot: Snapshot,
    question: CoverageQuestion,
    site: str,
    changes: WhatIf,
    zones: ChangedZones | None = None,
    *,
    geometry: bool = True,
) -> SiteReachAnswer:
    """Return the same with changed sites and zones; see :func:`api.coverage_what_if.coverage_if`.

    A site that ``changes`` adds is called ``what-if-1``, the next ``what-if-2``. Nothing is kept.
    """
    sites = to_metric(changed_sites(store, question.mission, changes))
    return _reach(snapshot, question, sites, site, zones, geometry=geometry)


def _reach(
    snapshot: Snapshot,
    question: CoverageQuestion,
    sites: gpd.GeoDataFrame,
    site: str,
    zones: ChangedZones | None,
    *,
    geometry: bool,
) -> SiteReachAnswer:
    mine = sites[sites["id"] == site]
    if mine.empty:
        raise UnknownFeatureError.of(LAYER, site)
    areas, met = areas_round_zones(snapshot, question, mine, zones)
    if not len(areas.sites):
        unplaced = "it has no position, or no stated accuracy"
        why = unplaced if areas.sites.unplaced else "its status is not that of one that serves"
        raise InvalidInputError(
            f"nothing can be said of site {site!r}: {why}",
            field="site",
            remedy="Ask for a site in use, under construction or planned, with a position.",
        )
    found = site_reaches(areas)[0]
    lon, lat = stored_coordinates(areas.sites.centres)[0].round(7).tolist()
    return SiteReachAnswer.model_validate(
        {
            "edition": snapshot.edition,
            "mission": question.mission,
            "site": found.site,
            "lon": lon,
            "lat": lat,
            "accuracy_m": found.accuracy_m,
            "radius_m": found.radius_m,
            "radius_basis": areas.sites.bases[0],
            "airspace": met.answer(),
            "free_m2": found.free_m2,
            "reach_m2": found.reach_m2,
            "surely": found.surely,
            "possibly": found.possibly,
        },
        context=None if geometry else WITHOUT_GEOMETRY,
    )
