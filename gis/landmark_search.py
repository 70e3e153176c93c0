"""Landmarks found by what a resident types and chooses.

What is typed may be Chinese, pinyin, its initials, English or a mixture (:mod:`gis.name_search`).
What is chosen narrows further: what can be done there, the town, the status, and what is nearby.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gis.catalogue import LAYERS
from gis.landmark_activities import kinds_of
from gis.name_search import find
from gis.nearness import RANK, is_around
from gis.results_change import Certainty
from gis.results_places import LandmarkCard

Names = Mapping[str, tuple[str, str]]
"""The Chinese and the English name of features, by id."""
Nearness = Mapping[str, Mapping[str, Certainty]]
"""As :func:`gis.nearness.near_landmarks` gives it."""
MATCHED_TOLD = 3
"""How many of the texts that were found are told for one landmark."""
_NO_NEARNESS: Mapping[str, Certainty] = {}


@dataclass(frozen=True, slots=True)
class LandmarkQuestion:
    """What a resident asks for.

    Attributes
    ----------
    text
        What was typed; empty for everything.
    near
        Words of :data:`gis.nearness.NEAR_SORTS`: each must be nearby.
    activity
        A kind of :data:`gis.landmark_activities.ACTIVITY_KINDS`, or ``None`` for any.
    town, status
        Id of a town, and a status of the landmarks layer; ``None`` for any.
    """

    text: str = ""
    near: tuple[str, ...] = ()
    activity: str | None = None
    town: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class MatchedText:
    """A text of a landmark in which something typed was found.

    Attributes
    ----------
    part
        What the text is: ``name``, ``place``, ``town``, ``facility``, ``activity``, ``vehicle``,
        ``road``, ``lead``, or something near: ``station``, ``takeoff``, ``near_road``.
    zh, en
        It in both languages.
    """

    part: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class FoundLandmark:
    """One landmark that was found.

    Attributes
    ----------
    landmark
        Its id.
    certainty
        Whether it surely is what was asked for: only nearness is ever doubtful.
    near
        By word of :data:`gis.nearness.NEAR_SORTS`, how sure it is that one is nearby.
    matched
        Texts in which what was typed was found; empty where nothing was typed.
    """

    landmark: str
    certainty: Certainty
    near: Mapping[str, Certainty]
    matched: tuple[MatchedText, ...]


@dataclass(frozen=True, slots=True)
class LandmarkSearch:
    """Landmarks to be searched.

    Attributes
    ----------
    cards
        The landmarks.
    towns
        Names of the towns that the cards give by id.
    near
        How sure it is that something is near each.
    roads
        English names of the roads that the cards give by their Chinese ones.
    """

    cards: tuple[LandmarkCard, ...]
    towns: Names
    near: Nearness
    roads: Mapping[str, str] = field(default_factory=dict)

    def found(self, question: LandmarkQuestion) -> tuple[FoundLandmark, ...]:
        """Return the landmarks asked for: the sure ones first, then by number."""
        found = [one for card in self.cards if (one := self._found(card, question)) is not None]
        return tuple(sorted(found, key=lambda one: -RANK[one.certainty]))

    def _found(self, card: LandmarkCard, question: LandmarkQuestion) -> FoundLandmark | None:
        if not _chosen(card, question):
            return None
        near = self.near.get(card.landmark, _NO_NEARNESS)
        sure = min((near.get(sort, Certainty.NO) for sort in question.near), key=RANK.__getitem__,
                   default=Certainty.SURELY)  # fmt: skip
        matched = matched_texts(question.text, texts_of(card, self.towns, self.roads))
        if sure is Certainty.NO or matched is None:
            return None
        return FoundLandmark(card.landmark, sure, near, matched)


def _chosen(card: LandmarkCard, question: LandmarkQuestion) -> bool:
    return (
        question.town in {None, *card.towns}
        and question.status in {None, card.status}
        and question.activity in {None, *kinds_of(card.sub_scenarios_zh)}
    )


def matched_texts(typed: str, texts: Iterable[MatchedText]) -> tuple[MatchedText, ...] | None:
    """Return the texts in which something typed is found; ``None`` where it is not.

    What is typed is looked for as a whole; where that is nowhere, each of its words must be
    somewhere. A query of nothing is found in every landmark, by no text.

    Parameters
    ----------
    typed
        What was typed.
    texts
        Where it is looked for, the most telling first.
    """
    if not any(letter.isalnum() for letter in typed):
        return None if typed.strip() else ()
    known = tuple(texts)
    whole = _holding(typed, known)
    if whole:
        return whole[:MATCHED_TOLD]
    parts = [_holding(word, known) for word in typed.split()]
    if len(parts) > 1 and all(parts):
        return tuple(dict.fromkeys(part[0] for part in parts))[:MATCHED_TOLD]
    return None


def _holding(typed: str, texts: tuple[MatchedText, ...]) -> tuple[MatchedText, ...]:
    return tuple(one for one in texts if find(typed, one.zh) or find(typed, one.en))


def texts_of(card: LandmarkCard, towns: Names, roads: Mapping[str, str]) -> Iterator[MatchedText]:
    """Yield what a landmark can be found by, the most telling first.

    Parameters
    ----------
    card
        The landmark.
    towns, roads
        Names of its towns by id, and English names of roads by their Chinese ones.
    """
    yield MatchedText("name", card.name_zh, card.name_en)
    yield MatchedText("place", card.place_zh, card.place_en)
    yield from (MatchedText("town", *towns[one]) for one in card.towns if one in towns)
    yield from (MatchedText("facility", one.name_zh, one.name_en) for one in card.facilities)
    yield from (
        MatchedText("activity", zh, en)
        for zh, en in zip(card.sub_scenarios_zh, card.sub_scenarios_en, strict=False)
    )
    titles = {term.id: term for term in LAYERS["landmarks"].column("vehicles").vocabulary}
    vehicles = (titles[one] for one in card.vehicles if one in titles)
    yield from (MatchedText("vehicle", one.zh, one.en) for one in vehicles)
    yield from (MatchedText("road", road, roads.get(road, "")) for road in card.roads)
    yield MatchedText("lead", card.lead_zh, card.lead_en)
    for part, features in (
        ("station", card.stations),
        ("takeoff", card.takeoff_points),
        ("near_road", card.road_segments),
    ):
        told = (one for one in features if is_around(one.distance_m))
        yield from (MatchedText(part, one.name_zh, one.name_en) for one in told)
