"""What operators ask of their own demand points, and of how sure coverage is."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BeforeValidator, ConfigDict, Field

from api import access_examples as examples
from api import coverage_band, demand_reached, survey_advice
from api.access_answers import BandAnswer, DemandAnswer, SurveyAnswer
from api.coverage_band import MAX_DRAWS, BandQuestion
from api.demand_reached import DemandQuestion
from api.deps import SnapshotDep, document
from api.operator_bodies import AddedSiteBody, FlightBody
from api.own_bodies import DATUM, DemandPoints, features_of
from api.params import (
    FlightParameters,
    JsonParameters,
    MissionId,
    NoParameters,
    Radius,
    absent_if_empty,
)
from api.respond_async import LongRunDep, long_responses
from api.survey_advice import SurveyQuestion
from gis.datums import Datum
from gis.missions import DEFAULT_MISSION
from gis.progress import Progress
from gis.results_demand import Displacement
from gis.survey_next import UNITS
from layers.importers.own_features import WEIGHT, own_points

router = APIRouter(prefix="/operators", tags=["operators"])

Unit = Annotated[str, Field(pattern=f"^({'|'.join(UNITS)})$")]
Draws = Annotated[int, Field(ge=2, le=MAX_DRAWS)]
Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]
Share = Annotated[float, Field(ge=0.5, le=0.999, allow_inf_nan=False)]
_UNIT = Field("area_m2", description="Whether area or people count.")
_SHIFT = Field(Displacement.INDEPENDENT, description="How true positions are supposed to spread.")
_DRAWS = Field(200, description="How many times positions are drawn.")
_SEED = Field(1, description="The same seed gives the same band.")
_SHARE = Field(0.95, description="Central share of the draws between the band's ends.")


class SiteParameters(JsonParameters, FlightParameters):
    """Which mission, how far a site serves, how high and when."""

    mission: MissionId = Field(DEFAULT_MISSION, description="Mission class.")
    radius_m: Annotated[Radius | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="Service radius in metres of every site that states none of its own."
    )


class SurveyParameters(SiteParameters):
    """What surveying is to narrow."""

    unit: Unit = _UNIT

    def question(self) -> SurveyQuestion:
        """Return the use case's value."""
        return _survey_question(self)


class BandParameters(SiteParameters):
    """Which distribution is supposed, and how often it is drawn from."""

    displacement: Displacement = _SHIFT
    draws: Draws = _DRAWS
    seed: Seed = _SEED
    share: Share = _SHARE

    def question(self) -> BandQuestion:
        """Return the use case's value."""
        return _band_question(self)


class DemandBody(FlightBody):
    """One's own demand points, and changes to try; nothing is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.DEMAND_BODY]})

    points: DemandPoints
    datum: Annotated[Datum, Field(strict=False)] = DATUM

    def question(self) -> DemandQuestion:
        """Return the use case's value."""
        return DemandQuestion(self.mission, self.radius_m, self.flight())


class SurveyBody(FlightBody):
    """Changes to try, and what surveying is to narrow."""

    add: list[AddedSiteBody] = Field(default_factory=list, max_length=200)
    unit: Unit = _UNIT

    def question(self) -> SurveyQuestion:
        """Return the use case's value."""
        return _survey_question(self)


class BandBody(FlightBody):
    """Changes to try, and the distribution supposed."""

    displacement: Annotated[Displacement, Field(strict=False)] = _SHIFT
    draws: Draws = _DRAWS
    seed: Seed = _SEED
    share: Share = _SHARE

    def question(self) -> BandQuestion:
        """Return the use case's value."""
        return _band_question(self)


def _survey_question(asked: SurveyParameters | SurveyBody) -> SurveyQuestion:
    return SurveyQuestion(asked.mission, asked.radius_m, asked.unit, asked.flight())


def _band_question(asked: BandParameters | BandBody) -> BandQuestion:
    return BandQuestion(
        asked.mission,
        asked.radius_m,
        asked.displacement,
        asked.draws,
        asked.seed,
        asked.share,
        asked.flight(),
    )


