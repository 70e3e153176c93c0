"""The figures of coverage and the gaps, whichever way they were measured."""

from dataclasses import dataclass

from gis.discs import Floats
from gis.partition import Partition
from gis.results import Area, GapReason
from gis.sites import Sites


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Areas in square metres.

    Attributes
    ----------
    partition, sites
        The towns and the sites.
    area_m2
        Area of each town, shape (towns,).
    low, high
        What at least 1, 2, 3 sites surely, possibly serve, shape (3, towns).
    planned_low, planned_high
        What serving or coming sites surely, possibly serve, shape (towns,).
    reach_low, reach_high
        What each site surely, possibly serves, shape (sites,).
    alone_low, alone_high
        What only each site serves: surely by it and by no other possibly; possibly by it and by no
        other surely.
    surely, possibly
        The areas themselves (EPSG:4547).
    """

    partition: Partition
    sites: Sites
    area_m2: Floats
    low: Floats
    high: Floats
    planned_low: Floats
    planned_high: Floats
    reach_low: Floats
    reach_high: Floats
    alone_low: Floats
    alone_high: Floats
    surely: Area
    possibly: Area


@dataclass(frozen=True, slots=True, eq=False)
class GapPart:
    """What is not surely covered in one town (by its index) for one reason.

    Attributes
    ----------
    town, reason
        Where and why.
    area_m2, geometry
        Its area, and the area itself (EPSG:4547).
    zones
        Ids of the zones in the way.
    """

    town: int
    reason: GapReason
    area_m2: float
    geometry: Area
    zones: tuple[str, ...] = ()
