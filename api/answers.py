"""Results as JSON: what the service and the command line's ``--json`` answer.

Results that hold no geometry are answers as they are: their docstrings become the descriptions of
the API's definition. The classes here add what an answer needs beyond its result.
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from shapely.geometry.base import BaseGeometry

from gis.crs import stored_geometry
from gis.geojson import encode_geometry
from gis.results import CoverageRow, GapReason, Interval, SiteName, SiteShare, SitingStatus
from gis.results_places import LandmarkCard, RoadRegister

WITHOUT_GEOMETRY = {"geometry": False}
"""The context that leaves geometries out of an answer before they are encoded."""


def _geojson(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, BaseGeometry):
        return value
    return None if info.context == WITHOUT_GEOMETRY else encode_geometry(stored_geometry(value))


Geometry = Annotated[dict[str, Any] | None, BeforeValidator(_geojson)]
"""A geometry of EPSG:4547 as GeoJSON in degrees (CRS84)."""


class Answer(BaseModel):
    """Base of the answers: each reads the result of the same name."""

    model_config = ConfigDict(from_attributes=True)


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
    distance_m: Interval | None
    geometry: Geometry = None


class CoverageAnswer(Answer):
    """Coverage and gaps of the city."""

    edition: str = Field(description="The store's edition the figures are of.")
    mission: str
    radius_m: float | None = Field(description="The radius asked for; null where none was.")
    city: CoverageRow
    towns: tuple[CoverageRow, ...]
    sites: tuple[SiteShare, ...]
    coming: tuple[SiteName, ...]
    not_counted: tuple[SiteName, ...]
    unplaced: tuple[SiteName, ...]
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
    before: Interval
    after: Interval
    total: float
    candidates: int
    patterns: int
    unplaced: tuple[SiteName, ...]
    too_uncertain: tuple[SiteName, ...]


class RoadsAnswer(Answer):
    """The register of autonomous-driving segments in figures."""

    edition: str
    segments: RoadRegister


class LandmarksAnswer(Answer):
    """The ten landmarks."""

    edition: str
    landmarks: tuple[LandmarkCard, ...]
