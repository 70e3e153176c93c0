"""What surveying a site settles where zones are in the way of it, or may be.

If the site is found to stand at p, it surely serves S(p), what ways no longer than its range reach
from p round all that is or may be in the way, and possibly serves P(p), the same round what surely
is; both are empty where p lies inside. S(p) lies in P(p). Of the undecided places let N be those
that no other site possibly reaches, and U the rest. A place of U is settled if it lies in S(p); one
of N also if it lies outside P(p). So the interval narrows by

    f(p) = |U and S(p)| + |N and S(p)| + |N| - |N and P(p)|,

which is |U and S(p)| + |N| where no zone in range is drawn within an accuracy or undecided, for
there S(p) = P(p).

*At most*: S(p) lies in what is possibly reached round all that may be in the way (the theorem of
docs/methods/reach.md, with these zones for I). A place of N is settled once at most, and never if
it is surely reached round what surely is in the way, and not possibly round all that may be.

*At least*, for all p in a square: if p lies in a zone for sure, |N|. If it may lie in one, S(p) may
be empty. If it lies outside all, and the part of the square outside is convex, then the segment to
that part's centre c is free, no longer than its circumradius r, so S(p) holds whatever ways of
R - r reach from c. P(p) lies in what is possibly reached from the square's centre, known within the
farthest p. Squares are split as in :mod:`gis.survey_search`.
"""

from dataclasses import dataclass
from functools import partial
from math import cos, fsum, inf, pi
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import SEGMENTS, Discs, Floats, Geometries, Indices
from gis.merging import merged
from gis.progress import Progress
from gis.reach import Airspace, possible_region, shared_m2, sure_region
from gis.results import Interval
from gis.service_areas import ServiceAreas
from gis.survey_search import least_settled

_SQUARES = 100
"""Squares of an accuracy disc that are looked at before the search stops, at most."""
_CORNERS = 10_000
"""Corners of zones in range, summed over sites and squares, that the search of a run looks at. Each
takes about 1 ms of a processor: a square asks for two regions, or four where zones leave doubt."""
_DENT_M = 1e-6
_NOWHERE = shapely.MultiPolygon()


def met_by_zones(areas: ServiceAreas) -> NDArray[np.bool_]:
    """Mark the sites that a zone is, or may be, in the way of wherever they stand."""
    sites = areas.sites
    if areas.space is None:
        return np.zeros(len(sites), dtype=bool)
    most = (sites.radii_m + sites.accuracies_m) / cos(pi / SEGMENTS)
    return ~areas.space.outer.clear_of(sites.centres, most)


