"""Use case: the shortest way between two places round the zones."""

from dataclasses import dataclass

import geopandas as gpd
import shapely

from api.airspace_answers import LegAnswer, RouteAnswer, RouteEndAnswer
from api.answers import WITHOUT_GEOMETRY
from api.changed_sites import LAYER, WhatIf, changed_sites
from api.flights import ANY_FLIGHT, ChangedZones, FlightAsked, MetAirspace, met_airspace
from api.route_ends import END_LAYERS, Asked, found_end
from api.snapshot import Snapshot
from gis.crs import stored_coordinates
from gis.errors import InvalidInputError
from gis.missions import DEFAULT_MISSION
from gis.results_airspace import Route
from gis.routes import route
from layers.store import LayerStore


@dataclass(frozen=True, slots=True)
class RouteQuestion:
    """What is asked for.

    Attributes
    ----------
    start, end
        The ends.
    mission, flight
        As in :func:`api.flights.met_airspace`.
    """

    start: Asked
    end: Asked
    mission: str = DEFAULT_MISSION
    flight: FlightAsked = ANY_FLIGHT


@dataclass(frozen=True, slots=True)
class RouteFindings:
    """A route, its ends and the airspace it goes through."""

    route: Route
    start: RouteEndAnswer
    end: RouteEndAnswer
    airspace: MetAirspace


def route_today(snapshot: Snapshot, question: RouteQuestion) -> RouteFindings:
    """Return the shortest way as things are; computed once per edition.

    Raises
    ------
    gis.errors.UnknownFeatureError
        If an end is a feature that does not exist.
    gis.errors.InvalidInputError
        If an end has no position, or both are the same.
    """
    return snapshot.answer(
        ("route", question), lambda: _found(snapshot, question, snapshot.frame(LAYER), None)
    )


def route_if(
    store: LayerStore,
    snapshot: Snapshot,
    question: RouteQuestion,
    changes: WhatIf,
    zones: ChangedZones | None = None,
) -> RouteFindings:
    """Return the shortest way with changed sites and zones; nothing is kept.

    A site that ``changes`` adds is called ``what-if-1``, the next ``what-if-2``.
    """
    sites = changed_sites(store, question.mission, changes)
    return _found(snapshot, question, sites, zones)


def _found(
    snapshot: Snapshot,
    question: RouteQuestion,
    sites: gpd.GeoDataFrame,
    zones: ChangedZones | None,
) -> RouteFindings:
    layers = {layer: snapshot.frame(layer) for layer in END_LAYERS} | {LAYER: sites}
    start, begin = found_end(question.start, layers, "start")
    end, finish = found_end(question.end, layers, "end")
    if question.start == question.end:
        raise InvalidInputError(
            "a route needs two different ends", field="end", remedy="Name another end."
        )
    met = met_airspace(snapshot, question.mission, question.flight, zones)
    return RouteFindings(route(begin, finish, met.space), start, end, met)


def answer(
    findings: RouteFindings, question: RouteQuestion, *, edition: str, geometry: bool
) -> RouteAnswer:
    """Return findings as JSON's shape; the line drawn only where asked for."""
    found = findings.route
    return RouteAnswer.model_validate(
        {
            "edition": edition,
            "mission": question.mission,
            "start": findings.start,
            "end": findings.end,
            "airspace": findings.airspace.answer(),
            "straight_m": found.straight_m,
            "least_m": found.least_m,
            "most_m": found.most_m,
            "round_all": found.round_all,
            "legs": _legs(found),
            "heights": found.heights,
            "line": found.line,
        },
        context=None if geometry else WITHOUT_GEOMETRY,
    )


def _legs(found: Route) -> tuple[LegAnswer, ...]:
    if found.line is None:
        return ()
    degrees = stored_coordinates(shapely.get_coordinates(found.line)).round(7)
    corners = [(lon, lat) for lon, lat in degrees.tolist()]
    return tuple(
        LegAnswer(start=one, end=two, length_m=leg.length_m)
        for one, two, leg in zip(corners[:-1], corners[1:], found.legs, strict=True)
    )
