"""What planners ask of access: what falls to the towns' people, and what roads reach and lack."""

from typing import Annotated, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api import access_examples as examples
from api import road_network, town_access
from api.access_answers import AccessAnswer, RoadLinksAnswer
from api.deps import SnapshotDep, document
from api.own_bodies import DATUM, RoadLineFeatures, SupplyPoints, features_of
from api.params import JsonParameters, NoParameters
from api.respond_async import LongRunDep, long_responses
from api.road_network import WALK_M, RoadQuestion
from api.town_access import AccessQuestion, Capacity, Method, SupplyOf
from gis.datums import Datum
from gis.progress import Progress
from gis.road_links import JOIN_M
from gis.road_reach import MAX_WALK_M, OPEN
from gis.vocabulary import ROAD_STATUSES
from layers.importers.own_features import CAPACITY, own_lines, own_points

router = APIRouter(prefix="/planners", tags=["planners"])

Metres = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]
Cell = Annotated[float, Field(ge=400, le=10_000, allow_inf_nan=False)]
Walk = Annotated[float, Field(gt=0, le=MAX_WALK_M, allow_inf_nan=False)]
Status = Annotated[str, Field(pattern="^(" + "|".join(term.id for term in ROAD_STATUSES) + ")$")]
_METHOD = Field(Method.PLAIN, description="Weights by distance: plain, by rings, or Gaussian.")
_REACH = Field(10_000.0, description="Where the catchment ends, in metres.")
_CELL = Field(1_000.0, description="Side in metres of the cells towns are cut into; small: closer.")
_WALK = Field(WALK_M, description="A straight walk in metres.")
_JOIN = Field(JOIN_M, description="Segments this near each other, in metres, count as joined.")
_HUBS = Field(False, description="Whether the network should also join the hubs.")
_AREAS = Field(False, description="Whether the answer carries the walk-shed (GeoJSON).")


class AccessParameters(JsonParameters):
    """Whose capacity is shared out, and how much distance counts."""

    supply: SupplyOf = Field(SupplyOf.HOSPITALS, description="Whose capacity is shared out.")
    capacity: Capacity = Field(
        Capacity.ONE, description="Each counts as one, an assumption; or what is stated."
    )
    method: Method = _METHOD
    reach_m: Metres = _REACH
    cell_m: Cell = _CELL


class RingBody(BaseModel):
    """What counts how much within a distance."""

    model_config = ConfigDict(extra="forbid", strict=True)

    reach_m: Metres
    weight: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class AccessBody(BaseModel):
    """One's own supply; nothing is kept."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [examples.ACCESS_BODY]}
    )

    supply: SupplyPoints
    datum: Annotated[Datum, Field(strict=False)] = DATUM
    method: Annotated[Method, Field(strict=False)] = _METHOD
    reach_m: Metres = _REACH
    rings: list[RingBody] = Field(
        default_factory=list,
        max_length=10,
        description="For e2sfca, from within outwards; they take the place of reach_m.",
    )
    cell_m: Cell = _CELL

    @model_validator(mode="after")
    def _rings_are_used(self) -> Self:
        if self.rings and self.method is not Method.RINGS:
            raise ValueError("rings are for the method e2sfca")
        return self

    def question(self) -> AccessQuestion:
        """Return the use case's value."""
        rings = tuple((ring.reach_m, ring.weight) for ring in self.rings)
        return AccessQuestion(
            method=self.method, reach_m=self.reach_m, rings=rings, cell_m=self.cell_m
        )


class RoadParameters(JsonParameters):
    """How far a walk is, and which segments count."""

    walk_m: Walk = _WALK
    join_m: Walk = _JOIN
    status: Status = Field(OPEN[0], description="Status of the segments that count.")
    hubs: bool = _HUBS
    geometry: bool = _AREAS


