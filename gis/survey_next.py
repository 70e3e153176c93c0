"""Which one position, if surveyed, narrows the interval of coverage most.

Let U be the places that other serving sites possibly and do not surely reach. If site i is surveyed
exactly and found to stand at p, a place of U is settled if it lies within R_i of p; nothing else
changes. So the interval's width becomes |U minus disc(p, R_i)|, and over all p within the accuracy
e_i of the stated position the narrowing lies between

- the undecided area that only site i possibly reaches (that is gone, wherever it stands), and
- the undecided area within R_i + e_i of the stated position.

Both are read from the faces. The lower one is then raised by search: the accuracy disc is cut into
squares. Wherever in a square round q with half diagonal h the site stands, what is settled is at
least |U and disc(q, R_i - h)|, and at least |U and disc(q, R_i)| less the crescent between two
discs whose centres are h apart. Sites that cannot come first are not searched. Where zones are, or
may be, in a site's way, :mod:`gis.survey_round_zones` tells both bounds.
"""

from dataclasses import replace
from functools import partial
from math import acos, fsum, pi, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Discs, Floats
from gis.errors import InvalidInputError
from gis.merging import merged
from gis.progress import Progress, part, unheard
from gis.results import Interval
from gis.results_demand import SurveyAdvice, SurveyRow
from gis.service_areas import ServiceAreas
from gis.survey_round_zones import SurveyedSite, met_by_zones, squares_each
from gis.survey_search import least_settled

UNITS = ("area_m2", "people")
_SQUARES = 400
"""Squares of an accuracy disc that are looked at before the search stops."""
_CLOSE = 0.01
"""Share of the whole width within which the search's answer is good enough."""


def survey_next(
    areas: ServiceAreas, *, unit: str = "area_m2", on_progress: Progress | None = None
) -> SurveyAdvice:
    """Rank the serving sites by how much surveying one narrows the interval of coverage.

    Parameters
    ----------
    areas
        Service areas laid over the towns, by :func:`gis.service_areas.service_areas`.
    unit
        ``area_m2``, or ``people`` spread evenly over each town.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Returns
    -------
    SurveyAdvice
        Sites known exactly are not in it. Figures are up to the discs' drawing error.

    Raises
    ------
    InvalidInputError
        If there is no such unit.
    """
    if unit not in UNITS:
        raise InvalidInputError(f"there is no unit {unit[:40]!r}", field="unit")
    density = np.ones(len(areas.partition))
    if unit == "people":
        density = np.nan_to_num(areas.people_per_m2())
    weight = areas.faces.area_m2 * density[areas.faces.town]
    undecided = (areas.sure == 0) & (areas.possible > 0)
    width = fsum(weight[undecided])
    report = on_progress or unheard
    report(0.0)
    rows = _plain_rows(areas, density, weight, undecided)
    rows.sort(key=lambda item: (-item[1].shrink.high, item[1].site))
    squares = squares_each(areas, np.array([site for site, _, met in rows if met], dtype=np.intp))
    best = 0.0
    searched = []
    for turn, (site, row, round_zones) in enumerate(rows):
        found = row
        if row.shrink.high > max(best, row.shrink.low):
            mine = part(report, turn / len(rows), (turn + 1) / len(rows))
            low = (
                _searched(areas, site, row.shrink.low, (density, width), mine)
                if round_zones is None
                else round_zones.searched((_CLOSE * width, squares), mine)
            )
            low = min(max(row.shrink.low, low), row.shrink.high)
            found = replace(row, shrink=Interval(low, row.shrink.high), settled_by_search=True)
        best = max(best, found.shrink.low)
        searched.append(found)
    report(1.0)
    searched.sort(key=lambda row: (-row.shrink.low, -row.shrink.high, row.site))
    ranked = (replace(row, rank=rank) for rank, row in enumerate(searched, start=1))
    return SurveyAdvice(unit, width, tuple(ranked))


def _plain_rows(
    areas: ServiceAreas, density: Floats, weight: Floats, undecided: NDArray[np.bool_]
) -> list[tuple[int, SurveyRow, SurveyedSite | None]]:
    sites = areas.sites
    met = met_by_zones(areas)
    rows = []
    for site in np.flatnonzero(sites.serving & (sites.accuracies_m > 0)).tolist():
        mine = _reached_by(areas, site)
        name = sites.names[site]
        alone = undecided & mine & (areas.possible == 1)
        round_zones = None
        shrink = Interval(fsum(weight[alone]), fsum(weight[undecided & mine]))
        if met[site]:
            round_zones = SurveyedSite.of(areas, site, density, (undecided, alone))
            shrink = round_zones.plain()
        accuracy = float(sites.accuracies_m[site])
        row = SurveyRow(0, name.site, name.name_zh, name.name_en, accuracy, shrink, False)
        rows.append((site, row, round_zones))
    return rows


def _reached_by(areas: ServiceAreas, site: int) -> NDArray[np.bool_]:
    """Mark the faces that a site possibly reaches."""
    return areas.faces.depth(areas.disc_site == site) > 0


def _searched(
    areas: ServiceAreas,
    site: int,
    alone: float,
    weighing: tuple[Floats, float],
    on_progress: Progress,
) -> float:
    """Return the guaranteed narrowing of one site, found by searching its accuracy disc.

    ``alone`` is what only this site possibly reaches; ``weighing`` is what a square metre of each
    town counts, and the width of the whole interval.
    """
    density, width = weighing
    sites, faces = areas.sites, areas.faces
    mine = _reached_by(areas, site)
    sure_mine = faces.depth((areas.disc_site == site) & areas.disc_sure) > 0
    others_sure = areas.sure - sure_mine
    others = areas.possible - mine
    # What the others leave undecided, and this site may settle, town by town.
    open_to_it = (others_sure == 0) & (others > 0) & mine
    towns = np.unique(faces.town[open_to_it])
    pieces = [merged(faces.geometry[open_to_it & (faces.town == town)]) for town in towns]
    shapes = np.array(pieces, dtype=object)
    known = fsum(
        (faces.area_m2 * density[faces.town])[(others_sure == 0) & (others > 0) & sure_mine]
    )

    def settled(x: float, y: float, radius: float) -> float:
        if radius <= 0 or not len(shapes):
            return 0.0
        disc = Discs.inscribed(np.array([[x, y]]), np.array([radius])).polygons()[0]
        inside = shapely.area(shapely.intersection(shapes, disc))
        return fsum(inside * density[towns])

    place = (*sites.centres[site].tolist(), float(sites.accuracies_m[site]))
    radius = float(sites.radii_m[site])
    densest = float(density[towns].max(initial=0.0))

    def least_within(x: float, y: float, _half: float, way: float) -> float:
        moved = settled(x, y, radius) - densest * _crescent_m2(radius, way)
        return max(0.0, moved, settled(x, y, radius - way))

    attained = partial(settled, radius=radius)
    wanted = (_CLOSE * width, _SQUARES)
    least = least_settled(attained, least_within, place, wanted, on_progress)
    # Before the survey, what only this site surely reaches of U was settled by it already.
    return alone + least - known


def _crescent_m2(radius: float, way: float) -> float:
    """Return the area of a disc that another of its size, this far away, does not cover."""
    if way >= 2 * radius:
        return pi * radius**2
    half = way / 2
    return pi * radius**2 - (2 * radius**2 * acos(half / radius) - way * sqrt(radius**2 - half**2))
