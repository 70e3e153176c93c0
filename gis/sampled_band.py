"""A sampled band of coverage: narrower than the guaranteed interval, and no guarantee.

True positions are drawn from a supposed distribution within the stated accuracies, and coverage is
measured for each draw. No document states a distribution, so the band says what was supposed. It
never stands in the place of the interval of :mod:`gis.coverage`, within which it lies.

Round zones, a site drawn at a position serves what ways round the zones reach from there, and
nothing from inside a zone. Nothing is supposed about zones: each draw is measured twice, with all
that is or may be in the way at its greatest extent, and with what surely is at its least. The true
figure of a draw lies between the two, so the true quantiles lie between those of the two.
"""

from dataclasses import dataclass
from math import ceil

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import SEGMENTS, Discs, Floats, Geometries
from gis.errors import InvalidInputError
from gis.partition import Partition, partition
from gis.progress import Progress, part, reporting, unheard
from gis.reach import Airspace, joined, shared_m2, sure_region
from gis.results_demand import Displacement, Quantiles, SampledBand
from gis.sites import Sites, read_sites
from gis.visibility import Obstacles

MAX_DRAWS = 10_000
MAX_CORNERS = 100_000
"""Corners of zones within range, summed over draws and sites: more are refused. One takes about
0.3 ms of a processor."""
_ROUNDING_M = 1e-3
_EQUAL_AREA = float(np.sqrt(2 * np.pi / SEGMENTS / np.sin(2 * np.pi / SEGMENTS)))
"""A polygon with this circumradius has the area of the unit disc."""


def sampled_band(  # noqa: PLR0913 - each is a thing its user may want to set
    sites: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    *,
    radius_m: float | None,
    mission: str,
    displacement: Displacement,
    draws: int = 200,
    seed: int = 1,
    share: float = 0.95,
    space: Airspace | None = None,
    on_progress: Progress | None = None,
) -> SampledBand:
    """Measure coverage for random true positions.

    Parameters
    ----------
    sites, towns, radius_m, mission
        As for :func:`gis.service_areas.service_areas`.
    displacement
        The supposed distribution.
    draws, seed
        How many draws, and the seed of numpy's PCG64 generator: the same seed gives the same band.
    share
        Central share of the draws between the band's ends.
    space
        The zones to go round; ``None`` for discs.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Raises
    ------
    InvalidInputError
        If the number of draws or the share is out of range, an input is wrong, or so many corners
        of zones are in range of the sites that it would take too long.
    """
    if not 2 <= draws <= MAX_DRAWS:
        raise InvalidInputError(f"draws must be from 2 to {MAX_DRAWS:,}", field="draws")
    if not 0 < share < 1:
        raise InvalidInputError("the share must be between 0 and 1", field="share")
    whole = partition(towns)
    read = read_sites(sites, radius_m=radius_m, mission=mission)
    served = _Served.of(whole, read, space)
    served.refuse_too_many(draws)
    places = displaced(read, displacement, draws, seed)
    report = on_progress or unheard
    least, most = np.zeros((draws, len(whole))), np.zeros((draws, len(whole)))
    for turn in reporting(range(draws), report):
        mine = part(report, turn / draws, (turn + 1) / draws)
        least[turn], most[turn] = served.covered_m2(places[turn], mine)
    density = whole.people_per_m2(shapely.area(whole.polygons))
    peopled = ~np.isnan(density)

    def people(covered: Floats) -> Floats:
        return np.array([(row[peopled] * density[peopled]).sum() for row in covered])

    def city(covered: Floats) -> Floats:
        return np.array([row.sum() for row in covered])

    return SampledBand(
        displacement,
        draws,
        seed,
        share,
        _quantiles(city(least), city(most), share),
        _quantiles(people(least), people(most), share) if peopled.any() else None,
    )