class RoadBody(BaseModel):
    """One's own network; nothing is kept."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [examples.ROAD_BODY]}
    )

    lines: RoadLineFeatures
    datum: Annotated[Datum, Field(strict=False)] = DATUM
    walk_m: Walk = _WALK
    join_m: Walk = _JOIN
    statuses: list[Status] = Field(default_factory=lambda: [*OPEN], min_length=1, max_length=4)
    hubs: bool = _HUBS
    geometry: bool = _AREAS


@router.get(
    "/access",
    summary="What capacity falls to the towns' people",
    response_model=AccessAnswer,
    responses=examples.only_json(examples.ACCESS),
)
def access(
    request: Request, snapshot: SnapshotDep, asked: Annotated[AccessParameters, Query()]
) -> Response:
    """Return capacity per 1,000 people by town as intervals, with Gini, Palma and Theil.

    Two-step floating catchment areas over straight lines. Of hospitals no source states a
    capacity: each counts as one, which shows where the listed ones are and nothing more.
    """
    question = AccessQuestion(
        asked.supply, asked.capacity, asked.method, asked.reach_m, cell_m=asked.cell_m
    )
    findings = town_access.access_of(snapshot, question)
    found = town_access.answer(findings, question, edition=snapshot.edition, own=False)
    return document(request, snapshot.edition, found.model_dump(mode="json"))


@router.post(
    "/access",
    summary="What capacity of one's own falls to the towns' people",
    response_model=AccessAnswer,
    responses=long_responses(examples.only_json(examples.ACCESS)),
)
def access_if(
    snapshot: SnapshotDep,
    run: LongRunDep,
    body: AccessBody,
    _: Annotated[NoParameters, Query()],
) -> AccessAnswer | Response:
    """Return the same for points with capacities of one's own. Nothing is kept."""
    own = own_points(features_of(body.supply, "supply"), body.datum, CAPACITY)
    question = body.question()

    def compute(on_progress: Progress) -> AccessAnswer:
        findings = town_access.access_of(snapshot, question, own, on_progress)
        return town_access.answer(findings, question, edition=snapshot.edition, own=True)

    return run(compute, method="docs/methods/access.md")


@router.get(
    "/road-links",
    summary="What the segments reach on foot, and which links their network lacks",
    response_model=RoadLinksAnswer,
    responses=examples.only_json(examples.ROAD_LINKS),
)
def road_links(
    request: Request, snapshot: SnapshotDep, asked: Annotated[RoadParameters, Query()]
) -> Response:
    """Return the walk-shed and the missing links of the register's segments.

    Where no line is surveyed the verdict says that it cannot be said, and no link is named.
    """
    question = RoadQuestion(asked.walk_m, asked.join_m, (asked.status,), asked.hubs)
    findings = road_network.road_network(snapshot, question)
    found = road_network.answer(
        findings, question, edition=snapshot.edition, own=False, geometry=asked.geometry
    )
    return document(request, snapshot.edition, found.model_dump(mode="json"))


@router.post(
    "/road-links",
    summary="What a network of one's own reaches on foot, and which links it lacks",
    response_model=RoadLinksAnswer,
    responses=long_responses(examples.only_json(examples.ROAD_LINKS)),
)
def road_links_if(
    snapshot: SnapshotDep,
    run: LongRunDep,
    body: RoadBody,
    _: Annotated[NoParameters, Query()],
) -> RoadLinksAnswer | Response:
    """Return the same for lines of one's own. Nothing is kept."""
    own = own_lines(features_of(body.lines, "lines"), body.datum)
    question = RoadQuestion(body.walk_m, body.join_m, tuple(body.statuses), body.hubs)

    def compute(on_progress: Progress) -> RoadLinksAnswer:
        findings = road_network.road_network(snapshot, question, own, on_progress)
        return road_network.answer(
            findings, question, edition=snapshot.edition, own=True, geometry=body.geometry
        )

    return run(compute, method="docs/methods/roads.md")
