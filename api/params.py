"""The query parameters of the service: each bounded, and none accepted that is not named."""

import datetime as dt
import re
from collections.abc import Mapping
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
from gis.errors import InvalidInputError
from gis.missions import DEFAULT_MISSION, MAX_RADIUS_M, MISSIONS
from gis.scenario.model import ID_PATTERN as SCENARIO_ID
from gis.schema import Column, Kind, LayerSpec
from gis.zones import MAX_HEIGHT_M
from layers.store import Bounds, Days, Query

MAX_LIMIT = 10_000
DEFAULT_LIMIT = 100
_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9:]{8}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?"
DATETIME_PATTERN = rf"^({_TIME}|{_TIME}/({_TIME}|[.][.])?|([.][.])?/{_TIME})$"
_FORM_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}"
_NUMBER = r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?"
BBOX_PATTERN = rf"^{_NUMBER}(,{_NUMBER}){{3}}((,{_NUMBER}){{2}})?$"


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


class ScenarioParameter(PageParameters):
    """Which saved scenario is shown in the place of today's city."""

    scenario: Annotated[
        Annotated[str, Field(pattern=f"^{SCENARIO_ID}$")] | None, BeforeValidator(absent_if_empty)
    ] = Field(
        None,
        description="Id of a saved scenario: everything is shown with its changes made.",
    )


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


RESERVED = frozenset({"f", "lang", "bbox", "limit", "datetime", "after"})


def items_query(spec: LayerSpec, given: Mapping[str, str]) -> Query:
    """Read the query parameters of a layer's items.

    Parameters
    ----------
    spec
        The layer.
    given
        Names and values as sent; ``f`` and ``lang`` are :class:`ShownParameters`' to check.

    Raises
    ------
    gis.errors.InvalidInputError
        If a parameter is unknown or has a value that cannot be read.
    """
    columns = {column.name: column for column in queryables(spec)}
    unknown = given.keys() - columns.keys() - RESERVED
    if unknown:
        raise InvalidInputError(
            f"unknown parameter {min(unknown)!r}",
            field=min(unknown),
            remedy="Known: " + ", ".join(sorted(RESERVED | columns.keys())),
        )
    return Query(
        layer=spec.name,
        bbox=_bbox(given["bbox"]) if "bbox" in given else None,
        as_of=_days(given["datetime"]) if "datetime" in given else None,
        equals={name: _value(columns[name], given[name]) for name in columns if name in given},
        after=given.get("after"),
        limit=_limit(given.get("limit", str(DEFAULT_LIMIT))),
    )


def queryables(spec: LayerSpec) -> tuple[Column, ...]:
    """Return the columns that a request may filter by, by equality."""
    plain = (Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN)
    return tuple(
        column for column in spec.columns if column.kind in plain and column.name not in RESERVED
    )


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:9]) < 1:
        raise InvalidInputError(f"limit must be a whole number of 1 to {MAX_LIMIT}", field="limit")
    return min(int(text[:9]), MAX_LIMIT)


def _bbox(text: str) -> Bounds:
    numbers = [float(part) for part in text.split(",")] if re.fullmatch(BBOX_PATTERN, text) else []
    if len(numbers) == 6:  # with heights, which no layer has
        numbers = [numbers[i] for i in (0, 1, 3, 4)]
    if len(numbers) != 4:
        raise InvalidInputError(
            "bbox needs four numbers", field="bbox", remedy="bbox=west,south,east,north in degrees."
        )
    west, south, east, north = numbers
    in_range = all(-180 <= x <= 180 for x in (west, east)) and -90 <= south <= north <= 90
    if not in_range:
        raise InvalidInputError(
            "bbox is out of range, or its south lies north of its north",
            field="bbox",
            remedy="bbox=west,south,east,north in degrees, longitude first.",
        )
    return (west, south, east, north)


def _days(text: str) -> Days:
    if not re.fullmatch(DATETIME_PATTERN, text):
        raise _bad_datetime()
    parts = text.split("/")
    if len(parts) == 1:
        day = _day(parts[0])
        return (day, day)
    first, last = (None if part in ("", "..") else _day(part) for part in parts)
    if first and last and first > last:
        raise _bad_datetime()
    return (first, last)


def _day(text: str) -> dt.date:
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        raise _bad_datetime() from None


def _bad_datetime() -> InvalidInputError:
    return InvalidInputError(
        "datetime cannot be read",
        field="datetime",
        remedy="A day or RFC 3339 time, or first/last with .. for an open end.",
    )


def _value(column: Column, text: str) -> str | float | bool:
    if column.kind is Kind.TEXT:
        return text
    if column.kind is Kind.BOOLEAN and text in ("true", "false"):
        return text == "true"
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if column.kind is Kind.BOOLEAN or not abs(number) < 1e15:
        raise InvalidInputError(f"{column.name} takes one {column.kind.value}", field=column.name)
    return number
