"""What a scenario would bring near the places that residents know: proposed, and not built."""

from dataclasses import dataclass

from gis.results_change import Certainty, NewlyNear
from web.resident.addresses import Addresses
from web.resident.nearby import kilometres
from web.resident.resident_views import Proposed
from web.shell.words import Words


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One landmark or station, and what would come near it."""

    place: str
    href: str
    sort: str
    feature: str
    distance: str


@dataclass(frozen=True, slots=True)
class ProposedWords:
    """What a scenario would bring, in words.

    Attributes
    ----------
    surely, possibly
        Landmarks first, then stations.
    near
        What is called nearby.
    """

    surely: tuple[ProposedLine, ...]
    possibly: tuple[ProposedLine, ...]
    near: str


def proposed_words(proposed: Proposed, words: Words, addresses: Addresses) -> ProposedWords:
    """Return what a scenario would bring, what it surely would apart from what it possibly would.

    Parameters
    ----------
    proposed
        What it would change.
    words, addresses
        The page's language, and where landmarks' pages are.
    """
    ordered = sorted(proposed.newly_near, key=lambda one: one.layer != "landmarks")

    def lines(certainty: Certainty) -> tuple[ProposedLine, ...]:
        return tuple(
            _line(one, words, addresses) for one in ordered if one.reached.near_after is certainty
        )

    near = kilometres(proposed.near_m, words.t)
    return ProposedWords(lines(Certainty.SURELY), lines(Certainty.POSSIBLY), near)


def _line(one: NewlyNear, words: Words, addresses: Addresses) -> ProposedLine:
    t, reached = words.t, one.reached
    return ProposedLine(
        place=t.pick(one.name_zh, one.name_en),
        href=addresses.landmark(one.place) if one.layer == "landmarks" else "",
        sort=t(f"proposed.{one.sort}"),
        feature=t.pick(reached.name_zh, reached.name_en),
        distance=words.reach(reached.after_m) if reached.after_m else "",
    )
