"""What the operator's page is asked: a mission, what is tried, what it is compared with.

All of it stands in the page's address. A form adds one edit to it: a site put somewhere. The page
answers with the address that holds the edit, so nothing is remembered anywhere else.
"""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl

import numpy as np
from pydantic import BeforeValidator, Field, ValidationError

from api.coverage_what_if import CoverageQuestion
from api.params import Radius, ScenarioParameter, absent_if_empty
from api.siting_asked import SitingAsked
from gis.datums import Datum, to_cgcs2000
from gis.errors import InvalidInputError
from gis.outlines import DEPTHS
from gis.scenario.model import AddedSite, Place
from web.operator.siting_form import SITING
from web.operator.tried import MAX_ACCURACY_M, MAX_NAME, MAX_TEXT, Tried, tried_of

NOW = "now"
"""What ``a`` says for a comparison with the sites as they are stored."""
_EDIT = frozenset({"site", "lon", "lat", "accuracy_m", "datum", "name", "site_radius_m"})
_SHOWN = frozenset({"f", "lang", "geometry", "clock", "draft"})
_TRIED = ("add", "move", "drop")
_OWN = frozenset({"a", "k", *SITING, "survey", "hospitals", "losses", "start", "end"})
"""What the page shows beside coverage: no matter of what it is compared with."""

Text = Annotated[str, Field("", max_length=MAX_TEXT)]
Coordinate = Annotated[
    Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None,
    BeforeValidator(absent_if_empty),
]


class OperatorQuestion(SitingAsked, ScenarioParameter):
    """Coverage with sites tried, as an address says it."""

    add: Text = Field("", description="Sites to add: lon,lat,accuracy_m,radius_m,name; and so on.")
    move: Text = Field("", description="Sites to move: id,lon,lat,accuracy_m; and so on.")
    drop: Text = Field("", description="Ids of sites to leave out, parted by semicolons.")
    k: int = Field(1, ge=1, le=DEPTHS[-1], description="Page: map of what k sites reach.")
    a: str = Field(
        "",
        max_length=3 * MAX_TEXT,
        description=f"Page: the query it is compared with; {NOW!r} for the sites as stored.",
    )
    survey: bool = Field(False, description="Page: which position to survey next.")
    hospitals: bool = Field(False, description="Page: which site each hospital can reach.")
    losses: bool = Field(False, description="Page: what is lost to each airspace zone.")
    start: str = Field("", max_length=200, description="Page: where a route begins; id or place.")
    end: str = Field("", max_length=200, description="Page: where it ends; id or lon,lat.")
    draft: bool = Field(False, description="Live: only what shows while a site is dragged.")
    site: str = Field("", max_length=120, description="Edit: which site; empty adds one.")
    lon: Coordinate = Field(None, description="Edit: longitude.")
    lat: Coordinate = Field(None, description="Edit: latitude.")
    accuracy_m: Annotated[
        Annotated[float, Field(ge=0, le=MAX_ACCURACY_M, allow_inf_nan=False)] | None,
        BeforeValidator(absent_if_empty),
    ] = Field(None, description="Edit: within how many metres that is true; 0 for a choice.")
    datum: Datum = Field(Datum.CGCS2000, description="Edit: what longitude and latitude are in.")
    name: str = Field("", max_length=MAX_NAME, description="Edit: what to call an added site.")
    site_radius_m: Annotated[Radius | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="Edit: service radius of an added site."
    )

    def coverage(self) -> CoverageQuestion:
        """Return the question of coverage in it."""
        return CoverageQuestion(
            self.mission, self.radius_m, self.flight(), self.movements_per_person_day
        )

    def tried(self) -> Tried:
        """Return what is tried, with the edit made.

        Raises
        ------
        gis.errors.InvalidInputError
            If a text cannot be read, or the edit states half a position.
        """
        tried = tried_of(self.add, self.move, self.drop)
        if self.lon is None and self.lat is None:
            return tried
        return tried.placed(self.site, self._put())

    def _put(self) -> AddedSite:
        if self.lon is None or self.lat is None:
            lacking = "lon" if self.lon is None else "lat"
            raise InvalidInputError(
                "a position needs longitude and latitude",
                field=lacking,
                remedy="Write both in degrees, longitude (113 ...) and latitude (22 or 23 ...).",
            )
        lon, lat = to_cgcs2000(np.array([[self.lon, self.lat]]), self.datum)[0].tolist()
        place = Place(round(lon, 6), round(lat, 6), self.accuracy_m or 0.0)
        return AddedSite(place, self.name.strip(), self.site_radius_m)

    def query(self, tried: Tried) -> dict[str, str]:
        """Return the parameters of the page that shows this question with these changes."""
        said = self.model_dump(
            mode="json", exclude_defaults=True, exclude={*_EDIT, *_SHOWN, *_TRIED, *self.unused()}
        )
        return {name: _plain(value) for name, value in said.items()} | tried.query()

    def compared(self) -> "OperatorQuestion | None":
        """Return the question that this one is compared with; ``None`` for none.

        Raises
        ------
        gis.errors.InvalidInputError
            If it cannot be read.
        """
        if not self.a:
            return None
        if self.a == NOW:
            kept = self.model_dump(
                exclude={*_EDIT, *_SHOWN, *_TRIED, *SITING, "a", "k", "scenario"}
            )
            return OperatorQuestion.model_validate(kept)
        return question_in(self.a)


def question_in(query: str) -> OperatorQuestion:
    """Return the question that an address of the operator's page asks.

    Raises
    ------
    gis.errors.InvalidInputError
        If it cannot be read.
    """
    return _asked(dict(parse_qsl(query, max_num_fields=40)))


def _asked(parameters: Mapping[str, Any]) -> OperatorQuestion:
    kept = {name: value for name, value in parameters.items() if name not in (*_OWN, "lang")}
    try:
        return OperatorQuestion.model_validate(kept)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "a"
        raise InvalidInputError(
            f"what it is compared with cannot be read: {field}: {first['msg']}",
            field="a",
            remedy=f"Leave 'a' out, or write {NOW!r} for the sites as they are stored.",
        ) from error


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
