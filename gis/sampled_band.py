"""A sampled band of coverage: narrower than the guaranteed interval, and no guarantee.

True positions are drawn from a supposed distribution within the stated accuracies, and coverage is
measured for each draw. No document states a distribution, so the band says what was supposed. It
never stands in the place of the interval of :mod:`gis.coverage`, within which it lies.
"""

from math import ceil

import geopandas as gpd
import numpy as np
import shapely

from gis.discs import SEGMENTS, Discs, Floats
from gis.errors import InvalidInputError
from gis.partition import Partition, partition
from gis.progress import Progress, reporting, unheard
from gis.results_demand import Displacement, Quantiles, SampledBand
from gis.sites import Sites, read_sites

MAX_DRAWS = 10_000
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
    on_progress
        Told the share of the work done; what it raises ends the run.

    Raises
    ------
    InvalidInputError
        If the number of draws or the share is out of range, or an input is wrong.
    """
    if not 2 <= draws <= MAX_DRAWS:
        raise InvalidInputError(f"draws must be from 2 to {MAX_DRAWS:,}", field="draws")
    if not 0 < share < 1:
        raise InvalidInputError("the share must be between 0 and 1", field="share")
    whole = partition(towns)
    read = read_sites(sites, radius_m=radius_m, mission=mission)
    density = whole.people / shapely.area(whole.polygons)
    peopled = ~np.isnan(density)
    city, people = np.zeros(draws), np.zeros(draws)
    places = displaced(read, displacement, draws, seed)
    for turn in reporting(range(draws), on_progress or unheard):
        covered = _covered_m2(whole, read, places[turn])
        city[turn] = covered.sum()
        people[turn] = (covered[peopled] * density[peopled]).sum()
    return SampledBand(
        displacement,
        draws,
        seed,
        share,
        _quantiles(city, share),
        _quantiles(people, share) if peopled.any() else None,
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


def _covered_m2(towns: Partition, sites: Sites, centres: Floats) -> Floats:
    """Return the area of each town that the serving sites cover from these positions."""
    serving = sites.serving
    discs = Discs(centres[serving], sites.radii_m[serving] * _EQUAL_AREA)
    union = shapely.union_all(discs.polygons())
    areas: Floats = shapely.area(shapely.intersection(towns.polygons, union))
    return areas


def _quantiles(values: Floats, share: float) -> Quantiles:
    """Return order statistics: values that were really drawn."""
    ordered = np.sort(values)
    left_out = int(len(ordered) * (1 - share) / 2)
    middle = ordered[ceil(len(ordered) / 2) - 1]
    return Quantiles(float(ordered[left_out]), float(middle), float(ordered[-1 - left_out]))
