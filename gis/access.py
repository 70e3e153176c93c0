"""Access to capacity by two-step floating catchment areas, as intervals.

With capacity S_j at site j, people P_i at demand point i and a weight w(d) that does not grow with
distance, the score of demand point i is::

    A_i = sum over j of  S_j w_ij / (sum over k of P_k w_kj)

(2SFCA: Radke and Mu 2000, Luo and Wang 2003; distance weights, E2SFCA: Luo and Qi 2009; Gaussian
weights: Dai 2010). Positions are known within accuracies, so each w_ij lies between two bounds.
What falls to a group of people from site j is ``S_j X / (X + Y)``, with X the weighted people of
the group and Y those of everybody else: it grows with X and shrinks with Y, so its bounds follow
from theirs. Distances are straight lines in EPSG:4547.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.crs import require_metric
from gis.decay import Decay
from gis.demand_points import town_demand
from gis.demand_reach import Demand
from gis.discs import Floats, Indices
from gis.errors import InvalidInputError
from gis.partition import partition
from gis.progress import Progress, part, reporting, unheard
from gis.results import Interval, SiteName
from gis.results_access import Access, AccessRow
from gis.sites import positioned

_PAIRS_AT_ONCE = 1_000_000
_THOUSAND = 1_000.0


@dataclass(frozen=True, slots=True)
class Supply:
    """Sites with capacity.

    Attributes
    ----------
    centres, accuracies_m
        Positions, shape (s, 2), EPSG:4547, and how well they are known, shape (s,).
    capacities
        What each can give, above 0, shape (s,).
    without_capacity, unplaced
        Sites left out.
    """

    centres: Floats
    accuracies_m: Floats
    capacities: Floats
    without_capacity: tuple[SiteName, ...] = ()
    unplaced: tuple[SiteName, ...] = ()


def read_supply(frame: gpd.GeoDataFrame, *, capacity: str | None) -> Supply:
    """Take sites with capacity out of a frame of points.

    Parameters
    ----------
    frame
        Points in EPSG:4547 with ``id``, names, ``status`` and ``accuracy_m``. Filter it by status
        or kind first: every row counts.
    capacity
        The column that states the capacity; ``None`` counts every site as 1, an assumption of
        whoever asks, which must be shown as one.

    Raises
    ------
    WrongReferenceSystemError
        If the frame is not in EPSG:4547.
    InvalidInputError
        If a capacity is negative or infinite, or a position or accuracy is none.
    """
    require_metric(frame, "sites")
    rows = frame.sort_values("id", kind="stable")
    stated = np.ones(len(rows))
    if capacity is not None:
        stated = pd.to_numeric(rows[capacity]).to_numpy(dtype=np.float64, na_value=np.nan)
        if (np.isinf(stated) | (stated < 0)).any():
            raise InvalidInputError("a capacity must be a number from 0", field=capacity)
    placed, able = positioned(rows), stated > 0
    kept = rows[placed & able]
    return Supply(
        shapely.get_coordinates(kept.geometry.to_numpy()),
        kept["accuracy_m"].to_numpy(dtype=np.float64),
        stated[placed & able],
        _names(rows[~able]),
        _names(rows[able & ~placed]),
    )


def _names(rows: pd.DataFrame) -> tuple[SiteName, ...]:
    columns = (rows[name] for name in ("id", "name_zh", "name_en", "status"))
    return tuple(SiteName(*row) for row in zip(*columns, strict=True))


def town_access(
    supply: Supply,
    towns: gpd.GeoDataFrame,
    decay: Decay,
    *,
    cell_m: float = 1_000.0,
    on_progress: Progress | None = None,
) -> Access:
    """Measure access of the towns' people, spread evenly; see :func:`access`.

    Parameters
    ----------
    supply, decay
        As for :func:`access`.
    towns
        Frame of the layer ``towns`` in EPSG:4547. Towns without people are listed and left out.
    cell_m
        Side of the cells the towns are cut into; smaller cells give closer bounds.
    on_progress
        Told the share of the work done; what it raises ends the run.
    """
    whole = partition(towns)
    report = on_progress or unheard
    demand = town_demand(towns, cell_m=cell_m, on_progress=part(report, 0.0, 0.4))
    names = {
        town: (zh, en)
        for town, zh, en in zip(whole.ids, whole.names_zh, whole.names_en, strict=True)
    }
    left_out = tuple(
        town for town, people in zip(whole.ids, whole.people, strict=True) if not people > 0
    )
    return access(
        supply,
        demand,
        decay,
        names=names,
        towns_without_people=left_out,
        on_progress=part(report, 0.4, 1.0),
    )


def access(
    supply: Supply,
    demand: Demand,
    decay: Decay,
    *,
    names: dict[str, tuple[str, str]] | None = None,
    towns_without_people: tuple[str, ...] = (),
    on_progress: Progress | None = None,
) -> Access:
    """Measure what capacity falls to people, by demand point, town and in all.

    Parameters
    ----------
    supply, demand
        Sites with capacity, and people at points; weights are people.
    decay
        Weight by distance.
    names
        Chinese and English title by town id; the id itself where there is none.
    towns_without_people
        Ids to list as left out.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Notes
    -----
    The bounds of a town or of all are not sums of its points' bounds but those of the group as a
    whole, which are closer: all capacity that reaches anybody falls to somebody.
    """
    groups, group = np.unique(demand.town, return_inverse=True)
    everybody = np.zeros(len(demand), dtype=np.intp)
    points, town, city = _Tally(len(demand)), _Tally(len(groups)), _Tally(1)
    report = on_progress or unheard
    for least, most, capacity in _weighted(supply, demand, decay, part(report, 0.0, 0.9)):
        points.add(least, most, capacity, np.arange(len(demand)))
        town.add(least, most, capacity, group)
        city.add(least, most, capacity, everybody)
    titles = names or {}
    rows = []
    for index, place in enumerate(groups.tolist()):
        name = demand.towns[place]
        title = (name, *titles.get(name, (name, name)))
        rows.append(_row(title, town, index, _Reached(demand, points, group == index)))
    served = _Reached(demand, points, everybody == 0)
    report(1.0)
    counted = np.where(demand.weights > 0, demand.weights, np.inf) / _THOUSAND
    return Access(
        city=_row(("city", "全市", "Whole city"), city, 0, served),
        towns=tuple(row for row in rows if row.people > 0),
        low=points.low / counted,
        high=points.high / counted,
        capacity=fsum(supply.capacities),
        without_capacity=supply.without_capacity,
        unplaced=supply.unplaced,
        towns_without_people=towns_without_people,
    )


def _weighted(
    supply: Supply, demand: Demand, decay: Decay, on_progress: Progress
) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Yield the least and the most weighted people of points (rows) and sites (columns)."""
    step = max(1, _PAIRS_AT_ONCE // max(1, len(demand)))
    for begin in reporting(range(0, len(supply.capacities), step), on_progress):
        some = slice(begin, begin + step)
        offset = demand.places[:, None, :] - supply.centres[None, some, :]
        away = np.hypot(offset[..., 0], offset[..., 1])
        doubt = np.add.outer(demand.accuracies_m, supply.accuracies_m[some])
        people = demand.weights[:, None]
        least = people * decay.weights(away + doubt)
        most = people * decay.weights(np.maximum(0.0, away - doubt))
        yield least, most, supply.capacities[some]


class _Tally:
    """Adds up, site by site, the bounds of what falls to each group."""

    def __init__(self, groups: int) -> None:
        self.low, self.high = np.zeros(groups), np.zeros(groups)
        self.surely, self.possibly = np.zeros(groups, dtype=bool), np.zeros(groups, dtype=bool)

    def add(self, least: Floats, most: Floats, capacity: Floats, group: Indices) -> None:
        """Add the sites of some columns."""
        mine_least, mine_most = np.zeros((2, len(self.low), len(capacity)))
        np.add.at(mine_least, group, least)
        np.add.at(mine_most, group, most)
        others_most = np.maximum(0.0, most.sum(axis=0) - mine_most)
        others_least = np.maximum(0.0, least.sum(axis=0) - mine_least)
        self.low += _share(mine_least, others_most) @ capacity
        self.high += _share(mine_most, others_least) @ capacity
        self.surely |= (mine_least > 0).any(axis=1)
        self.possibly |= (mine_most > 0).any(axis=1)


def _share(mine: Floats, others: Floats) -> Floats:
    shares: Floats = np.divide(mine, mine + others, out=np.zeros_like(mine), where=mine > 0)
    return shares


@dataclass(frozen=True, slots=True)
class _Reached:
    """The people of one group, and whether any site reaches them."""

    demand: Demand
    points: _Tally
    mine: NDArray[np.bool_]

    def people(self) -> float:
        return fsum(self.demand.weights[self.mine])

    def out_of_reach(self) -> Interval:
        weights, points = self.demand.weights, self.points
        least = fsum(weights[self.mine & ~points.possibly])
        return Interval(least, fsum(weights[self.mine & ~points.surely]))


def _row(title: tuple[str, str, str], tally: _Tally, index: int, served: _Reached) -> AccessRow:
    people = served.people()
    scale = _THOUSAND / people if people > 0 else 0.0
    # Rounding may turn bounds that are equal.
    low, high = sorted((float(tally.low[index]), float(tally.high[index])))
    score = Interval(low * scale, high * scale)
    return AccessRow(*title, people, score, served.out_of_reach())
