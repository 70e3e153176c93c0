"""Answers of the siting family, and the verdict on a certificate."""

from enum import StrEnum
from typing import Any

from pydantic import Field

from api.answers import BARRED, AirspaceAnswer, Answer
from gis.results import Interval, SiteName
from gis.results_siting import BarredSite
from gis.siting.answers import AnswerStatus
from gis.siting.questions import Problem


class Straight(StrEnum):
    """What of an answer is as in free air although zones are imported."""

    DISTANCES = "distances"
    """The distances of median and center: ways round the zones may be longer."""
    FLIGHTS = "flights"
    """The flights that join connected sites: round the zones they may be longer, or impossible."""
    CIRCLES = "circles"
    """Where candidates of circles stand: round the zones other places may be better."""


class NewSiteAnswer(Answer):
    """One chosen site."""

    order: int
    candidate: str
    number: int = Field(description="The candidate's number in the certificate.")
    name_zh: str
    name_en: str
    lon: float = Field(description="Degrees, CRS84.")
    lat: float = Field(description="Degrees, CRS84.")
    accuracy_m: float
    town: str = Field(description="Id of the town it stands in; empty outside all.")
    year: int | None = Field(description="Build order: the year it opens in, from 1.")
    adds: float | None = Field(
        description="What it adds after those before it: newly covered demand; of backup the "
        "objective; of capacities the movements a day that it serves; of distances what the "
        "objective falls by, null for a first site before which there is none."
    )


class YearAnswer(Answer):
    """One year of a build order."""

    year: int
    opened: int = Field(description="Sites opened that year.")
    value: float = Field(description="Demand newly covered at the end of the year by all opened.")
    bound: float = Field(description="No choice of so many covers more, other years disregarded.")
    weight: float


class ForbiddenCandidateAnswer(Answer):
    """A candidate left out because it stands, or may stand, in a forbidden area."""

    candidate: str
    area: str
    surely: bool


class FamilyAnswer(Answer):
    """The best choice found for a siting problem, and what is proven about it."""

    edition: str
    problem: Problem
    mission: str
    radius_m: float | None
    demand: str = Field(
        description="people, area_m2, or weight of own demand points: the unit of before, after "
        "and total."
    )
    unit: str = Field(description="The unit of value and bound.")
    sites: tuple[NewSiteAnswer, ...]
    years: tuple[YearAnswer, ...]
    existing: tuple[SiteName, ...] = Field(
        description="Serving sites that are part of the model. All existing sites always stay; "
        "where none are listed, what they surely cover is left out of the demand."
    )
    value: float | None = Field(description="The objective of the choice; null if infeasible.")
    bound: float | None = Field(
        description="No choice among these candidates is better. Where a certificate was asked "
        "for, this and the gap are what the certificate proves."
    )
    gap: float
    seconds: float
    status: AnswerStatus
    before: Interval = Field(description="Demand covered today, surely and possibly.")
    after: Interval = Field(description="The same with the choice in service.")
    total: float
    counted: float = Field(description="Demand in the model; for capacities movements a day.")
    candidates: int
    demands: int = Field(description="Merged demands in the model.")
    demand_unplaced: float = Field(
        description="Weight of own demand points without position or accuracy: in no figure."
    )
    demand_accuracy_m: float | None = Field(
        description="Distances: nobody is farther from the point at which they are counted."
    )
    forbidden: tuple[ForbiddenCandidateAnswer, ...]
    unplaced: tuple[SiteName, ...]
    too_uncertain: tuple[SiteName, ...]
    barred: tuple[BarredSite, ...] = Field(description=BARRED)
    airspace: AirspaceAnswer
    straight: tuple[Straight, ...] = Field(
        description="What is measured straight though zones are imported; all else goes round them."
    )
    bound_certified: bool | None = Field(
        description="Whether the certificate proves the bound; null without a certificate."
    )
    solver_bound: float | None = Field(
        description="With a certificate: the bound that the solver had stated, proven or not."
    )
    certificate: dict[str, Any] | None


class VerdictAnswer(Answer):
    """What a certificate proves."""

    valid: bool = Field(description="Whether all that it claims to prove is proven.")
    reason: str = Field(description="What is wrong with it; empty if valid.")
    problem: str
    value: str | None = Field(description="The proven value as an exact number of units.")
    bound: str | None = Field(description="The bound in the same units.")
    unit: str | None = Field(description="What a unit is of a person, square metre or movement.")
    bound_certified: bool = Field(description="Whether the bound is proven, too.")
