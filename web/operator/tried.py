"""What an operator tries, as the text of an address: sites added, moved and left out.

The whole of a what-if stands in the page's address, so that a link, a bookmark and a reload show
the same, with and without scripts. Sites are parted by semicolons and their parts by commas::

    add=113.75,23.02;113.8,22.95,50,3000,North yard
    move=takeoff-a,113.71,23.01,50
    drop=takeoff-b;takeoff-c

A new site states longitude, latitude, accuracy and service radius (metres; empty for none of its
own), and its name. A moved one states its id, longitude, latitude and accuracy. Degrees are CRS84.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import isfinite

from gis.checks import ID_PATTERN
from gis.errors import InvalidInputError
from gis.missions import MAX_RADIUS_M
from gis.scenario.model import AddedSite, Place

MAX_TEXT = 6_000
"""Characters of one of the three texts: longer ones belong into a saved scenario."""
MAX_ACCURACY_M = 50_000.0
MAX_NAME = 80
NEW = "what-if-"
"""Before the number of a site that is added, from 1: its id in every answer."""
_BETWEEN, _WITHIN = ";", ","
_TEXTS_KEPT = 2_000
"""A page's links write every site hundreds of times."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Changes of sites that are tried and not kept.

    Attributes
    ----------
    add
        New sites, in the order of their numbers.
    move
        Id to new place.
    drop
        Ids of sites left out.
    """

    add: tuple[AddedSite, ...] = ()
    move: Mapping[str, Place] = field(default_factory=dict)
    drop: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is tried."""
        return bool(self.add or self.move or self.drop)

    def query(self) -> dict[str, str]:
        """Return the parameters that say the same; none of those that would be empty."""
        said = {
            "add": _BETWEEN.join(_text(site) for site in self.add),
            "move": _BETWEEN.join(
                f"{name}{_WITHIN}{_text(AddedSite(place))}" for name, place in self.move.items()
            ),
            "drop": _BETWEEN.join(self.drop),
        }
        return {name: text for name, text in said.items() if text}

    def placed(self, site: str, put: AddedSite) -> "Tried":
        """Return the changes with a site put somewhere: a new one where ``site`` is empty.

        Raises
        ------
        InvalidInputError
            If it names an added site that there is not.
        """
        if not site:
            return replace(self, add=(*self.add, put))
        if site.startswith(NEW):
            number = self._number(site)
            return replace(self, add=(*self.add[:number], put, *self.add[number + 1 :]))
        kept = tuple(name for name in self.drop if name != site)
        return replace(self, move={**self.move, site: put.place}, drop=kept)

    def without(self, site: str) -> "Tried":
        """Return the changes with a site left out: one added is gone, one stored is dropped."""
        if site.startswith(NEW):
            number = self._number(site)
            return replace(self, add=self.add[:number] + self.add[number + 1 :])
        return replace(self.restored(site), drop=(*self.restored(site).drop, site))

    def restored(self, site: str) -> "Tried":
        """Return the changes with a stored site as it is stored."""
        move = {name: place for name, place in self.move.items() if name != site}
        return replace(self, move=move, drop=tuple(name for name in self.drop if name != site))

    def added_at(self, lon: float, lat: float) -> str:
        """Return the id of the added site that stands at a place, empty if none does."""
        places = enumerate((site.place for site in self.add), start=1)
        number = next((number for number, place in places if at(place, lon, lat)), 0)
        return f"{NEW}{number}" if number else ""

    def _number(self, site: str) -> int:
        digits = site.removeprefix(NEW)
        number = int(digits) - 1 if digits.isascii() and digits.isdigit() else -1
        if not 0 <= number < len(self.add):
            raise InvalidInputError(
                f"no added site is called {site!r}",
                field="site",
                remedy="Leave it out to add one.",
            )
        return number


def at(place: Place, lon: float, lat: float) -> bool:
    """Tell whether a place is the one given, to the metre that a page draws."""
    return round(place.lon, 5) == round(lon, 5) and round(place.lat, 5) == round(lat, 5)


def tried_of(add: str = "", move: str = "", drop: str = "") -> Tried:
    """Read what is tried from an address.

    Parameters
    ----------
    add, move, drop
        The three texts; see the module.

    Raises
    ------
    InvalidInputError
        If one cannot be read, with its place in the list.
    """
    added = tuple(
        _site("add", number, part.split(_WITHIN, 4))
        for number, part in enumerate(_parts(add), start=1)
    )
    moved: dict[str, Place] = {}
    for number, part in enumerate(_parts(move), start=1):
        name, *rest = part.split(_WITHIN)
        _require_id("move", number, name)
        if name in moved:
            raise _unreadable("move", number, f"{name} is moved twice")
        moved[name] = _site("move", number, rest, most=3).place
    dropped = tuple(dict.fromkeys(_parts(drop)))
    for number, name in enumerate(dropped, start=1):
        _require_id("drop", number, name)
        if name in moved:
            raise _unreadable("drop", number, f"{name} is moved too")
    return Tried(added, moved, dropped)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(_BETWEEN) if part.strip()]


def _require_id(parameter: str, number: int, name: str) -> None:
    if not ID_PATTERN.fullmatch(name):
        raise _unreadable(parameter, number, "it does not begin with the id of a site")


def _site(parameter: str, number: int, parts: list[str], most: int = 5) -> AddedSite:
    if not 2 <= len(parts) <= most:
        raise _unreadable(parameter, number, "it has too few or too many parts")
    lon, lat, accuracy, radius, name = (*parts, *[""] * (5 - len(parts)))
    figures = [_figure(part) for part in (lon, lat, accuracy or "0")]
    own = _figure(radius) if radius.strip() else None
    known = all(isfinite(figure) for figure in figures) and (own is None or isfinite(own))
    if not known:
        raise _unreadable(parameter, number, "a figure in it cannot be read")
    if not (abs(figures[0]) <= 180 and abs(figures[1]) <= 90):
        raise _unreadable(parameter, number, "longitude comes first, then latitude, in degrees")
    if not 0 <= figures[2] <= MAX_ACCURACY_M or not (own is None or 0 < own <= MAX_RADIUS_M):
        raise _unreadable(
            parameter,
            number,
            f"its accuracy may be 0 to {MAX_ACCURACY_M:g} m, its radius up to {MAX_RADIUS_M:g} m",
        )
    if len(name) > MAX_NAME:
        raise _unreadable(parameter, number, f"its name is longer than {MAX_NAME} characters")
    return AddedSite(Place(*figures), name.strip(), own)


def _figure(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _unreadable(parameter: str, number: int, why: str) -> InvalidInputError:
    shapes = {
        "add": "longitude,latitude,accuracy_m,radius_m,name",
        "move": "id,longitude,latitude,accuracy_m",
        "drop": "id",
    }
    return InvalidInputError(
        f"entry {number} of {parameter!r} cannot be read: {why}",
        field=parameter,
        remedy=f"Write {shapes[parameter]}; part sites by ';'.",
    )


@lru_cache(maxsize=_TEXTS_KEPT)
def _text(site: AddedSite) -> str:
    place = site.place
    radius = "" if site.radius_m is None else f"{site.radius_m:g}"
    # The name comes last and may hold commas; what parts sites cannot stand in it.
    name = site.name.replace(_BETWEEN, "；")
    rest = [f"{place.accuracy_m:g}" if place.accuracy_m or radius or name else "", radius, name]
    while rest and not rest[-1]:
        rest.pop()
    return _WITHIN.join([_degrees(place.lon), _degrees(place.lat), *rest])


def _degrees(angle: float) -> str:
    return f"{angle:.6f}".rstrip("0").rstrip(".")
