"""Use case: which takeoff point's position to survey next, round the zones where there are any."""

from dataclasses import dataclass

import geopandas as gpd

from api.access_answers import SurveyAnswer
from api.changed_sites import LAYER, WhatIf, changed_sites
from api.coverage_what_if import CoverageQuestion, areas_round_zones
from api.flights import ANY_FLIGHT, ChangedZones, FlightAsked, MetAirspace
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.progress import Progress, part, unheard
from gis.results_demand import SurveyAdvice
from gis.survey_next import survey_next
from layers.store import LayerStore

_REGIONS = 0.1
"""The part of the work that goes into the sites' regions."""


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """What is asked for.

    Attributes
    ----------
    mission, radius_m, flight
        As in :class:`api.coverage_what_if.CoverageQuestion`.
    unit
        ``area_m2`` or ``people``.
    """

    mission: str
    radius_m: float | None = None
    unit: str = "area_m2"
    flight: FlightAsked = ANY_FLIGHT


@dataclass(frozen=True, slots=True)
class SurveyFindings:
    """The advice, and the airspace it holds in."""

    advice: SurveyAdvice
    airspace: MetAirspace


def survey_today(
    snapshot: Snapshot, question: SurveyQuestion, on_progress: Progress | None = None
) -> SurveyFindings:
    """Return the advice for the takeoff points as stored; computed once per edition.

    Parameters
    ----------
    snapshot
        The layers.
    question
        What is asked for.
    on_progress
        Told the share of the work done, 0 to 1; what it raises ends the run.
    """
    return snapshot.answer(
        ("survey", question),
        lambda: _found(snapshot, question, snapshot.metric(LAYER), None, on_progress),
    )


def survey_if(
    store: LayerStore,
    snapshot: Snapshot,
    question: SurveyQuestion,
    changes: WhatIf,
    zones: ChangedZones | None = None,
    *,
    on_progress: Progress | None = None,
) -> SurveyFindings:
    """Return the advice with changed sites and zones; see :func:`api.coverage_what_if.coverage_if`.

    Nothing is kept.
    """
    sites = to_metric(changed_sites(store, question.mission, changes))
    return _found(snapshot, question, sites, zones, on_progress)


def _found(
    snapshot: Snapshot,
    question: SurveyQuestion,
    sites: gpd.GeoDataFrame,
    zones: ChangedZones | None,
    on_progress: Progress | None,
) -> SurveyFindings:
    report = on_progress or unheard
    asked = CoverageQuestion(question.mission, question.radius_m, question.flight)
    areas, met = areas_round_zones(
        snapshot, asked, sites, zones, on_progress=part(report, 0.0, _REGIONS)
    )
    advice = survey_next(areas, unit=question.unit, on_progress=part(report, _REGIONS, 1.0))
    return SurveyFindings(advice, met)


def answer(findings: SurveyFindings, question: SurveyQuestion, *, edition: str) -> SurveyAnswer:
    """Return the advice as JSON's shape."""
    advice = findings.advice
    return SurveyAnswer(
        edition=edition,
        mission=question.mission,
        radius_m=question.radius_m,
        airspace=findings.airspace.answer(),
        unit=advice.unit,
        width=advice.width,
        rows=advice.rows,
    )
