"""The service areas over the towns, that coverage and gaps are read from."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isfinite

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.contours.laid import laid
from gis.discs import Discs, Floats, Geometries, Indices
from gis.errors import InvalidInputError
from gis.faces import Faces, Others, arrange
from gis.figures import Figures, GapPart
from gis.latest import Latest
from gis.merging import Merging
from gis.outlines import deciding_sides
from gis.partition import Partition, partition
from gis.progress import Progress
from gis.reach import Airspace, Regions, keys_of, regions
from gis.sites import Sites, read_sites
from gis.town_faces import TownFaces, arrange_by_town


@dataclass(frozen=True, slots=True, eq=False)
class CutAreas:
    """The towns cut into faces along the service areas, and how many sites reach each.

    Attributes
    ----------
    faces
        The arrangement; its discs are the sure ones, then the possible ones.
    sure, possible
        Number of serving sites that surely, possibly reach each face's inner point; exact for the
        whole face up to the largest k of k-coverage.
    coming_sure, coming_possible
        The same of planned and building sites.
    cut_from
        As in :class:`gis.town_faces.TownFaces`.
    """

    faces: Faces
    sure: Indices
    possible: Indices
    coming_sure: Indices
    coming_possible: Indices
    cut_from: tuple[bytes, ...] = ()


def _nothing_kept() -> Latest:
    return Latest(0)


@dataclass(frozen=True, eq=False)
class ServiceAreas:
    """What the sites surely and possibly reach.

    Faces are cut when they are first asked for: coverage and gaps of plain discs need none.

    Attributes
    ----------
    partition, sites
        The towns and the sites.
    discs
        The sure discs, then the possible ones.
    disc_site
        Index of the site each disc belongs to.
    disc_sure
        Whether each disc is a sure one.
    space
        The zones that service areas go round; ``None`` where none were given, which is no data.
    regions
        The areas of the sites whose discs meet a zone; ``None`` likewise.
    movements_per_person_day
        What sites are asked to carry; ``None`` where that was not asked about.
    kept
        Faces of towns and what was made of them, kept from earlier questions. No answer depends
        on what is kept; by default nothing is.
    given
        Faces cut already, from which everything is then told.
    """

    partition: Partition
    sites: Sites
    discs: Discs
    disc_site: Indices
    disc_sure: NDArray[np.bool_]
    space: Airspace | None = None
    regions: Regions | None = None
    movements_per_person_day: float | None = None
    kept: Latest = field(default_factory=_nothing_kept)
    given: CutAreas | None = None

    @cached_property
    def cut(self) -> CutAreas:
        """The towns cut into faces."""
        return self.given or _cut(self)

    @property
    def faces(self) -> Faces:
        """As in :class:`CutAreas`."""
        return self.cut.faces

    @property
    def merging(self) -> Merging:
        """What merges faces into areas."""
        return Merging(self.faces, self.cut.cut_from, self.kept)

    @property
    def sure(self) -> Indices:
        """As in :class:`CutAreas`."""
        return self.cut.sure

    @property
    def possible(self) -> Indices:
        """As in :class:`CutAreas`."""
        return self.cut.possible

    @property
    def coming_sure(self) -> Indices:
        """As in :class:`CutAreas`."""
        return self.cut.coming_sure

    @property
    def coming_possible(self) -> Indices:
        """As in :class:`CutAreas`."""
        return self.cut.coming_possible

    @cached_property
    def outlined(self) -> tuple[Figures, tuple[GapPart, ...]] | None:
        """The figures and gaps by sums over outlines; ``None`` where only faces tell them.

        That is where a zone is in the way of a site, where sites may be full, and where outlines
        meet in ways that rounding decides.
        """
        if self.given is not None or self.asks_capacity():
            return None
        if not shapely.is_missing(self.instead()).all():
            return None
        return laid(self.partition, self.sites)

    def asks_capacity(self) -> bool:
        """Return whether sites may be too full to serve."""
        stated = not np.isnan(self.sites.capacities_per_day).all()
        return self.movements_per_person_day is not None and stated

    def instead(self) -> Geometries:
        """Return the area that takes each disc's place, ``None`` where it stands."""
        return _instead(self.regions, self.disc_site, self.disc_sure)

    def town_area_m2(self) -> Floats:
        """Return the area of each town, shape (towns,)."""
        return self.faces.area_by_town(np.ones(len(self.faces), dtype=bool))

    def people_per_m2(self) -> Floats:
        """Return each town's people spread evenly, shape (towns,); NaN where none are published."""
        return self.partition.people_per_m2(self.town_area_m2())


