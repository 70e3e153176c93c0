"""What a resident is told about the surroundings of a landmark: only what says something.

A distance is an interval. One that reaches from next door to half across the city tells a resident
nothing, so it is not shown as something near; that nothing is known is said instead. The rule is
:func:`gis.nearness.is_told` and nowhere else. It is about what a page says: an answer of the API
keeps every interval.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gis.catalogue import LAYERS
from gis.nearness import TOLD_FROM_M, is_told
from gis.results_places import LandmarkCard, Nearby
from web.shell.words import Words

VAGUE_M = 6_000.0
"""An interval wider than this is shown with the words that the positions are not sure."""
_BY_STATUS = {"takeoff_points", "road_segments"}


@dataclass(frozen=True, slots=True)
class NearText:
    """One line of what is near: a name, its status or kind, a distance and what is doubtful."""

    name: str
    kind: str
    distance: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class NearTexts:
    """What is near one landmark, in words.

    Attributes
    ----------
    groups
        Pairs of a heading and what is near of that kind.
    without
        Sentences on the kinds of which nothing can be named.
    """

    groups: tuple[tuple[str, tuple[NearText, ...]], ...] = ()
    without: tuple[str, ...] = ()


def near_features(features: Sequence[Nearby]) -> tuple[Nearby, ...]:
    """Return the neighbours that a page names, in their order."""
    return tuple(one for one in features if is_told(one.distance_m))


def near_texts(card: LandmarkCard, words: Words, nearest: int | None = None) -> NearTexts:
    """Return what is near a landmark in words.

    Parameters
    ----------
    card
        The landmark.
    words
        The page's language.
    nearest
        At most so many of each kind, and no hospitals; ``None`` for all there is.
    """
    kinds: dict[str, tuple[Nearby, ...]] = {
        "stations": card.stations,
        "roads": card.road_segments,
        "takeoff": card.takeoff_points,
        "hospitals": card.hospitals,
    }
    if nearest is not None:
        del kinds["hospitals"]
    if card.roads and not card.road_segments:
        del kinds["roads"]  # the landmark is these roads, and its card names them
    found = {kind: near_features(features) for kind, features in kinds.items()}
    groups = tuple(
        (words.t(f"near.{kind}"), tuple(_line(one, words) for one in features[:nearest]))
        for kind, features in found.items()
        if features
    )
    empty = {kind: kinds[kind] for kind, features in found.items() if not features}
    return NearTexts(groups, _without(card, empty, words))


def _without(
    card: LandmarkCard, empty: Mapping[str, Sequence[Nearby]], words: Words
) -> tuple[str, ...]:
    """Say which kinds are not known to be near, and of which the positions do not tell."""
    placed = card.accuracy_m is not None or any(one.accuracy_m for one in card.facilities)
    unclear = {
        kind: not placed or any(one.distance_m.low < TOLD_FROM_M for one in features)
        for kind, features in empty.items()
    }
    sentences = []
    for key, wanted in (("near.none", False), ("near.unclear", True)):
        kinds = [words.t(f"near.{kind}.plain") for kind, one in unclear.items() if one is wanted]
        if kinds:
            sentences.append(words.t(key, kinds=words.t("list.or").join(kinds)))
    return tuple(sentences)


def _line(one: Nearby, words: Words) -> NearText:
    width = one.distance_m.high - one.distance_m.low
    spec = LAYERS[one.layer]
    if one.layer in _BY_STATUS:
        kind = words.status(spec, one.status)
    else:
        kind = words.term(spec.column("kind"), one.kind) if one.kind else ""
    return NearText(
        words.t.pick(one.name_zh, one.name_en),
        kind,
        words.reach(one.distance_m),
        words.t("near.doubt") if width > VAGUE_M else "",
    )
