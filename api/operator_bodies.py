"""What a question about sites and zones over HTTP may say: every field named and bounded."""

from collections import Counter
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from api import airspace_examples as examples
from api.changed_sites import WhatIf
from api.coverage_what_if import CoverageQuestion
from api.flights import ChangedZones, FlightAsked
from api.params import (
    AT,
    HEIGHT,
    MOVEMENTS,
    PERMITTED,
    Degrees,
    FlightTime,
    Height,
    MissionId,
    Movements,
    Radius,
)
from api.snapshot import Snapshot
from api.supposed_zones import changed_zones
from gis.checks import ID_PATTERN
from gis.missions import DEFAULT_MISSION
from gis.scenario.model import AddedSite, Place

Accuracy = Annotated[float, Field(ge=0, le=50_000, allow_inf_nan=False)]
SiteId = Annotated[str, Field(pattern=f"^{ID_PATTERN.pattern}$")]


class PlaceBody(BaseModel):
    """Where a site stands: degrees (CRS84), and within how many metres that is true."""

    model_config = ConfigDict(extra="forbid", strict=True)

    lon: Degrees
    lat: Degrees
    accuracy_m: Accuracy = 0.0

    def place(self) -> Place:
        """Return the use case's value."""
        return Place(self.lon, self.lat, self.accuracy_m)


class AddedSiteBody(PlaceBody):
    """A site to add."""

    name: str = Field("", max_length=80)
    radius_m: Radius | None = None


class MovedSiteBody(PlaceBody):
    """A site to move."""

    id: SiteId


class ChangesBody(BaseModel):
    """Which mission, and changes to the sites to try; nothing is kept."""

    model_config = ConfigDict(extra="forbid", strict=True)

    mission: MissionId = DEFAULT_MISSION
    radius_m: Radius | None = None
    add: list[AddedSiteBody] = Field(default_factory=list, max_length=500)
    drop: list[SiteId] = Field(default_factory=list, max_length=2_000)
    move: list[MovedSiteBody] = Field(default_factory=list, max_length=500)

    @model_validator(mode="after")
    def _each_site_changes_once(self) -> Self:
        changed = [*self.drop, *(site.id for site in self.move)]
        twice = next((site for site, times in Counter(changed).items() if times > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} is dropped or moved more than once")
        return self

    def changes(self) -> WhatIf:
        """Return the use case's value."""
        return WhatIf(
            add=tuple(AddedSite(site.place(), site.name, site.radius_m) for site in self.add),
            drop=tuple(self.drop),
            move={site.id: site.place() for site in self.move},
        )


ZoneFeatures = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "description": "Zones to add: GeoJSON with the columns of the layer geozones, ED-318 "
            "or ED-269. Unless a zone says otherwise it is supposed to be in force, at all hours "
            "(`24/7`) and drawn exactly (`accuracy_m` 0). Its id becomes `what-if.` and its own.",
            "example": examples.ZONES,
        }
    ),
]


class FlightBody(ChangesBody):
    """How high and when to fly, and changes to sites and zones to try; nothing is kept."""

    height_m: Height | None = HEIGHT
    at: FlightTime = AT
    permitted: bool = PERMITTED
    zones: ZoneFeatures | None = None
    drop_zones: list[SiteId] = Field(
        default_factory=list, max_length=2_000, description="Ids of stored zones to leave out."
    )

    def flight(self) -> FlightAsked:
        """Return the use case's value."""
        return FlightAsked(self.height_m, self.at, self.permitted)

    def changed_zones(self, snapshot: Snapshot) -> ChangedZones | None:
        """Return the zones as they would be; ``None`` where none changes."""
        return changed_zones(snapshot, self.zones, tuple(self.drop_zones))


class WhatIfBody(FlightBody):
    """Changes to try; nothing is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.WHAT_IF]})

    movements_per_person_day: Movements | None = MOVEMENTS
    geometry: bool = False

    def question(self) -> CoverageQuestion:
        """Return the use case's value."""
        return CoverageQuestion(
            self.mission, self.radius_m, self.flight(), self.movements_per_person_day
        )
