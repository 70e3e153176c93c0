"""The service areas over the towns: the one arrangement that coverage and gaps are read from."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from gis.discs import Discs, Floats, Indices
from gis.faces import Faces, arrange
from gis.outlines import deciding_sides
from gis.partition import Partition, partition
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
    sites: gpd.GeoDataFrame, towns: gpd.GeoDataFrame, *, radius_m: float | None, mission: str
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

    Raises
    ------
    WrongReferenceSystemError
        If a frame is not in EPSG:4547.
    InvalidInputError
        If there is no town polygon, no such mission, or a radius, accuracy or polygon is wrong.
    """
    whole = partition(towns)
    read = read_sites(sites, radius_m=radius_m, mission=mission)
    sure_discs, sure_site = read.sure_discs()
    possible_discs, possible_site = read.possible_discs()
    site = np.concatenate((sure_site, possible_site))
    sure = np.arange(len(site)) < len(sure_site)
    serving = read.serving[site]
    discs = sure_discs + possible_discs
    faces = arrange(whole.polygons, discs, drawn=deciding_sides(discs, sure, serving))
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
    )
