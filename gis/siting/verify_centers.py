"""The exact bound of a p-center: so few sites cannot cover all within any smaller distance.

Which candidate is nearer than a distance to which demand is read off the certificate's own table.
If no choice covers all the demand by that relation, no choice has a smaller greatest distance: the
proof is that of set covering.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from gis.siting.verify_cover import proven
from gis.siting.verify_profits import every_distance
from gis.siting.verify_values import require, whole, wholes


def check(
    problem: Mapping[str, Any],
    model: Mapping[str, Any],
    bound: int,
    proof: Mapping[str, Any] | None,
) -> None:
    """Reject a proof that does not show that some demand is ``bound`` millimetres away or more."""
    _, metres = every_distance(model)
    number = len(metres[0])
    weights, covering = nearer(metres, bound, wholes(problem["kept"], 0, number))
    require(bool(weights), "all demand is nearer than the bound to a site that stays")
    if not all(covering):
        # Some demand has no candidate that near: there is nothing to prove.
        require(proof is None, "there is no need of such a proof")
        return
    require(proof is not None, "there is no proof")
    count = whole(problem["count"], 1)
    most = proven(number, weights, covering, count, proof or {})
    require(most < sum(weights), "the demand is not proven to be out of reach")


def nearer(
    metres: Sequence[Sequence[int]], bound: int, kept: Sequence[int]
) -> tuple[list[int], list[list[int]]]:
    """Merge the demand by the candidates nearer than a bound; what stays serves is left out."""
    groups: dict[tuple[int, ...], int] = {}
    for row in metres:
        if all(row[site] >= bound for site in kept):
            near = tuple(site for site, away in enumerate(row) if away < bound)
            groups[near] = groups.get(near, 0) + 1
    return list(groups.values()), [list(near) for near in groups]
