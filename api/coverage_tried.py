"""Use case: coverage with what an operator tries, as often as a site is dragged."""

from dataclasses import dataclass

import geopandas as gpd

from api.changed_sites import LAYER, WhatIf, with_changes
from api.coverage_what_if import CoverageFindings, areas_round_zones
from api.operator_question import OperatorQuestion
from api.snapshot import Snapshot
from gis.coverage import coverage_of, reached
from gis.crs import to_metric
from gis.gaps import gaps_of
from gis.results import Area
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
    return snapshot.tried.get(("coverage", *key), compute)


def tried_sites(snapshot: Snapshot, mission: str, tried: Tried) -> gpd.GeoDataFrame:
    """Return the takeoff points (EPSG:4490) with the changes made.

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
    changes = WhatIf(tried.add, tried.drop, dict(tried.move))
    return with_changes(snapshot.frame(LAYER), mission, changes)
