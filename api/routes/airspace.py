"""What operators ask of the airspace: losses by zone, reach, routes, hospitals' sites."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag

from api import access_examples, flight_routes, hospital_sites, site_reach, zone_losses
from api import airspace_examples as examples
from api.airspace_answers import HospitalsAnswer, LossesAnswer, RouteAnswer, SiteReachAnswer
from api.coverage_what_if import CoverageQuestion
from api.deps import SnapshotDep, document
from api.flight_routes import RouteQuestion
from api.operator_bodies import FlightBody, PlaceBody, SiteId
from api.params import (
    FlightParameters,
    JsonParameters,
    MissionId,
    NoParameters,
    Radius,
    absent_if_empty,
)
from api.respond_async import LongRunDep, long_responses
from api.route_ends import Asked, asked_end
from gis.missions import DEFAULT_MISSION
from gis.progress import Progress

router = APIRouter(prefix="/operators", tags=["operators"])

EndText = Annotated[str, Field(min_length=1, max_length=200)]
EndBody = Annotated[
    Annotated[SiteId, Tag("id")] | Annotated[PlaceBody, Tag("place")],
    Discriminator(lambda given: "place" if isinstance(given, (dict, PlaceBody)) else "id"),
]
_GEOMETRY = Field(True, description="Whether the answer carries the areas or line (GeoJSON).")
_END = "Id of a takeoff point, public place or facility; or lon,lat,accuracy_m."
_RANGE = Field(None, description="Longer ways, in metres, do not count; else any length.")


class MissionFlightParameters(JsonParameters, FlightParameters):
    """Which mission, how high and when."""

    mission: MissionId = Field(DEFAULT_MISSION, description="Mission class.")


class LossesParameters(MissionFlightParameters):
    """What is asked of the zones."""

    radius_m: Annotated[Radius | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="Service radius in metres of every site that states none of its own."
    )

    def question(self) -> CoverageQuestion:
        """Return the use case's value."""
        return CoverageQuestion(self.mission, self.radius_m, self.flight())


class ReachParameters(LossesParameters):
    """Which site's reach is asked for."""

    site: SiteId = Field(description="Id of a takeoff point.")
    geometry: bool = _GEOMETRY


class RouteParameters(MissionFlightParameters):
    """Which route is asked for."""

    start: EndText = Field(description=_END)
    end: EndText = Field(description=_END)
    geometry: bool = _GEOMETRY

    def question(self) -> RouteQuestion:
        """Return the use case's value."""
        ends = asked_end(self.start, "start"), asked_end(self.end, "end")
        return RouteQuestion(*ends, self.mission, self.flight())


class HospitalsParameters(MissionFlightParameters):
    """Within which range a landing site counts."""

    mission: MissionId = Field(hospital_sites.MISSION, description="Mission class.")
    range_m: Annotated[Radius | None, BeforeValidator(absent_if_empty)] = _RANGE


class LossesBody(FlightBody):
    """Changes to try; nothing is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.LOSSES_BODY]})

    def question(self) -> CoverageQuestion:
        """Return the use case's value."""
        return CoverageQuestion(self.mission, self.radius_m, self.flight())


class ReachBody(LossesBody):
    """The site asked about, and changes to try; a site added is ``what-if-1``, then on."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.REACH_BODY]})

    site: SiteId
    geometry: bool = _GEOMETRY


class RouteBody(FlightBody):
    """The ends, and changes to try; a site added is ``what-if-1``, then on."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ROUTE_BODY]})

    start: EndBody = Field(description="Id of a feature, or a place of one's own.")
    end: EndBody = Field(description="Id of a feature, or a place of one's own.")
    geometry: bool = _GEOMETRY

    def question(self) -> RouteQuestion:
        """Return the use case's value."""
        return RouteQuestion(_asked(self.start), _asked(self.end), self.mission, self.flight())