@router.post(
    "/demand",
    summary="How much of one's own demand points is reached",
    response_model=DemandAnswer,
    responses=long_responses(examples.only_json(examples.DEMAND)),
)
def demand(
    snapshot: SnapshotDep,
    run: LongRunDep,
    body: DemandBody,
    _: Annotated[NoParameters, Query()],
) -> DemandAnswer | Response:
    """Return how many points, and how much weight, at least 1, 2, 3 sites reach, by town.

    A point counts in the town it states, else in the one its stated position lies in. Nothing is
    kept.
    """
    towns = frozenset(snapshot.frame("towns")["id"])
    points = own_points(features_of(body.points, "points"), body.datum, WEIGHT, towns)
    question, changes, zones = body.question(), body.changes(), body.changed_zones(snapshot)

    def compute(on_progress: Progress) -> DemandAnswer:
        findings = demand_reached.demand_reached(
            snapshot.store, snapshot, points, question, changes, zones, on_progress=on_progress
        )
        return demand_reached.answer(findings, snapshot, question)

    return run(compute, method="docs/methods/coverage.md")


@router.get(
    "/survey-next",
    summary="Which position to survey next",
    response_model=SurveyAnswer,
    responses=examples.only_json(examples.SURVEY),
)
def survey_next(
    request: Request, snapshot: SnapshotDep, asked: Annotated[SurveyParameters, Query()]
) -> Response:
    """Return the serving sites by how much surveying one surely narrows coverage's interval."""
    question = asked.question()
    found = survey_advice.answer(
        survey_advice.survey_today(snapshot, question), question, edition=snapshot.edition
    )
    return document(request, snapshot.edition, found.model_dump(mode="json"))


@router.post(
    "/survey-next",
    summary="Which position to survey next if sites or zones were changed",
    response_model=SurveyAnswer,
    responses=long_responses(examples.only_json(examples.SURVEY)),
)
def survey_next_if(
    snapshot: SnapshotDep,
    run: LongRunDep,
    body: SurveyBody,
    _: Annotated[NoParameters, Query()],
) -> SurveyAnswer | Response:
    """Return the same with sites and zones added, dropped or moved. Nothing is kept."""
    question, changes, zones = body.question(), body.changes(), body.changed_zones(snapshot)

    def compute(on_progress: Progress) -> SurveyAnswer:
        found = survey_advice.survey_if(
            snapshot.store, snapshot, question, changes, zones, on_progress=on_progress
        )
        return survey_advice.answer(found, question, edition=snapshot.edition)

    return run(compute, method="docs/methods/coverage.md")


@router.get(
    "/band",
    summary="A sampled band of coverage beside the guaranteed interval",
    response_model=BandAnswer,
    responses=examples.only_json(examples.BAND),
)
def band(
    request: Request, snapshot: SnapshotDep, asked: Annotated[BandParameters, Query()]
) -> Response:
    """Return where coverage falls if positions are drawn from a supposed distribution.

    The band guarantees nothing and never stands in the interval's place.
    """
    question = asked.question()
    found = coverage_band.answer(
        coverage_band.band_today(snapshot, question), question, edition=snapshot.edition
    )
    return document(request, snapshot.edition, found.model_dump(mode="json"))


@router.post(
    "/band",
    summary="A sampled band of coverage if sites or zones were changed",
    response_model=BandAnswer,
    responses=long_responses(examples.only_json(examples.BAND)),
)
def band_if(
    snapshot: SnapshotDep,
    run: LongRunDep,
    body: BandBody,
    _: Annotated[NoParameters, Query()],
) -> BandAnswer | Response:
    """Return the same with sites and zones added, dropped or moved. Nothing is kept."""
    question, changes, zones = body.question(), body.changes(), body.changed_zones(snapshot)

    def compute(on_progress: Progress) -> BandAnswer:
        found = coverage_band.band_if(
            snapshot.store, snapshot, question, changes, zones, on_progress=on_progress
        )
        return coverage_band.answer(found, question, edition=snapshot.edition)

    return run(compute, method="docs/methods/coverage.md")