def squares_each(areas: ServiceAreas, which: Indices) -> int:
    """Return how many squares of each of these sites' discs are looked at: fewer among many zones.

    With fewer squares the narrowing promised is less, and no less true.
    """
    if areas.space is None:
        return _SQUARES
    sites, corners = areas.sites, areas.space.outer.corners
    most = (sites.radii_m + sites.accuracies_m).tolist()
    near = sum(
        int(np.count_nonzero(np.hypot(*(corners - sites.centres[site]).T) < most[site]))
        for site in which.tolist()
    )
    return min(_SQUARES, _CORNERS // max(1, near))


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Places in one shape a town, and what a square metre of each counts."""

    shapes: Geometries
    density: Floats

    @classmethod
    def of(cls, areas: ServiceAreas, where: NDArray[np.bool_], density: Floats) -> "_Places":
        faces = areas.faces
        towns = np.unique(faces.town[where])
        shapes = np.empty(len(towns), dtype=object)
        shapes[:] = [merged(faces.geometry[where & (faces.town == town)]) for town in towns]
        return cls(shapes, density[towns])

    def within(self, region: Any) -> float:
        """Return what the places in a region count."""
        return fsum(shared_m2(self.shapes, region) * self.density)


@dataclass(frozen=True, slots=True, eq=False)
class SurveyedSite:
    """One site, and what surveying it can settle round the zones.

    Attributes
    ----------
    place, radius_m, accuracy_m
        Its stated position (shape (2,), EPSG:4547), range and accuracy.
    space
        The zones.
    doubt
        Where, in range, zones are drawn within an accuracy or undecided: neither surely in the way
        nor surely not.
    shared, alone
        Undecided places that other sites possibly reach too, and those that none does.
    all_alone
        What the latter count.
    """

    place: Floats
    radius_m: float
    accuracy_m: float
    space: Airspace
    doubt: Any
    shared: _Places
    alone: _Places
    all_alone: float

    @classmethod
    def of(
        cls,
        areas: ServiceAreas,
        site: int,
        density: Floats,
        undecided: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    ) -> "SurveyedSite":
        """Take a site out of service areas laid round zones.

        Parameters
        ----------
        areas
            The service areas.
        site
            Its index.
        density
            What a square metre of each town counts, shape (towns,).
        undecided
            Which faces are undecided; and which of these only this site possibly reaches.
        """
        if areas.space is None:
            raise ValueError("there are no zones to go round")
        place = areas.sites.centres[site]
        radius, accuracy = float(areas.sites.radii_m[site]), float(areas.sites.accuracies_m[site])
        everywhere = _disc(place, radius + accuracy)
        either, alone = undecided
        near = shapely.intersects(areas.faces.geometry, everywhere)
        unsure = shapely.difference(areas.space.outer.shape, areas.space.inner.shape)
        weight = areas.faces.area_m2 * density[areas.faces.town]
        return cls(
            place,
            radius,
            accuracy,
            areas.space,
            shapely.intersection(unsure, everywhere),
            _Places.of(areas, either & ~alone & near, density),
            _Places.of(areas, alone, density),
            fsum(weight[alone]),
        )

    def plain(self) -> Interval:
        """Return by how much the interval narrows at least and at most, without a search."""
        most = possible_region(self.place, self.radius_m, self.accuracy_m, self.space.outer)[0]
        if most is None:
            most = _disc(self.place, self.radius_m + self.accuracy_m)
        settled = self.shared.within(most)
        if not self._doubtful():
            return Interval(self.all_alone, self.all_alone + settled)
        return Interval(0.0, self.all_alone - self._never_settled(most) + settled)

    def searched(self, wanted: tuple[float, int], on_progress: Progress) -> float:
        """Return a lower bound of the narrowing, found by :func:`gis.survey_search.least_settled`.

        ``wanted`` is how close is close enough, and the most squares looked at.
        """
        accuracy_disc = _disc(self.place, self.accuracy_m)
        place = (*self.place.tolist(), self.accuracy_m)
        within = partial(self._least_within, accuracy_disc)
        return least_settled(self._settled, within, place, wanted, on_progress)

    def _never_settled(self, most: Any) -> float:
        """Return what of N stays undecided wherever the site stands; ``most`` holds every S(p)."""
        if self.radius_m <= self.accuracy_m:
            return 0.0
        least = sure_region(self.place, self.radius_m, self.accuracy_m, self.space.inner)[0]
        if least is None:
            least = _disc(self.place, self.radius_m - self.accuracy_m, outward=False)
        return self.alone.within(shapely.difference(least, most))

    def _doubtful(self) -> bool:
        return bool(shapely.area(self.doubt) > 0)

    def _settled(self, x: float, y: float) -> float:
        """Return what is settled if the site stands here."""
        at = np.array([x, y])
        return self._reached(self._sure(at, self.radius_m)) + self._out_of_reach(at, 0.0)

    def _least_within(self, disc: Any, x: float, y: float, half: float, way: float) -> float:
        """Return a lower bound of what is settled if the site stands in this square and disc."""
        cell = shapely.intersection(shapely.box(x - half, y - half, x + half, y + half), disc)
        if shapely.area(cell) == 0:
            return inf
        out = self._out_of_reach(np.array([x, y]), way)
        zones = self.space.outer.shape
        if not shapely.intersects(zones, cell):
            return self._reached(self._sure_from(cell)) + out
        if shapely.area(shapely.intersection(self.doubt, cell)) > 0:
            return out
        free = shapely.difference(cell, zones)
        in_zone = self.all_alone if shapely.area(free) < shapely.area(cell) else inf
        if shapely.is_empty(free):
            return in_zone
        return min(in_zone, self._reached(self._sure_from(free)) + out)

    def _reached(self, sure: Any) -> float:
        """Return what a region surely served settles."""
        alone = self.alone.within(sure) if self._doubtful() else 0.0
        return self.shared.within(sure) + alone

    def _out_of_reach(self, place: Floats, accuracy: float) -> float:
        """Return what of the places that no other site possibly reaches this one does not either.

        Where nothing is in doubt those that it reaches are settled as well: all of them.
        """
        if not self._doubtful():
            return self.all_alone
        most = possible_region(place, self.radius_m, accuracy, self.space.inner)[0]
        if most is None:
            most = _disc(place, self.radius_m + accuracy)
        return max(0.0, self.all_alone - self.alone.within(most))

    def _sure(self, place: Floats, way: float) -> Any:
        """Return what ways of this length surely reach from a position."""
        if way <= 0:
            return _NOWHERE
        region = sure_region(place, way, 0.0, self.space.outer)[0]
        return _disc(place, way, outward=False) if region is None else region

    def _sure_from(self, free: Any) -> Any:
        """Return what is surely reached from everywhere in a convex part outside all zones."""
        # Dents of a micrometre are those of rounding.
        if not shapely.covers(shapely.buffer(free, _DENT_M), shapely.convex_hull(free)):
            return _NOWHERE
        circle = shapely.minimum_bounding_circle(free)
        centre = shapely.get_coordinates(shapely.centroid(circle))[0]
        farthest = float(shapely.hausdorff_distance(shapely.Point(centre), free))
        return self._sure(centre, self.radius_m - farthest)


def _disc(place: Floats, radius: float, *, outward: bool = True) -> Any:
    drawn = Discs.circumscribed if outward else Discs.inscribed
    return drawn(place, np.array([radius])).polygons()[0]