class HospitalsBody(FlightBody):
    """Within which range a landing site counts, and changes to try."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.HOSPITALS_BODY]})

    mission: MissionId = hospital_sites.MISSION
    range_m: Radius | None = _RANGE


def _asked(end: str | PlaceBody) -> Asked:
    return end.place() if isinstance(end, PlaceBody) else end


@router.get(
    "/losses",
    summary="What is lost to each airspace zone",
    response_model=LossesAnswer,
    responses=access_examples.only_json(examples.LOSSES),
)
def losses(
    request: Request, snapshot: SnapshotDep, asked: Annotated[LossesParameters, Query()]
) -> Response:
    """Return the area and people no longer surely, no longer possibly served, zone by zone."""
    question = asked.question()
    found = zone_losses.answer(
        zone_losses.losses_today(snapshot, question), question, edition=snapshot.edition
    )
    return document(request, snapshot.edition, found.model_dump(mode="json"))


@router.post(
    "/losses",
    summary="What is lost to each airspace zone if sites or zones were changed",
    response_model=LossesAnswer,
    responses=long_responses(access_examples.only_json(examples.LOSSES)),
)
def losses_if(
    snapshot: SnapshotDep,
    run: LongRunDep,
    body: LossesBody,
    _: Annotated[NoParameters, Query()],
) -> LossesAnswer | Response:
    """Return the same with sites and zones added, dropped or moved. Nothing is kept."""
    question, changes, zones = body.question(), body.changes(), body.changed_zones(snapshot)

    def compute(on_progress: Progress) -> LossesAnswer:
        found = zone_losses.losses_if(
            snapshot.store, snapshot, question, changes, zones, on_progress=on_progress
        )
        return zone_losses.answer(found, question, edition=snapshot.edition)

    return run(compute, method="docs/methods/reach.md")


@router.get(
    "/reach",
    summary="Where one site serves, round the zones",
    response_model=SiteReachAnswer,
    responses=access_examples.only_json(examples.REACH),
)
def reach(
    request: Request, snapshot: SnapshotDep, asked: Annotated[ReachParameters, Query()]
) -> Response:
    """Return what a takeoff point surely and possibly reaches, not clipped to the city."""
    found = site_reach.reach_today(snapshot, asked.question(), asked.site, geometry=asked.geometry)
    return document(request, snapshot.edition, found.model_dump(mode="json"))


@router.post(
    "/reach",
    summary="Where one site would serve if sites or zones were changed",
    responses=access_examples.only_json(examples.REACH),
)
def reach_if(
    snapshot: SnapshotDep,
    body: ReachBody,
    _: Annotated[NoParameters, Query()],
) -> SiteReachAnswer:
    """Return the same with sites and zones added, dropped or moved. Nothing is kept."""
    zones = body.changed_zones(snapshot)
    return site_reach.reach_if(
        snapshot.store,
        snapshot,
        body.question(),
        body.site,
        body.changes(),
        zones,
        geometry=body.geometry,
    )


@router.get(
    "/routes",
    summary="The shortest way between two places round the zones",
    response_model=RouteAnswer,
    responses=access_examples.only_json(examples.ROUTE),
)
def routes(
    request: Request, snapshot: SnapshotDep, asked: Annotated[RouteParameters, Query()]
) -> Response:
    """Return between which lengths the shortest way is, a way drawn, and its heights."""
    question = asked.question()
    found = flight_routes.answer(
        flight_routes.route_today(snapshot, question),
        question,
        edition=snapshot.edition,
        geometry=asked.geometry,
    )
    return document(request, snapshot.edition, found.model_dump(mode="json"))


@router.post(
    "/routes",
    summary="The shortest way if sites or zones were changed",
    responses=access_examples.only_json(examples.ROUTE),
)
def routes_if(
    snapshot: SnapshotDep,
    body: RouteBody,
    _: Annotated[NoParameters, Query()],
) -> RouteAnswer:
    """Return the same with sites and zones added, dropped or moved. Nothing is kept."""
    question, zones = body.question(), body.changed_zones(snapshot)
    found = flight_routes.route_if(snapshot.store, snapshot, question, body.changes(), zones)
    return flight_routes.answer(found, question, edition=snapshot.edition, geometry=body.geometry)


@router.get(
    "/hospitals",
    summary="Which landing site each hospital has",
    response_model=HospitalsAnswer,
    responses=access_examples.only_json(examples.HOSPITALS),
)
def hospitals(
    request: Request, snapshot: SnapshotDep, asked: Annotated[HospitalsParameters, Query()]
) -> Response:
    """Return, for each hospital, the site in use surely and possibly nearest by the way round."""
    access = hospital_sites.hospitals_today(snapshot, asked.mission, asked.flight(), asked.range_m)
    found = hospital_sites.answer(access, snapshot, mission=asked.mission, range_m=asked.range_m)
    return document(request, snapshot.edition, found.model_dump(mode="json"))


@router.post(
    "/hospitals",
    summary="Which landing site each hospital has if sites or zones were changed",
    response_model=HospitalsAnswer,
    responses=long_responses(access_examples.only_json(examples.HOSPITALS)),
)
def hospitals_if(
    snapshot: SnapshotDep,
    run: LongRunDep,
    body: HospitalsBody,
    _: Annotated[NoParameters, Query()],
) -> HospitalsAnswer | Response:
    """Return the same with sites and zones added, dropped or moved. Nothing is kept."""
    mission, flight, range_m = body.mission, body.flight(), body.range_m
    changes, zones = body.changes(), body.changed_zones(snapshot)

    def compute(on_progress: Progress) -> HospitalsAnswer:
        access = hospital_sites.hospitals_if(
            snapshot.store,
            snapshot,
            mission,
            flight,
            range_m,
            changes,
            zones,
            on_progress=on_progress,
        )
        return hospital_sites.answer(access, snapshot, mission=mission, range_m=range_m)

    return run(compute, method="docs/methods/routes.md")
