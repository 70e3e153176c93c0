"""What is lost to zones, what a site reaches round them, and ways between places, as JSON."""

from pydantic import Field

from api.answers import AirspaceAnswer, Answer, Geometry
from gis.results import Interval, RadiusBasis, SiteName
from gis.results_airspace import HeightStretch, HospitalAccess, ZoneLoss


class LossesAnswer(Answer):
    """What the serving sites lose to all zones together, and to each alone."""

    edition: str = Field(description="The store's edition the figures are of.")
    mission: str
    radius_m: float | None = Field(description="The radius asked for; null where none was.")
    airspace: AirspaceAnswer
    together: ZoneLoss | None = Field(
        description="Lost to all zones together; null where no zone is imported (no data)."
    )
    zones: tuple[ZoneLoss, ...] = Field(
        description="Lost to each zone alone, most people first. They do not add up."
    )


class SiteReachAnswer(Answer):
    """Where one site serves, round the zones."""

    edition: str
    mission: str
    site: SiteName
    lon: float = Field(description="Degrees, CRS84.")
    lat: float = Field(description="Degrees, CRS84.")
    accuracy_m: float
    radius_m: float
    radius_basis: RadiusBasis
    airspace: AirspaceAnswer
    free_m2: Interval = Field(description="Area of the discs if there were no zone.")
    reach_m2: Interval = Field(description="Area reached; low = surely, high = possibly.")
    surely: Geometry = Field(
        description="GeoJSON; null where nothing is, such as a site that may stand in a zone."
    )
    possibly: Geometry = None


class RouteEndAnswer(Answer):
    """Where a route begins or ends."""

    layer: str | None = Field(description="The feature's layer; null for a place of one's own.")
    id: str | None
    name_zh: str | None
    name_en: str | None
    lon: float = Field(description="Degrees, CRS84.")
    lat: float = Field(description="Degrees, CRS84.")
    accuracy_m: float


class LegAnswer(Answer):
    """One straight leg of the way drawn."""

    start: tuple[float, float] = Field(description="Longitude and latitude, CRS84.")
    end: tuple[float, float] = Field(description="Longitude and latitude, CRS84.")
    length_m: float


class RouteAnswer(Answer):
    """The shortest way between two places round the zones."""

    edition: str
    mission: str
    start: RouteEndAnswer
    end: RouteEndAnswer
    airspace: AirspaceAnswer
    straight_m: Interval = Field(description="The distance in a straight line.")
    least_m: float | None = Field(
        description="The shortest way is never shorter; null if there surely is none."
    )
    most_m: float | None = Field(
        description="The shortest way is never longer; null where there may be none."
    )
    round_all: bool = Field(
        description="Whether the way drawn goes round undecided zones too. It joins the stated "
        "positions."
    )
    legs: tuple[LegAnswer, ...] = Field(description="The way drawn; none where there is no way.")
    heights: tuple[HeightStretch, ...] = Field(
        description="Stretches that cross a zone. Of the rest nothing is known; it is not free."
    )
    line: Geometry = Field(None, description="The way drawn, as GeoJSON.")


class HospitalsAnswer(Answer):
    """Which landing site each hospital has."""

    edition: str
    mission: str
    range_m: float | None = Field(description="Longer ways do not count; null for any length.")
    airspace: AirspaceAnswer
    hospitals: tuple[HospitalAccess, ...]
    left_out: tuple[str, ...] = Field(
        description="Ids of hospitals without a position or its accuracy."
    )
