"""Use case: what the operator's page answers beside coverage, of the sites as they are tried."""

from collections.abc import Mapping

import geopandas as gpd

from api.airspace_answers import RouteEndAnswer
from api.changed_sites import LAYER
from api.coverage_tried import tried_sites
from api.coverage_what_if import areas_round_zones
from api.flights import met_airspace
from api.operator_question import OperatorQuestion
from api.route_ends import END_LAYERS, asked_end, found_end
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.errors import InvalidInputError
from gis.hospitals import hospital_access
from gis.losses import zone_losses
from gis.reach import Airspace
from gis.routes import route
from gis.survey_next import survey_next
from web.operator.aside import Aside, RouteShown
from web.operator.tried import Tried


def asides(snapshot: Snapshot, asked: OperatorQuestion, tried: Tried) -> Aside:
    """Return what is asked beside coverage; kept for this edition.

    Parameters
    ----------
    snapshot
        The layers.
    asked, tried
        The question, and the changes.

    Raises
    ------
    gis.errors.UnknownFeatureError
        If an end of the route is a feature that does not exist.
    gis.errors.InvalidInputError
        If an end has no position, or both are the same.
    """
    sought = (asked.survey, asked.hospitals, asked.losses, asked.start, asked.end, asked.demand)
    if not any(sought[:-1]):
        return Aside()
    key = ("aside", asked.coverage(), sought, *sorted(tried.query().items()))
    return snapshot.tried.get(key, lambda: _answered(snapshot, asked, tried))


def _answered(snapshot: Snapshot, asked: OperatorQuestion, tried: Tried) -> Aside:
    sites = tried_sites(snapshot, asked.mission, tried)
    metric = to_metric(sites)
    met = met_airspace(snapshot, asked.mission, asked.flight())
    survey = losses = None
    if asked.survey or asked.losses:
        areas, _ = areas_round_zones(snapshot, asked.coverage(), metric)
        unit = "people" if asked.demand == "people" else "area_m2"
        survey = survey_next(areas, unit=unit) if asked.survey else None
        if asked.losses:
            losses = () if areas.space is None else zone_losses(areas)
    hospitals = None
    if asked.hospitals:
        # Any length: how far each has to fly is what is asked, and the page says it.
        hospitals = hospital_access(snapshot.metric("places"), metric, met.space)
    way = None
    if asked.start or asked.end:
        layers = {layer: snapshot.frame(layer) for layer in END_LAYERS} | {LAYER: sites}
        way = _route(asked, layers, met.space)
    return Aside(survey, way, hospitals, losses)


def _route(
    asked: OperatorQuestion, layers: Mapping[str, gpd.GeoDataFrame], space: Airspace
) -> RouteShown:
    for field, text in (("start", asked.start), ("end", asked.end)):
        if not text:
            raise InvalidInputError(
                "a route needs two ends", field=field, remedy="Choose where it begins and ends."
            )
    if asked.start == asked.end:
        raise InvalidInputError(
            "a route needs two different ends", field="end", remedy="Choose another end."
        )
    start, begin = found_end(asked_end(asked.start, "start"), layers, "start")
    end, finish = found_end(asked_end(asked.end, "end"), layers, "end")
    return RouteShown(_named(start), _named(end), route(begin, finish, space))


def _named(end: RouteEndAnswer) -> tuple[str, str]:
    where = f"{end.lon:.5f}, {end.lat:.5f}"
    return end.name_zh or where, end.name_en or where
