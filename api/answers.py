"""Results as JSON: what the service and the command line's ``--json`` answer."""

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from shapely.geometry.base import BaseGeometry

from gis.crs import stored_geometry
from gis.geojson import encode_geometry
from gis.results import GapReason, RadiusBasis, SitingStatus
from gis.results_places import PositionClass


def _geojson(value: Any) -> Any:
    if isinstance(value, BaseGeometry):
        return encode_geometry(stored_geometry(value))
    return value


Geometry = Annotated[dict[str, Any] | None, BeforeValidator(_geojson)]
"""A geometry of EPSG:4547 as GeoJSON in degrees (CRS84)."""


class Answer(BaseModel):
    """Base of the answers: each reads the result of the same name."""

    model_config = ConfigDict(from_attributes=True)


class IntervalAnswer(Answer):
    """A figure between two bounds that the stated accuracies guarantee."""

    low: float
    high: float


class CoverageRowAnswer(Answer):
    """Coverage of one town, or of the city. Areas in square metres."""

    town: str
    name_zh: str
    name_en: str
    area_m2: float
    people: float | None = Field(description="Census population; null where none is published.")
    covered_m2: IntervalAnswer = Field(description="low = surely, high = possibly covered.")
    covered_people: IntervalAnswer | None
    k_covered_m2: tuple[IntervalAnswer, ...] = Field(description="By at least 1, 2, 3 sites.")
    with_planned_m2: IntervalAnswer = Field(description="Once every planned site has opened.")


class SiteShareAnswer(Answer):
    """What one serving site reaches, and what it reaches alone. Metres and square metres."""

    site: str
    name_zh: str
    name_en: str
    radius_m: float
    radius_basis: RadiusBasis
    accuracy_m: float
    reach_m2: IntervalAnswer
    alone_m2: IntervalAnswer


class SiteNameAnswer(Answer):
    """A site named beside the figures."""

    site: str
    name_zh: str
    name_en: str
    status: str


class GapAnswer(Answer):
    """The part of one town that is not surely covered for one reason."""

    rank: int
    town: str
    name_zh: str
    name_en: str
    reason: GapReason
    area_m2: float
    people: float | None
    nearest_site: str | None
    nearest_name_zh: str | None
    nearest_name_en: str | None
    distance_m: IntervalAnswer | None
    geometry: Geometry = None


class CoverageAnswer(Answer):
    """Coverage and gaps of the city."""

    edition: str = Field(description="The store's edition the figures are of.")
    mission: str
    radius_m: float | None = Field(description="The radius asked for; null where none was.")
    city: CoverageRowAnswer
    towns: tuple[CoverageRowAnswer, ...]
    sites: tuple[SiteShareAnswer, ...]
    coming: tuple[SiteNameAnswer, ...]
    not_counted: tuple[SiteNameAnswer, ...]
    unplaced: tuple[SiteNameAnswer, ...]
    gaps: tuple[GapAnswer, ...]
    error_m2: float = Field(description="How much drawing discs as polygons can widen the city.")
    surely: Geometry = None
    possibly: Geometry = None


class ChosenSiteAnswer(Answer):
    """One new site of a plan."""

    order: int
    candidate: str
    name_zh: str
    name_en: str
    lon: float = Field(description="Degrees, CRS84.")
    lat: float = Field(description="Degrees, CRS84.")
    accuracy_m: float
    town: str
    adds: float


class SitingAnswer(Answer):
    """The best new sites found, with the proof of how good they are."""

    edition: str
    mission: str
    radius_m: float | None
    demand: str = Field(description="people or area_m2: the unit of value, bound, before, after.")
    sites: tuple[ChosenSiteAnswer, ...]
    value: float
    bound: float = Field(description="No choice of as many candidates can exceed this.")
    gap: float
    seconds: float
    status: SitingStatus
    before: IntervalAnswer
    after: IntervalAnswer
    total: float
    candidates: int
    patterns: int
    unplaced: tuple[SiteNameAnswer, ...]
    too_uncertain: tuple[SiteNameAnswer, ...]


class NamingAnswer(Answer):
    """One plan naming one town for one cluster; ``via`` an area is an inference."""

    cluster: str
    hub: str
    document: str
    year: int
    source: str
    via: str | None
    open_list: bool


class TownClustersAnswer(Answer):
    """One row of the town by cluster matrix."""

    town: str
    name_zh: str
    name_en: str
    kind: str
    named: bool
    named_directly: bool
    clusters: tuple[str, ...]
    namings: tuple[NamingAnswer, ...]
    carriers: dict[str, int]
    landmarks: dict[str, int]
    takeoff_points: dict[str, int]


class PlannersAnswer(Answer):
    """The town by cluster matrix."""

    edition: str
    towns: tuple[TownClustersAnswer, ...]


class NearbyAnswer(Answer):
    """A feature near a landmark; the distance holds both accuracies. Metres."""

    layer: str
    feature: str
    kind: str
    name_zh: str
    name_en: str
    status: str
    distance_m: IntervalAnswer
    facility: str | None


class FacilityAnswer(Answer):
    """One facility that a landmark rests on."""

    facility: str
    name_zh: str
    name_en: str
    town: str | None
    status: str
    source: str
    position: PositionClass
    accuracy_m: float | None


class LandmarkAnswer(Answer):
    """One landmark and what is near it."""

    landmark: str
    number: int
    name_zh: str
    name_en: str
    status: str
    source: str
    as_of: dt.date
    place_zh: str
    place_en: str
    towns: tuple[str, ...]
    sub_scenarios_zh: tuple[str, ...]
    sub_scenarios_en: tuple[str, ...]
    lead_zh: str
    lead_en: str
    vehicles: tuple[str, ...]
    roads: tuple[str, ...]
    position: PositionClass
    accuracy_m: float | None
    facilities: tuple[FacilityAnswer, ...]
    stations: tuple[NearbyAnswer, ...]
    hospitals: tuple[NearbyAnswer, ...]
    takeoff_points: tuple[NearbyAnswer, ...]
    road_segments: tuple[NearbyAnswer, ...]


class LandmarksAnswer(Answer):
    """The ten landmarks."""

    edition: str
    landmarks: tuple[LandmarkAnswer, ...]
