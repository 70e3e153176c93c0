"""Use case: coverage with what an operator tries, as often as a site is dragged."""

import datetime as dt
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from api.changed_sites import LAYER
from api.coverage_what_if import CoverageFindings, areas_round_zones
from api.operator_question import OperatorQuestion
from api.snapshot import Snapshot
from gis.catalogue import layer_spec
from gis.checks import check
from gis.coverage import coverage_of, reached
from gis.crs import to_metric
from gis.errors import UnknownFeatureError
from gis.gaps import gaps_of
from gis.results import Area
from gis.scenario.frames import PLAIN, added_sites, moved_sites
from gis.scenario.model import Changes
from web.operator.tried import Tried


@dataclass(frozen=True, slots=True)
class TriedFindings:
    """Coverage and gaps with what is tried, and what k sites reach.

    Attributes
    ----------
    found
        Coverage and gaps.
    surely, possibly
        Where at least k serving sites surely, possibly reach (EPSG:4547).
    """

    found: CoverageFindings
    surely: Area
    possibly: Area


def coverage_tried(snapshot: Snapshot, asked: OperatorQuestion, tried: Tried) -> TriedFindings:
    """Return coverage and gaps with what is tried; an answer is kept for this edition.

    Parameters
    ----------
    snapshot
        The layers.
    asked, tried
        The question, and the changes.

    Raises
    ------
    gis.errors.InvalidRowsError
        If an added or moved site breaks the layer's schema, such as lying outside the city's box.
    gis.errors.UnknownFeatureError
        If a site to drop or move does not exist.
    """

    def compute() -> TriedFindings:
        sites = snapshot.frame(LAYER)
        metric = snapshot.metric(LAYER)
        if tried:
            sites = tried_sites(snapshot, asked.mission, tried)
            metric = to_metric(sites)
        areas, met = areas_round_zones(snapshot, question, metric)
        coverage = coverage_of(areas)
        found = CoverageFindings(coverage, gaps_of(areas), sites, met)
        if asked.k == 1:
            return TriedFindings(found, coverage.surely, coverage.possibly)
        return TriedFindings(found, *reached(areas, asked.k))

    question = asked.coverage()
    key = (question, asked.k, *sorted(tried.query().items()))
    return snapshot.answer(("tried", *key), compute)


def tried_sites(snapshot: Snapshot, mission: str, tried: Tried) -> gpd.GeoDataFrame:
    """Return the takeoff points (EPSG:4490) with the changes made.

    The same as :func:`api.changed_sites.changed_sites` for the analyses, from frames that are
    read already: only what is new is checked, so that a site can be dragged.

    Parameters
    ----------
    snapshot
        The layers.
    mission
        The mission that new sites' own radii are for.
    tried
        The changes.

    Raises
    ------
    gis.errors.InvalidRowsError
        If an added or moved site breaks the layer's schema.
    gis.errors.UnknownFeatureError
        If a site to drop or move does not exist.
    """
    stored, spec = snapshot.frame(LAYER), layer_spec(LAYER)
    gone = {*tried.move, *tried.drop}
    unknown = gone - set(stored["id"])
    if unknown:
        raise UnknownFeatureError(f"layer {LAYER!r} has no feature {min(unknown)!r}")
    changes = Changes(add_sites=tried.add, drop_sites=tried.drop, move_sites=tried.move)
    parts = [stored[~stored["id"].isin(gone)]]
    if tried.add:
        today = dt.datetime.now(dt.UTC).date()
        parts.append(check(spec, added_sites(tried.add, mission, today, PLAIN)))
    if tried.move:
        parts.append(check(spec, moved_sites(stored, changes, PLAIN)))
    whole = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return gpd.GeoDataFrame(whole, crs=stored.crs).sort_values("id", ignore_index=True)
