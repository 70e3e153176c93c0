"""Answers about demand at points, sampled bands, surveys, access and the road network as JSON."""

from math import isfinite
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from api.answers import AirspaceAnswer, Answer, Geometry
from gis.results import Interval, SiteName
from gis.results_access import AccessRow, Bound, Measure
from gis.results_demand import Displacement, Quantiles, SurveyRow
from gis.results_roads import ReachedFeature, Verdict


class DemandTownAnswer(Answer):
    """How much of the demand of one town, or of all, is reached."""

    town: str = Field(description="The town's id; city for all, empty for what lies in none.")
    name_zh: str
    name_en: str
    points: int
    weight: float
    points_reached: tuple[Interval, ...] = Field(
        description="Points that at least 1, 2, 3 serving sites reach: surely and possibly."
    )
    weight_reached: tuple[Interval, ...] = Field(description="The same by weight.")
    points_with_planned: Interval = Field(
        description="Reached at least once when every planned or building site has opened."
    )
    weight_with_planned: Interval


class UnplacedAnswer(Answer):
    """Demand without a position or accuracy: it is in no other figure."""

    points: int
    weight: float


class DemandAnswer(Answer):
    """How much of one's own demand points is reached, as intervals."""

    edition: str
    mission: str
    radius_m: float | None
    airspace: AirspaceAnswer
    serving_sites: int
    city: DemandTownAnswer
    towns: tuple[DemandTownAnswer, ...]
    unplaced: UnplacedAnswer
    farthest_m: Interval | None = Field(
        description="Straight, from the worst-placed point to its nearest serving site."
    )


class SurveyAnswer(Answer):
    """Which position, if surveyed, narrows the interval of coverage most."""

    edition: str
    mission: str
    radius_m: float | None
    airspace: AirspaceAnswer
    unit: str = Field(description="area_m2 or people: the unit of width and of each shrink.")
    width: float = Field(description="Width of the guaranteed interval of coverage today.")
    rows: tuple[SurveyRow, ...]


class GuaranteedAnswer(Answer):
    """City-wide coverage: no positions within the stated accuracies give a figure outside."""

    covered_m2: Interval
    covered_people: Interval | None


class SampledBandAnswer(Answer):
    """Where coverage falls for positions drawn at random. It guarantees nothing."""

    displacement: Displacement
    supposed_zh: str = Field(description="The distribution supposed, in Chinese.")
    supposed_en: str = Field(description="The distribution supposed, in English.")
    draws: int
    seed: int
    generator: str = Field(description="The same generator and seed give the same band.")
    share: float = Field(description="Central share of the draws between the band's ends.")
    covered_m2: Quantiles
    covered_people: Quantiles | None


class BandAnswer(Answer):
    """The guaranteed interval, and beside it a sampled band under its own name."""

    edition: str
    mission: str
    radius_m: float | None
    airspace: AirspaceAnswer
    guaranteed: GuaranteedAnswer
    sampled_band: SampledBandAnswer


class RingAnswer(Answer):
    """What counts how much within a distance."""

    reach_m: float
    weight: float


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value


Finite = Annotated[float | None, BeforeValidator(_finite)]
"""A number; null for one without bound."""


class InequalityAnswer(Answer):
    """One measure of inequality between the towns' people, whose scores are intervals."""

    measure: Measure
    low: Finite = Field(description="null: without bound, the worst-served surely have nothing.")
    high: Finite = Field(description="null: without bound, the worst-served may have nothing.")
    low_is: Bound
    high_is: Bound
    reached: Finite = Field(description="The largest value that some scores were found to give.")


class AccessAnswer(Answer):
    """What capacity falls to the people of each town, and how equally."""

    edition: str
    supply: str = Field(description="hospitals, takeoff_points or own.")
    capacity_basis: str = Field(
        description="stated, or assumed_one: every site counts as 1, which nobody states."
    )
    method: str
    reach_m: float
    rings: tuple[RingAnswer, ...] | None = Field(description="null for Gaussian weights.")
    cell_m: float = Field(description="Side of the cells that towns' people are put into.")
    capacity: float = Field(description="All capacity counted.")
    city: AccessRow
    towns: tuple[AccessRow, ...]
    inequality: tuple[InequalityAnswer, ...] = Field(
        description="Empty where nobody is surely or possibly served."
    )
    without_capacity: tuple[SiteName, ...]
    unplaced: tuple[SiteName, ...]
    towns_without_people: tuple[str, ...]


class ReachRowAnswer(Answer):
    """What lies within a walk of the segments in one town, or in the whole city."""

    town: str
    name_zh: str
    name_en: str
    area_m2: float
    people: float | None
    reached_m2: Interval
    reached_people: Interval | None
    features: Annotated[dict[str, Interval], BeforeValidator(dict)] = Field(
        description="Number of features within the walk by layer."
    )


class RoadReachAnswer(Answer):
    """The walk-shed of the segments."""

    verdict: Verdict
    segments: int
    city: ReachRowAnswer
    towns: tuple[ReachRowAnswer, ...]
    features: tuple[ReachedFeature, ...]
    schematic: tuple[SiteName, ...]
    unplaced: tuple[SiteName, ...]
    surely: Geometry = None
    possibly: Geometry = None


class MissingLinkAnswer(Answer):
    """One link of the shortest set that joins the network."""

    rank: int
    start: str
    end: str
    km: Interval
    people_gained: float
    km_per_thousand: float | None
    line: Geometry = None


class RoadPartsAnswer(Answer):
    """The parts of the network, and the links that would join them."""

    verdict: Verdict
    parts: Interval
    surely_joined: tuple[tuple[str, ...], ...]
    links: tuple[MissingLinkAnswer, ...]
    total_km: Interval
    schematic: tuple[SiteName, ...]
    unplaced: tuple[SiteName, ...]


class RoadLinksAnswer(Answer):
    """Walk-shed and missing links of the road segments."""

    edition: str
    network: str = Field(description="register, or own.")
    walk_m: float
    join_m: float
    statuses: tuple[str, ...]
    hubs: bool = Field(description="Whether the network should also join the hubs.")
    reach: RoadReachAnswer
    links: RoadPartsAnswer
