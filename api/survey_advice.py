"""Use case: which takeoff point's position to survey next."""

from api.access_answers import SurveyAnswer
from api.changed_sites import LAYER, WhatIf, changed_sites
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.progress import Progress
from gis.results_demand import SurveyAdvice
from gis.service_areas import service_areas
from gis.survey_next import survey_next
from layers.store import LayerStore


def survey_today(
    snapshot: Snapshot,
    mission: str,
    radius_m: float | None,
    unit: str,
    on_progress: Progress | None = None,
) -> SurveyAdvice:
    """Return the advice for the takeoff points as stored; computed once per edition.

    Parameters
    ----------
    snapshot, mission, radius_m
        As in :func:`api.coverage_what_if.coverage_today`.
    unit
        ``area_m2`` or ``people``.
    on_progress
        Told the share of the work done, 0 to 1; what it raises ends the run.
    """

    def compute() -> SurveyAdvice:
        sites, towns = snapshot.metric(LAYER), snapshot.metric("towns")
        areas = service_areas(sites, towns, radius_m=radius_m, mission=mission)
        return survey_next(areas, unit=unit, on_progress=on_progress)

    return snapshot.answer(("survey", mission, radius_m, unit), compute)


def survey_if(
    store: LayerStore,
    snapshot: Snapshot,
    mission: str,
    radius_m: float | None,
    unit: str,
    changes: WhatIf,
    on_progress: Progress | None = None,
) -> SurveyAdvice:
    """Return the advice with changed sites; see :func:`api.coverage_what_if.coverage_if`."""
    sites = to_metric(changed_sites(store, mission, changes))
    areas = service_areas(sites, snapshot.metric("towns"), radius_m=radius_m, mission=mission)
    return survey_next(areas, unit=unit, on_progress=on_progress)


def answer(
    advice: SurveyAdvice, *, edition: str, mission: str, radius_m: float | None
) -> SurveyAnswer:
    """Return the advice as JSON's shape."""
    return SurveyAnswer(
        edition=edition,
        mission=mission,
        radius_m=radius_m,
        unit=advice.unit,
        width=advice.width,
        rows=advice.rows,
    )