def displaced(sites: Sites, displacement: Displacement, draws: int, seed: int) -> Floats:
    """Draw true positions within the accuracies, shape (draws, sites, 2), EPSG:4547."""
    draw = np.random.default_rng(seed)
    alike = displacement is Displacement.COMMON_SHIFT
    shape = (draws, 1 if alike else len(sites))
    # The square root spreads points evenly over a disc.
    way = np.sqrt(draw.uniform(0.0, 1.0, shape)) * sites.accuracies_m
    angle = draw.uniform(0.0, 2 * np.pi, shape) + np.zeros(len(sites))
    moved: Floats = sites.centres + way[..., None] * np.stack(
        (np.cos(angle), np.sin(angle)), axis=-1
    )
    return moved


@dataclass(frozen=True, slots=True, eq=False)
class _Served:
    """What a draw is measured with: towns, serving sites, and the zones that each may meet.

    Attributes
    ----------
    towns
        The towns.
    sites
        The sites; only serving ones count.
    meets
        Which serving sites meet a zone wherever they stand, perhaps, shape (serving,).
    extents
        Zones at their greatest, then at their least extent; one where both are the same, none
        where no site meets any.
    """

    towns: Partition
    sites: Sites
    meets: NDArray[np.bool_]
    extents: tuple[Obstacles, ...]

    @classmethod
    def of(cls, towns: Partition, sites: Sites, space: Airspace | None) -> "_Served":
        serving = sites.serving
        if space is None:
            return cls(towns, sites, np.zeros(int(serving.sum()), dtype=bool), ())
        most = (sites.radii_m * _EQUAL_AREA + sites.accuracies_m)[serving] + _ROUNDING_M
        meets = ~space.outer.clear_of(sites.centres[serving], most)
        extents = (space.outer, space.inner)[: 1 if space.certain else 2]
        return cls(towns, sites, meets, extents if meets.any() else ())

    def refuse_too_many(self, draws: int) -> None:
        """Refuse what would take too long."""
        radii = (self.sites.radii_m + self.sites.accuracies_m)[self.sites.serving]
        centres = self.sites.centres[self.sites.serving]
        corners = draws * sum(
            np.count_nonzero(np.hypot(*(extent.corners - centres[site]).T) < radii[site])
            for extent in self.extents
            for site in np.flatnonzero(self.meets).tolist()
        )
        if corners > MAX_CORNERS:
            raise InvalidInputError(
                f"the draws have {corners:,} corners of zones within the sites' range, more than "
                f"{MAX_CORNERS:,}",
                field="draws",
                remedy="Ask for fewer draws or a smaller radius, or import zones with simpler "
                "outlines.",
            )

    def covered_m2(self, centres: Floats, on_progress: Progress) -> tuple[Floats, Floats]:
        """Return the area of each town covered from these positions, at least and at most."""
        serving = self.sites.serving
        discs = Discs(centres[serving], self.sites.radii_m[serving] * _EQUAL_AREA)
        shapes = discs.polygons()
        if not self.extents:
            covered = self._within_m2(shapes)
            return covered, covered
        found = []
        for turn, extent in enumerate(self.extents):
            begin, end = (turn + np.arange(2)) / len(self.extents)
            regions = shapes.copy()
            met = np.flatnonzero(self.meets).tolist()
            for site in reporting(met, part(on_progress, float(begin), float(end))):
                # Drawn as the discs are: the part seen straight ends on the very same outline.
                reach = float(discs.circumradii[site])
                region, _ = sure_region(discs.centres[site], reach, 0.0, extent)
                regions[site] = shapes[site] if region is None else region
            found.append(self._within_m2(regions))
        # Less in the way never serves less; drawing may tell otherwise by a hair.
        return found[0], np.maximum(found[0], found[-1])

    def _within_m2(self, shapes: Geometries) -> Floats:
        return shared_m2(self.towns.polygons, joined(shapes))


def _quantiles(least: Floats, most: Floats, share: float) -> Quantiles:
    """Return order statistics: values that were really drawn."""
    low, high = np.sort(least), np.sort(most)
    left_out = int(len(low) * (1 - share) / 2)
    middle = ceil(len(low) / 2) - 1
    return Quantiles(
        float(low[left_out]), float(low[middle]), float(high[middle]), float(high[-1 - left_out])
    )
