"""Why a place is not surely covered: the reason of each face, and the zones in the way."""

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Indices
from gis.results import GapReason
from gis.results_airspace import ZoneEffect
from gis.service_areas import ServiceAreas

REASONS = (
    GapReason.UNDECIDED,
    GapReason.PLANNED_ONLY,
    GapReason.HEIGHT_LIMITED,
    GapReason.BLOCKED_BY_ZONE,
    GapReason.OUT_OF_RANGE,
    GapReason.SITE_FULL,
)
"""The first four in order of precedence, then what is left; a full site is covered otherwise."""
NO_GAP = -1


def gap_reasons(areas: ServiceAreas) -> NDArray[np.intp]:
    """Return the reason of each face as its place in :data:`REASONS`; ``NO_GAP`` for no gap."""
    cut_off = in_range_but_for_zones(areas)
    lifted = cut_off & _reached_if_higher(areas, cut_off)
    holds = (areas.possible > 0, areas.coming_possible > 0, lifted, cut_off)
    reason = np.select(holds, (0, 1, 2, 3), REASONS.index(GapReason.OUT_OF_RANGE))
    served = np.where(full_faces(areas), REASONS.index(GapReason.SITE_FULL), NO_GAP)
    return np.where(areas.sure > 0, served, reason).astype(np.intp)


def full_faces(areas: ServiceAreas) -> NDArray[np.bool_]:
    """Mark the surely covered faces that only full sites surely reach.

    The movements that a face's people ask for are spread evenly over the serving sites that surely
    reach it. A site is full where they add up to more than its stated capacity; a site without a
    stated capacity is never said to be.
    """
    capacity, rate = areas.sites.capacities_per_day, areas.movements_per_person_day
    if rate is None or np.isnan(capacity).all():
        return np.zeros(len(areas.faces), dtype=bool)
    faces = areas.faces
    mine = areas.disc_sure[faces.pair_disc]
    face, site = faces.pair_face[mine], areas.disc_site[faces.pair_disc[mine]]
    face, site = (table[areas.sites.serving[site]] for table in (face, site))
    asked = np.nan_to_num(areas.people_per_m2())[faces.town] * faces.area_m2 * rate
    each = asked[face] / areas.sure[face]
    carried = np.bincount(site, weights=each, minlength=len(areas.sites))
    free = ~(carried > capacity)
    spare = np.bincount(face, weights=free[site], minlength=len(faces))
    full: NDArray[np.bool_] = (areas.sure > 0) & (spare == 0)
    return full


def in_range_but_for_zones(areas: ServiceAreas) -> NDArray[np.bool_]:
    """Mark the faces that no site possibly reaches and that some would without zones."""
    cut_off = np.zeros(len(areas.faces), dtype=bool)
    cut_off[np.unique(_cut_pairs(areas)[0])] = True
    return cut_off


def zones_in_the_way(
    areas: ServiceAreas, faces: Indices, reason: GapReason
) -> dict[int, tuple[str, ...]]:
    """Name the zones that cut these faces off, by id, for each town (by its index) that has some.

    They are the zones on the straight line from each face's inner point to the nearest site that
    has it in range; where a height limit is in the way only of a way round, the zone next to it.
    """
    if areas.space is None or reason not in (GapReason.BLOCKED_BY_ZONE, GapReason.HEIGHT_LIMITED):
        return {}
    zones = areas.space.zones
    effects = [ZoneEffect.LIMITS_HEIGHT]
    if reason is GapReason.BLOCKED_BY_ZONE:
        effects.append(ZoneEffect.BARS)
    kept = np.flatnonzero(zones.having(*effects) & ~shapely.is_empty(zones.inner))
    if not len(kept):
        return {}
    face, site = _cut_pairs(areas, faces)
    offset = areas.sites.centres[site] - areas.faces.inner[face]
    order = np.lexsort((site, np.hypot(offset[:, 0], offset[:, 1]), face))
    first = order[np.unique(face[order], return_index=True)[1]]
    ends = np.stack((areas.faces.inner[face[first]], areas.sites.centres[site[first]]), axis=1)
    lines = np.asarray(shapely.linestrings(ends), dtype=object)
    tree = shapely.STRtree(zones.inner[kept])
    line, zone = tree.query(lines, predicate="intersects")
    bare = np.setdiff1d(np.arange(len(lines)), line)
    town = areas.faces.town[face[first]][np.concatenate((line, bare))]
    found: dict[int, list[str]] = {}
    met = np.unique(np.stack((town, np.append(zone, tree.nearest(lines[bare]))), axis=1), axis=0)
    for place, index in zip(met[:, 0].tolist(), kept[met[:, 1]].tolist(), strict=True):
        found.setdefault(place, []).append(zones.verdicts[index].name.zone)
    return {place: tuple(names) for place, names in found.items()}


def _cut_pairs(areas: ServiceAreas, among: Indices | None = None) -> tuple[Indices, Indices]:
    """Pair unreached faces with the sites whose free disc holds them."""
    if areas.regions is None:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    if among is None:
        among = np.flatnonzero((areas.possible == 0) & (areas.coming_possible == 0))
    cut = ~shapely.is_missing(areas.regions.possible)
    discs = np.flatnonzero(~areas.disc_sure & cut[areas.disc_site])
    point, disc = areas.discs.taken(discs).holding(areas.faces.inner[among])
    return among[point], areas.disc_site[discs[disc]]


def _reached_if_higher(areas: ServiceAreas, cut_off: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the cut-off faces that a site possibly reaches if no zone limits the height."""
    reached = np.zeros(len(areas.faces), dtype=bool)
    if areas.regions is None or not cut_off.any():
        return reached
    lifted = areas.regions.barred[~shapely.is_missing(areas.regions.barred)]
    which = np.flatnonzero(cut_off)
    tree = shapely.STRtree(np.asarray(shapely.points(areas.faces.inner[which]), dtype=object))
    reached[which[tree.query(lifted, predicate="intersects")[1]]] = True
    return reached
