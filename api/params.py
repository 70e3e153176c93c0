"""The query parameters of the service: each bounded, and none accepted that is not named."""

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from api.flights import FlightAsked, flight_time
from api.siting_plan import DEFAULT_SPACING_M, Candidates
from gis.missions import DEFAULT_MISSION, MAX_RADIUS_M, MISSIONS
from gis.scenario.model import ID_PATTERN as SCENARIO_ID
from gis.zones import MAX_HEIGHT_M

_FORM_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}"


def _known_mission(mission: str) -> str:
    if mission not in MISSIONS:
        raise ValueError("use one of " + ", ".join(MISSIONS))
    return mission


MissionId = Annotated[
    str, AfterValidator(_known_mission), WithJsonSchema({"type": "string", "enum": [*MISSIONS]})
]
Radius = Annotated[float, Field(gt=0, le=MAX_RADIUS_M, allow_inf_nan=False)]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
"""A longitude or a latitude: whether they are swapped is for the layer's check to say."""


Height = Annotated[float, Field(gt=0, le=MAX_HEIGHT_M, allow_inf_nan=False)]
Movements = Annotated[float, Field(gt=0, le=1_000, allow_inf_nan=False)]
FlightTime = Annotated[
    dt.datetime | None,
    BeforeValidator(flight_time),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
HEIGHT = Field(
    None, description="Height of flight in metres above ground, else the mission's assumption."
)
AT = Field(None, description="Time of flight with its zone, 2026-05-01T09:00+08:00; else whenever.")
PERMITTED = Field(False, description="Whether permissions count as given and conditions as met.")
MOVEMENTS = Field(
    None, description="Movements each resident asks for a day, to find the sites that are full."
)


def absent_if_empty(value: object) -> object:
    """Return ``None`` for a field that a form sends empty: as one that was not sent."""
    return None if value == "" else value


class NoParameters(BaseModel):
    """What takes no parameter at all."""

    model_config = ConfigDict(extra="forbid")


class JsonParameters(NoParameters):
    """What an answer takes that is never a page."""

    f: Literal["json"] | None = Field(None, description="Format: always JSON.")


class ShownParameters(BaseModel):
    """How an answer is shown; other parameters are somebody else's to check."""

    f: Literal["json", "html"] | None = Field(None, description="Format; else by Accept.")
    lang: Literal["zh", "en"] = Field("zh", description="Language of a page.")


class PageParameters(ShownParameters):
    """What every page and answer takes."""

    model_config = ConfigDict(extra="forbid")


ScenarioId = Annotated[
    Annotated[str, Field(pattern=f"^{SCENARIO_ID}$")] | None, BeforeValidator(absent_if_empty)
]
SHOWN_SCENARIO = Field(
    None, description="Id of a saved scenario: everything is shown with its changes made."
)
SAME_SCENARIO = Field(
    None, description="Id of a saved scenario: it changes nothing here, and its links keep it."
)


class ScenarioParameter(PageParameters):
    """Which saved scenario is shown in the place of today's city."""

    scenario: ScenarioId = SHOWN_SCENARIO


class SameInScenarios(PageParameters):
    """Which saved scenario is kept in the addresses of a page that no scenario changes."""

    scenario: ScenarioId = SAME_SCENARIO


class MissionParameters(PageParameters):
    """Which mission, and how far a site serves."""

    mission: MissionId = Field(
        DEFAULT_MISSION, description="Mission class; its radius is a planning assumption."
    )
    radius_m: Annotated[Radius | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="Service radius in metres of every site that states none of its own."
    )


class FlightParameters(BaseModel):
    """How high and when to fly."""

    height_m: Annotated[Height | None, BeforeValidator(absent_if_empty)] = HEIGHT
    at: FlightTime = AT
    permitted: bool = PERMITTED
    clock: Literal["+08:00"] | None = Field(
        None, description="Zone of a time that states none, as a form's field sends it."
    )

    @model_validator(mode="before")
    @classmethod
    def _time_by_the_clock(cls, given: Any) -> Any:
        """Let a form's time, which has no zone, be told on the form's clock."""
        if isinstance(given, dict) and re.fullmatch(_FORM_TIME, str(given.get("at"))):
            return given | {"at": f"{given['at']}{given.get('clock', '')}"}
        return given

    def flight(self) -> FlightAsked:
        """Return the use case's value."""
        return FlightAsked(self.height_m, self.at, self.permitted)


class SitingParameters(MissionParameters, FlightParameters):
    """Which new sites are asked for."""

    new_sites: int = Field(3, ge=1, le=20, description="How many new sites at most.")
    candidates: Candidates = Field(Candidates.GRID, description="Where they may stand.")
    spacing_m: float = Field(
        DEFAULT_SPACING_M,
        ge=1_000,
        le=20_000,
        allow_inf_nan=False,
        description="Distance between neighbours of the grid.",
    )
    demand: Literal["people", "area"] = Field("people", description="What counts.")


class CoverageParameters(SitingParameters):
    """Coverage, with suggestions where new sites are asked for."""

    movements_per_person_day: Annotated[Movements | None, BeforeValidator(absent_if_empty)] = (
        MOVEMENTS
    )

    new_sites: int = Field(0, ge=0, le=20, description="How many new sites to suggest; 0 for none.")
    geometry: bool = Field(False, description="Whether the answer carries the areas (GeoJSON).")
