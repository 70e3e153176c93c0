"""What a resident is told about the surroundings of a landmark: only what says something.

A distance is an interval. One that reaches from next door to half across the city tells a resident
nothing, so it is not shown as something near; that nothing is known is said instead. The rule is
:func:`gis.nearness.is_around` and nowhere else. It is about what a page says: an answer of the API
keeps every interval.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gis.catalogue import LAYERS
from gis.nearness import AROUND_LEAST_M, AROUND_M, NEAR_M, is_around
from gis.records import Record
from gis.results_change import Certainty
from gis.results_places import LandmarkCard, Nearby
from web.shell.texts import Texts
from web.shell.words import Words

VAGUE_M = 6_000.0
"""An interval wider than this is shown with the words that the positions are not sure."""
_BY_STATUS = {"takeoff_points", "road_segments"}
_CHANGEABLE = {"takeoff", "roads"}


@dataclass(frozen=True, slots=True)
class NearText:
    """One line of what is near.

    Attributes
    ----------
    name, kind
        A name, and its status, its kind or what drives on it.
    distance, doubt
        How far away, and what is doubtful about it.
    proposed
        Whether it is only proposed: not there today.
    """

    name: str
    kind: str
    distance: str
    doubt: str = ""
    proposed: bool = False


class NearNames:
    """Puts single features near a landmark into words.

    Parameters
    ----------
    words
        The page's language.
    segments
        The road segments: what drives on each, and its road's name in English.
    proposed
        Ids of features that a scenario adds or changes.
    """

    def __init__(
        self,
        words: Words,
        segments: Iterable[Record] = (),
        proposed: Collection[str] = frozenset(),
    ) -> None:
        self.words = words
        self._segments = {row["id"]: row for row in segments}
        roads = self._segments.values()
        self._roads_en = {row["road_zh"]: row["road_en"] for row in roads}
        self._proposed = proposed

    def line(self, one: Nearby) -> NearText:
        """Return one feature's line."""
        t = self.words.t
        width = one.distance_m.high - one.distance_m.low
        proposed = one.feature in self._proposed
        return NearText(
            t.pick(one.name_zh, one.name_en),
            t("near.proposed") if proposed else self._kind(one),
            self.words.reach(one.distance_m),
            t("near.doubt") if width > VAGUE_M else "",
            proposed,
        )

    def _kind(self, one: Nearby) -> str:
        spec, words = LAYERS[one.layer], self.words
        if one.layer not in _BY_STATUS:
            return words.term(spec.column("kind"), one.kind) if one.kind else ""
        status = words.status(spec, one.status)
        driving = self.driving(one.feature)
        return words.t("near.drives", status=status, vehicles=driving) if driving else status

    def driving(self, segment: str) -> str:
        """Return the classes of vehicle that a road segment is for; empty where none is stated."""
        column = LAYERS["road_segments"].column("vehicle_classes")
        row = self._segments.get(segment)
        return "" if row is None else self.words.value(column, row["vehicle_classes"])

    def road(self, road_zh: str) -> str:
        """Return a road's name in the page's language, or in Chinese where it has no other."""
        return self.words.t.pick(road_zh, self._roads_en.get(road_zh))


@dataclass(frozen=True, slots=True)
class NearTexts:
    """What is around one landmark, in words.

    Attributes
    ----------
    heading
        What it is, and how far that reaches.
    groups
        A kind, its heading, and what is near of it.
    without
        Sentences on the kinds of which nothing can be named.
    """

    heading: str = ""
    groups: tuple[tuple[str, str, tuple[NearText, ...]], ...] = ()
    without: tuple[str, ...] = ()


def near_features(features: Sequence[Nearby]) -> tuple[Nearby, ...]:
    """Return the neighbours that a page names, in their order."""
    return tuple(one for one in features if is_around(one.distance_m))


def near_texts(card: LandmarkCard, names: NearNames, nearest: int | None = None) -> NearTexts:
    """Return what is near a landmark in words.

    Parameters
    ----------
    card
        The landmark.
    names
        Puts each feature into words.
    nearest
        At most so many of each kind, and no hospitals; ``None`` for all there is.
    """
    words = names.words
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
        (kind, words.t(f"near.{kind}"), tuple(names.line(one) for one in features[:nearest]))
        for kind, features in found.items()
        if features
    )
    empty = {kind: kinds[kind] for kind, features in found.items() if not features}
    heading = words.t("card.near", around=kilometres(AROUND_M, words.t))
    return NearTexts(heading, groups, _without(card, empty, words))


def _without(
    card: LandmarkCard, empty: Mapping[str, Sequence[Nearby]], words: Words
) -> tuple[str, ...]:
    """Say which kinds are not known to be near, and of which the positions do not tell."""
    placed = card.accuracy_m is not None or any(one.accuracy_m for one in card.facilities)
    unclear = {
        kind: not placed or any(one.distance_m.low < AROUND_LEAST_M for one in features)
        for kind, features in empty.items()
    }
    sentences = []
    for key, wanted in (("near.none", False), ("near.unclear", True)):
        kinds = [words.t(f"near.{kind}.plain") for kind, one in unclear.items() if one is wanted]
        if kinds:
            joined = words.t("list.or").join(kinds)
            sentences.append(words.t(key, kinds=joined, least=kilometres(AROUND_LEAST_M, words.t)))
    return tuple(sentences)


def kilometres(metres: float, t: Texts) -> str:
    """Return a distance that is settled, such as how far *near* reaches, in words."""
    return t("unit.km", n=f"{metres / 1_000:g}")


def near_answer(sort: str, sure: Certainty, t: Texts, *, proposed: bool) -> str:
    """Say whether something is nearby, and whether what is only proposed counts in that.

    Parameters
    ----------
    sort
        A word of :data:`gis.nearness.NEAR_SORTS`.
    sure
        Whether one is nearby.
    t
        The page's language.
    proposed
        Whether the layers hold features that are only proposed.
    """
    answer = t(f"near.{sort}.{sure}", near=kilometres(NEAR_M, t))
    counted = proposed and sort in _CHANGEABLE and sure is not Certainty.NO
    return t("near.counts_proposed", answer=answer) if counted else answer
