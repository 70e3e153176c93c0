"""The service areas over the towns: the one arrangement that coverage and gaps are read from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Discs, Floats, Geometries, Indices
from gis.errors import InvalidInputError
from gis.faces import Faces, Others, arrange
from gis.outlines import deciding_sides
from gis.partition import Partition, partition
from gis.progress import Progress
from gis.reach import Airspace, Regions, keys_of, regions
from gis.sites import Sites, read_sites


@dataclass(frozen=True, slots=True)
class ServiceAreas:
    """What the sites surely and possibly reach, face by face.

    Attributes
    ----------
    partition, sites
        The towns and the sites.
    faces
        The arrangement; its discs are the sure ones, then the possible ones.
    discs
        Those discs.
    disc_site
        Index of the site each disc belongs to.
    disc_sure
        Whether each disc is a sure one.
    sure, possible
        Number of serving sites that surely, possibly reach each face's inner point; exact for the
        whole face up to the largest k of k-coverage.
    coming_sure, coming_possible
        The same of planned and building sites.
    space
        The zones that service areas go round; ``None`` where none were given, which is no data.
    regions
        The areas of the sites whose discs meet a zone; ``None`` likewise.
    movements_per_person_day
        What sites are asked to carry; ``None`` where that was not asked about.
    """

    partition: Partition
    sites: Sites
    faces: Faces
    discs: Discs
    disc_site: Indices
    disc_sure: NDArray[np.bool_]
    sure: Indices
    possible: Indices
    coming_sure: Indices
    coming_possible: Indices
    space: Airspace | None = None
    regions: Regions | None = None
    movements_per_person_day: float | None = None

    def instead(self) -> Geometries:
        """Return the area that takes each disc's place, ``None`` where it stands."""
        return _instead(self.regions, self.disc_site, self.disc_sure)

    def town_area_m2(self) -> Floats:
        """Return the area of each town, shape (towns,)."""
        return self.faces.area_by_town(np.ones(len(self.faces), dtype=bool))

    def people_per_m2(self) -> Floats:
        """Return each town's people spread evenly, shape (towns,); NaN where none are published.

        A town without any area of its own (all of it claimed by towns before it) counts none.
        """
        area = self.town_area_m2()
        spread = np.divide(1.0, area, out=np.zeros_like(area), where=area > 0)
        people: Floats = self.partition.people * spread
        return people


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
    sure = np.arange(len(site)) < len(sure_site)
    serving = read.serving[site]
    discs = sure_discs + possible_discs
    others = _others(space, round_zones, site, sure)
    drawn = None
    # What a site is asked to carry depends on every other site that reaches the same place.
    if movements_per_person_day is None or np.isnan(read.capacities_per_day).all():
        standing = np.ones(len(discs), dtype=bool)
        if others is not None:
            standing = shapely.is_missing(others.instead)
        drawn = deciding_sides(discs, sure, serving, standing)
    faces = arrange(whole.polygons, discs, drawn=drawn, others=others)
    if others is not None:
        faces = _possible_where_sure(faces, site, sure)
    sure_depth = faces.depth(sure & serving)
    coming_sure = faces.depth(sure & ~serving)
    return ServiceAreas(
        whole,
        read,
        faces,
        discs,
        site,
        sure,
        sure_depth,
        # What is sure is possible, also where rounding puts a point on both outlines.
        np.maximum(sure_depth, faces.depth(~sure & serving)),
        coming_sure,
        np.maximum(coming_sure, faces.depth(~sure & ~serving)),
        space,
        round_zones,
        _checked_rate(movements_per_person_day),
    )


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