def service_areas(
    sites: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    *,
    radius_m: float | None,
    mission: str,
    space: Airspace | None = None,
    known: Sequence[Regions] = (),
    movements_per_person_day: float | None = None,
    on_progress: Progress | None = None,
) -> ServiceAreas:
    """Lay the sites' service areas over the towns.

    Parameters
    ----------
    sites
        Frame of the layer ``takeoff_points`` in EPSG:4547.
    towns
        Frame of the layer ``towns`` in EPSG:4547.
    radius_m
        Service radius in metres of every site that states none of its own for the mission;
        ``None`` for the mission's planning assumption.
    mission
        Id of the mission, a key of :data:`gis.missions.MISSIONS`.
    space
        The zones to go round; ``None`` for discs.
    known
        Regions of earlier answers round the same obstacles: sites that have not changed are taken
        from them.
    movements_per_person_day
        Movements that each resident asks for a day, to find the sites whose stated capacity is
        too small; ``None`` leaves capacities out.
    on_progress
        Told the share of the sites whose regions are found; what it raises ends the run.

    Raises
    ------
    WrongReferenceSystemError
        If a frame is not in EPSG:4547.
    InvalidInputError
        If there is no town polygon, no such mission, or a radius, accuracy or polygon is wrong.
    """
    whole = partition(towns)
    read = read_sites(sites, radius_m=radius_m, mission=mission)
    round_zones = None
    if space is not None:
        round_zones = regions(keys_of(read), space, known=known, on_progress=on_progress)
    sure_discs, sure_site = read.sure_discs()
    possible_discs, possible_site = read.possible_discs()
    site = np.concatenate((sure_site, possible_site))
    return ServiceAreas(
        whole,
        read,
        sure_discs + possible_discs,
        site,
        np.arange(len(site)) < len(sure_site),
        space,
        round_zones,
        _checked_rate(movements_per_person_day),
    )


def _cut(areas: ServiceAreas) -> CutAreas:
    site, sure, discs = areas.disc_site, areas.disc_sure, areas.discs
    serving = areas.sites.serving[site]
    others = _others(areas.space, areas.regions, site, sure)
    drawn = None
    # What a site is asked to carry depends on every other site that reaches the same place.
    if not areas.asks_capacity():
        standing = np.ones(len(discs), dtype=bool)
        if others is not None:
            standing = shapely.is_missing(others.instead)
        drawn = deciding_sides(discs, sure, serving, standing)
    cut = _arranged(areas, drawn, others)
    faces = cut.faces
    sure_depth = faces.depth(sure & serving)
    coming_sure = faces.depth(sure & ~serving)
    return CutAreas(
        faces,
        sure_depth,
        # What is sure is possible, also where rounding puts a point on both outlines.
        np.maximum(sure_depth, faces.depth(~sure & serving)),
        coming_sure,
        np.maximum(coming_sure, faces.depth(~sure & ~serving)),
        cut.cut_from,
    )


def _arranged(
    areas: ServiceAreas, drawn: NDArray[np.bool_] | None, others: Others | None
) -> TownFaces:
    towns, discs = areas.partition.polygons, areas.discs
    if others is None:
        return TownFaces(arrange(towns, discs, drawn=drawn), ())
    shown = np.ones((len(discs), discs.segments), dtype=bool) if drawn is None else drawn
    cut = arrange_by_town(towns, discs, shown, others, areas.kept)
    if cut is None:
        cut = TownFaces(arrange(towns, discs, drawn=drawn, others=others), ())
    return replace(cut, faces=_possible_where_sure(cut.faces, areas.disc_site, areas.disc_sure))


def _possible_where_sure(faces: Faces, site: Indices, sure: NDArray[np.bool_]) -> Faces:
    """Let what a site surely serves be possible too where drawing put slivers outside."""
    certain = sure[faces.pair_disc]
    possible_disc = np.flatnonzero(~sure)[np.argsort(site[~sure], kind="stable")]
    face, disc = faces.pair_face[certain], possible_disc[site[faces.pair_disc[certain]]]
    pairs = np.union1d(faces.pair_face * len(site) + faces.pair_disc, face * len(site) + disc)
    pair_face, pair_disc = np.divmod(pairs, max(1, len(site)))
    return replace(faces, pair_face=pair_face, pair_disc=pair_disc)


def _checked_rate(rate: float | None) -> float | None:
    if rate is not None and not (isfinite(rate) and rate >= 0):
        raise InvalidInputError(
            f"movements per person and day must be a number from 0, not {rate:g}",
            field="movements_per_person_day",
        )
    return rate


def _instead(round_zones: Regions | None, site: Indices, sure: NDArray[np.bool_]) -> Geometries:
    if round_zones is None:
        return np.full(len(site), None, dtype=object)
    return np.where(sure, round_zones.sure[site], round_zones.possible[site])


def _others(
    space: Airspace | None, round_zones: Regions | None, site: Indices, sure: NDArray[np.bool_]
) -> Others | None:
    """Return the areas that take discs' places, and what tells why a place is cut off."""
    if space is None or round_zones is None:
        return None
    lifted = round_zones.barred[~shapely.is_missing(round_zones.barred)]
    return Others(_instead(round_zones, site, sure), np.concatenate((lifted, space.zones.inner)))
