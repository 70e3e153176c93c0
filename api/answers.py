"""Results as JSON: what the service and the command line's ``--json`` answer.

Results that hold no geometry are answers as they are: their docstrings become the descriptions of
the API's definition. The classes here add what an answer needs beyond its result.
"""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from shapely.geometry.base import BaseGeometry

from gis.crs import stored_geometry
from gis.geojson import encode_geometry
from gis.landmark_search import FoundLandmark
from gis.results import CoverageRow, GapReason, Interval, SiteName, SiteShare
from gis.results_airspace import AirspaceBasis, ZoneName, ZoneVerdict
from gis.results_places import LandmarkCard, RoadRegister
from gis.results_siting import BarredSite, SitingStatus

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


class AirspaceAnswer(Answer):
    """What was known of the airspace, and what each zone means for the flight."""

    basis: AirspaceBasis = Field(
        description="no_data where no zone is imported: never the same as free."
    )
    height_m: float = Field(description="Height of flight above ground, metres.")
    height_basis: Literal["asked", "assumed"] = Field(
        description="assumed: the mission's planning assumption, which no document states."
    )
    at: dt.datetime | None = Field(description="Time of flight; null for whatever time.")
    permitted: bool = Field(description="Whether permissions count as given.")
    zones: tuple[ZoneVerdict, ...] = Field(
        description="Every zone with its effect, and what it leaves unstated where undecided."
    )
    undrawn: tuple[ZoneName, ...] = Field(description="Zones without outline: they count nowhere.")


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
    zones: tuple[str, ...] = Field(description="Ids of the zones in the way; see airspace.zones.")
    geometry: Geometry = None


class CoverageAnswer(Answer):
    """Coverage and gaps of the city."""

    edition: str = Field(description="The store's edition the figures are of.")
    mission: str
    radius_m: float | None = Field(description="The radius asked for; null where none was.")
    movements_per_person_day: float | None = Field(
        description="What each resident asks for; null where capacities were left out."
    )
    airspace: AirspaceAnswer
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


BARRED = "Candidates left out: they stand, or may stand, in a zone in the way or undecided."


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
    barred: tuple[BarredSite, ...] = Field(description=BARRED)
    airspace: AirspaceAnswer


class RoadsAnswer(Answer):
    """The register of autonomous-driving segments in figures."""

    edition: str
    segments: RoadRegister


class LandmarksAnswer(Answer):
    """The ten landmarks."""

    edition: str
    landmarks: tuple[LandmarkCard, ...]
    found: tuple[FoundLandmark, ...] = Field(
        description="For each, how sure it is that it is what was asked for, and what matched."
    )
