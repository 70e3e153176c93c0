"""Values of choices added up again with fractions, for the checker of certificates."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any


class Rejected(Exception):  # noqa: N818 - a verdict and not an error of the program
    """The certificate does not prove what it claims; the message says why."""


def require(holds: bool, otherwise: str) -> None:
    """Reject the certificate unless something holds."""
    if not holds:
        raise Rejected(otherwise)


def whole(value: Any, least: int) -> int:
    """Return a whole number from ``least``, or reject."""
    require(type(value) is int and value >= least, "a number is not a whole number in its range")
    number: int = value
    return number


def wholes(values: Sequence[Any], least: int, below: int | None) -> list[int]:
    """Return whole numbers from ``least`` and below ``below``, or reject."""
    require(type(values) is list, "a list is expected")
    found = [whole(value, least) for value in values]
    require(below is None or all(value < below for value in found), "a number is out of range")
    return found


def recomputed(problem: Mapping[str, Any], model: Mapping[str, Any], chosen: list[int]) -> str:
    """Return the value of a choice in words (a fraction), or reject the choice."""
    return str(_VALUES[problem["kind"]](problem, model, chosen))


def _chosen_and_kept(problem: Mapping[str, Any], chosen: list[int]) -> list[int]:
    kept = wholes(problem["kept"], 0, None)
    require(not set(kept) & set(chosen), "a kept site is chosen again")
    require(len(chosen) <= whole(problem["count"], 1), "more candidates are chosen than may be")
    return [*chosen, *kept]


def _times(model: Mapping[str, Any], serving: Sequence[int]) -> list[tuple[int, int]]:
    """Return the weight of each pattern and how many sites cover it."""
    number = whole(model["candidates"], 1)
    wholes(list(serving), 0, number)
    found = []
    for weight, row in zip(model["weights"], model["covering"], strict=True):
        covering = wholes(row, 0, number)
        require(covering == sorted(set(covering)), "a covering set is not in order")
        found.append((whole(weight, 0), len(set(serving) & set(covering))))
    return found


def _backup(problem: Mapping[str, Any], model: Mapping[str, Any], chosen: list[int]) -> Fraction:
    share, times = Fraction(problem["backup_share"]), whole(problem["times"], 2)
    require(0 <= share <= 1, "the share is out of range")
    covered = _times(model, _chosen_and_kept(problem, chosen))
    once = sum(weight for weight, number in covered if number >= 1)
    often = sum(weight for weight, number in covered if number >= times)
    return (1 - share) * once + share * often


def _build_order(
    problem: Mapping[str, Any], model: Mapping[str, Any], chosen: list[int]
) -> Fraction:
    years = [wholes(year, 0, None) for year in problem["years"]]
    require(
        sorted(one for year in years for one in year) == chosen,
        "the years do not make up the choice",
    )
    total, so_far, room = Fraction(0), list[int](), 0
    for year, count, weight in zip(years, problem["counts"], problem["weights"], strict=True):
        so_far, room = so_far + year, room + whole(count, 0)
        require(len(so_far) <= room, "more sites are open in a year than may be")
        worth = Fraction(weight)
        require(worth >= 0, "a year's weight is negative")
        total += worth * sum(demand for demand, number in _times(model, so_far) if number)
    return total


def _capacitated(
    problem: Mapping[str, Any], model: Mapping[str, Any], chosen: list[int]
) -> Fraction:
    serving = set(_chosen_and_kept(problem, chosen))
    capacity = [Fraction(one) for one in model["capacity_per_day"]]
    left = [Fraction(one) for one in wholes(model["weights"], 0, None)]
    total = Fraction(0)
    for pattern, site, amount in problem["served"]:
        wholes([pattern], 0, len(left))
        wholes([site], 0, len(capacity))
        served = Fraction(amount)
        require(site in serving and site in model["covering"][pattern], "a site serves elsewhere")
        require(served >= 0, "less than nothing is served")
        left[pattern] -= served
        capacity[site] -= served
        total += served
    require(all(one >= 0 for one in left), "more is served than there is demand")
    require(all(one >= 0 for one in capacity), "a site serves more than its capacity")
    return total


def _connected(problem: Mapping[str, Any], model: Mapping[str, Any], chosen: list[int]) -> Fraction:
    network = _chosen_and_kept(problem, chosen)
    links = {frozenset(wholes(pair, 0, None)) for pair in model["links"]}
    reached = set(problem["kept"] or chosen[:1])
    while True:
        new = {one for one in network for other in reached if {one, other} in links} - reached
        if not new:
            break
        reached |= new
    require(set(network) <= reached, "the sites are not connected")
    kept = set(problem["kept"])
    require(
        not any(kept & set(row) for row in model["covering"]), "kept sites cover counted demand"
    )
    return Fraction(sum(weight for weight, number in _times(model, network) if number))


def _nearest(
    problem: Mapping[str, Any], model: Mapping[str, Any], chosen: list[int]
) -> list[tuple[int, int]]:
    """Return the weight of each demand and its distance to the nearest site."""
    network = _chosen_and_kept(problem, chosen)
    sites = wholes(model["sites"], 0, None)
    require(len(set(sites)) == len(sites), "a site's distances are given twice")
    place = {site: number for number, site in enumerate(sites)}
    found = []
    for weight, row in zip(model["weights"], model["metres_1000"], strict=True):
        metres = wholes(row, 0, None)
        require(len(metres) == len(sites), "a distance is missing")
        found.append((whole(weight, 1), min(metres[place[site]] for site in network)))
    return found


def _p_median(problem: Mapping[str, Any], model: Mapping[str, Any], chosen: list[int]) -> Fraction:
    near = _nearest(problem, model, chosen)
    return Fraction(sum(weight * metres for weight, metres in near), 1000)


def _p_center(problem: Mapping[str, Any], model: Mapping[str, Any], chosen: list[int]) -> Fraction:
    return Fraction(max(metres for _, metres in _nearest(problem, model, chosen)), 1000)


_VALUES = {
    "backup": _backup,
    "build_order": _build_order,
    "capacitated": _capacitated,
    "connected": _connected,
    "p_median": _p_median,
    "p_center": _p_center,
}
