"""The file of a scenario, ``guantu-scenario/1``: read strictly, written canonically.

The same shape is posted to save one: there ``id``, ``base`` and ``figures`` may be left out.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, ValidationError, model_validator

from api.params import AT, HEIGHT, PERMITTED, Degrees, FlightTime, Height, MissionId, Radius
from api.scenario_parts import (
    Accuracy,
    Cluster,
    Digest,
    FeatureId,
    FiguresPart,
    Kind,
    Name,
    Part,
    ScenarioId,
    Vertex,
    Words,
)
from gis.errors import InvalidInputError
from gis.missions import DEFAULT_MISSION
from gis.scenario.model import (
    FORMAT,
    AddedCarrier,
    AddedSegment,
    AddedSite,
    Changes,
    Place,
    Scenario,
    Settings,
)
from gis.vocabulary import CLUSTERS

MAX_VERTICES = 500
"""Points of all the lines of a scenario: each costs some milliseconds to walk from."""


class PlacePart(Part):
    """Where something stands: degrees (CRS84), and within how many metres that is true."""

    lon: Degrees
    lat: Degrees
    accuracy_m: Accuracy = 0.0

    def place(self) -> Place:
        """Return the model's value."""
        return Place(self.lon, self.lat, self.accuracy_m)


class AddedSitePart(PlacePart):
    """A takeoff point to add."""

    name: Words = ""
    radius_m: Radius | None = None


class MovedSitePart(PlacePart):
    """A takeoff point to move."""

    id: FeatureId


class SitesPart(Part):
    """Changes to the takeoff points."""

    add: list[AddedSitePart] = Field(default_factory=list, max_length=500)
    move: list[MovedSitePart] = Field(default_factory=list, max_length=500)
    drop: list[FeatureId] = Field(default_factory=list, max_length=2_000)

    @model_validator(mode="after")
    def _each_changes_once(self) -> Self:
        changed = [*self.drop, *(site.id for site in self.move)]
        twice = next((site for site, times in Counter(changed).items() if times > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} is dropped or moved more than once")
        return self


class AddedSegmentPart(Part):
    """A road segment to add: longitude and latitude of its vertices (degrees, CRS84)."""

    name: Words = ""
    line: list[Vertex] = Field(min_length=2, max_length=MAX_VERTICES)
    accuracy_m: Accuracy


class RoadsPart(Part):
    """Changes to the road segments."""

    open: list[FeatureId] = Field(default_factory=list, max_length=500)
    add: list[AddedSegmentPart] = Field(default_factory=list, max_length=100)

    @model_validator(mode="after")
    def _few_vertices(self) -> Self:
        if sum(len(segment.line) for segment in self.add) > MAX_VERTICES:
            raise ValueError(f"the lines have more than {MAX_VERTICES} points together")
        return self


class AddedCarrierPart(Part):
    """A carrier to add; without a place only its town is known."""

    name: Name
    kind: Kind
    town: FeatureId
    clusters: list[Cluster] = Field(default_factory=list, max_length=len(CLUSTERS))
    place: PlacePart | None = None


class CarriersPart(Part):
    """Changes to the carriers."""

    add: list[AddedCarrierPart] = Field(default_factory=list, max_length=200)


class ChangesPart(Part):
    """What the scenario changes."""

    takeoff_points: SitesPart = Field(default_factory=SitesPart)
    road_segments: RoadsPart = Field(default_factory=RoadsPart)
    carriers: CarriersPart = Field(default_factory=CarriersPart)

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.changes().any:
            raise ValueError("a scenario changes something")
        return self

    def changes(self) -> Changes:
        """Return the model's value."""
        sites, roads = self.takeoff_points, self.road_segments
        return Changes(
            add_sites=tuple(AddedSite(one.place(), one.name, one.radius_m) for one in sites.add),
            drop_sites=tuple(sites.drop),
            move_sites={one.id: one.place() for one in sites.move},
            open_segments=tuple(roads.open),
            add_segments=tuple(
                AddedSegment(tuple((lon, lat) for lon, lat in one.line), one.accuracy_m, one.name)
                for one in roads.add
            ),
            add_carriers=tuple(
                AddedCarrier(
                    one.name,
                    one.kind,
                    one.town,
                    tuple(one.clusters),
                    one.place.place() if one.place else None,
                )
                for one in self.carriers.add
            ),
        )


class SettingsPart(Part):
    """What the scenario is looked at with."""

    mission: MissionId = DEFAULT_MISSION
    radius_m: Radius | None = None
    height_m: Height | None = HEIGHT
    at: FlightTime = AT
    permitted: bool = PERMITTED


class BasePart(Part):
    """The data it was made on: a digest of what the layers say."""

    digest: Digest


class ScenarioFile(Part):
    """A scenario as it is posted, exported and imported."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "format": FORMAT,
                    "title": "谢岗试点",
                    "settings": {"mission": "delivery", "radius_m": 5000},
                    "changes": {
                        "takeoff_points": {
                            "add": [{"lon": 114.12, "lat": 22.97, "accuracy_m": 50, "name": "试点"}]
                        }
                    },
                }
            ]
        },
    )

    format: Literal["guantu-scenario/1"] = "guantu-scenario/1"
    id: ScenarioId | None = Field(None, description="Digest of the content; checked if given.")
    title: Name = Field(description="Your own words; no personal data, please.")
    parent: ScenarioId | None = Field(None, description="The version this one was made from.")
    base: BasePart | None = Field(None, description="Left out: the data of this installation.")
    settings: SettingsPart = Field(default_factory=SettingsPart)
    changes: ChangesPart
    figures: FiguresPart | None = Field(None, description="Figures of other data, as imported.")

    def scenario(self, base_digest: str) -> Scenario:
        """Return the model's value, made on the data of this digest."""
        return Scenario(
            title=self.title,
            settings=Settings(**dict(self.settings)),
            changes=self.changes.changes(),
            base_digest=base_digest,
            parent=self.parent,
        )


def described(values: Mapping[str, Any]) -> ScenarioFile:
    """Return the file that JSON values describe.

    Raises
    ------
    gis.errors.InvalidInputError
        If they describe none; it names the field.
    """
    try:
        return ScenarioFile.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise InvalidInputError(f"{field or 'file'}: {reason}", field=field) from error
