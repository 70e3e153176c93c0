"""The residents' list: what is asked for, chips, cards, and what a scenario would change."""

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd

from gis.landmark_search import FoundLandmark, LandmarkQuestion
from gis.name_search import find
from gis.nearness import NEAR_M
from gis.records import records
from gis.results_change import Certainty
from web.maps.drawn_map import DrawnMap
from web.maps.map_layers import Notes
from web.maps.town_layers import names
from web.resident.addresses import Addresses
from web.resident.cards import Cards, CardText
from web.resident.chips import ChipGroup, Chips, counted
from web.resident.found_words import marking, matched_lines
from web.resident.landmark_map import landmark_layers, landmark_legend
from web.resident.nearby import NearNames, kilometres, near_answer
from web.resident.proposed_words import proposed_words
from web.resident.resident_views import ResidentView
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words

MOST_TOWNS = 6
"""How many towns found by name are named."""


@dataclass(frozen=True, slots=True)
class FoundCard:
    """One card of the list.

    Attributes
    ----------
    card
        The landmark.
    href
        Its own page.
    matched
        Pairs of what was found and the text, where the card does not show it by itself.
    near
        For what is asked to be nearby, whether it surely is, in words.
    """

    card: CardText
    href: str
    matched: tuple[tuple[str, str], ...]
    near: tuple[str, ...]


def resident_page(view: ResidentView, frame: Frame) -> tuple[str, dict[str, object], DrawnMap]:
    """Return the template, what it prints, and the map beside it."""
    words = Words(Texts(frame.shell.language))
    notes = Notes(words, view.sources)
    layers = landmark_layers(view, notes, Addresses(frame).landmark)
    legend = landmark_legend(words.t, view.road_segments, proposed=bool(view.proposed.features))
    drawn = DrawnMap(layers, names(view.towns, words.t), legend, view.towns)
    return "resident.html", list_content(view, frame), drawn


def list_content(view: ResidentView, frame: Frame) -> dict[str, object]:
    """Return what the changing part of the page prints."""
    words = Words(Texts(frame.shell.language))
    t, asked = words.t, view.asked
    addresses = Addresses(frame)
    chips = Chips(view.search, asked, addresses, t)
    found = view.search.found(asked)
    near, more = chips.near(proposed=bool(view.proposed.features)), chips.more()
    cards = _cards(view, words, addresses, found)
    surely = [one for one, in_list in zip(cards, found, strict=True) if _sure(in_list)]
    possibly = [one for one, in_list in zip(cards, found, strict=True) if not _sure(in_list)]
    return {
        "asked": asked,
        "hidden": addresses.hidden(asked),
        "near_chips": near,
        "near_m": kilometres(NEAR_M, t),
        "more_chips": more,
        "total": len(view.cards),
        "surely": surely,
        "possibly": possibly,
        "count": _count(asked, len(view.cards), len(surely), len(possibly), t),
        "said": marking(asked.text, frame),
        "ways_on": _ways_on(view, addresses, t),
        "all_landmarks": addresses.landmarks(LandmarkQuestion()),
        "towns_found": _towns_found(view.towns, asked.text, addresses, t),
        "proposed": proposed_words(view.proposed, words, addresses),
        "chosen": _chosen((near, *more)),
        "chosen_more": _chosen(more),
    }


def _sure(found: FoundLandmark) -> bool:
    return found.certainty is Certainty.SURELY


def _cards(
    view: ResidentView, words: Words, addresses: Addresses, found: Iterable[FoundLandmark]
) -> list[FoundCard]:
    near_names = NearNames(words, records(view.road_segments), view.proposed.features)
    writer = Cards(near_names, Notes(words, view.sources), view.towns, view.landmarks)
    cards = {card.landmark: card for card in view.cards}
    t, asked, proposed = words.t, view.asked, bool(view.proposed.features)
    return [
        FoundCard(
            writer.card(cards[one.landmark]),
            addresses.landmark(one.landmark),
            matched_lines(one, asked.text, t),
            tuple(near_answer(sort, one.near[sort], t, proposed=proposed) for sort in asked.near),
        )
        for one in found
    ]


def _count(asked: LandmarkQuestion, total: int, surely: int, possibly: int, t: Texts) -> str:
    """Say in a sentence how many there are: what a screen reader hears after each change."""
    if asked == LandmarkQuestion():
        return t("found.all", n=total)
    if not surely and not possibly:
        return t("found.none")
    if not possibly:
        return t("found.one") if surely == 1 else t("found.some", n=surely)
    if not surely:
        return t("found.possibly", n=possibly)
    return t("found.both", surely=surely, possibly=possibly)


def _chosen(groups: Iterable[ChipGroup]) -> tuple[tuple[str, str], ...]:
    """Return label and address of each chip that is on: where it leads, it is off."""
    return tuple((chip.label, chip.href) for group in groups for chip in group.chips if chip.on)


def _ways_on(
    view: ResidentView, addresses: Addresses, t: Texts
) -> tuple[tuple[str, str, str], ...]:
    """Return, where nothing is found, what asks for less: label, how many, and address."""
    asked = view.asked
    ways = []
    for question, label in _less(asked, t):
        found = view.search.found(question)
        if found:
            surely = sum(map(_sure, found))
            count = counted(surely, len(found) - surely)
            ways.append((label, count, addresses.landmarks(question)))
    return tuple(ways)


def _less(asked: LandmarkQuestion, t: Texts) -> Iterable[tuple[LandmarkQuestion, str]]:
    if asked.text and asked != LandmarkQuestion(asked.text):
        yield LandmarkQuestion(asked.text), t("found.only_text", text=asked.text)
    without = LandmarkQuestion("", asked.near, asked.activity, asked.town, asked.status)
    if asked.text and without != LandmarkQuestion():
        yield without, t("found.only_chips")


def _towns_found(
    towns: gpd.GeoDataFrame, typed: str, addresses: Addresses, t: Texts
) -> tuple[tuple[str, str, str], ...]:
    """Return the towns whose names were typed: name, name in the other language, and address."""
    found = [
        (t.pick(row["name_zh"], row["name_en"]), t.pick(row["name_en"], row["name_zh"]),
         addresses.town(row["id"]))
        for row in records(towns)
        if find(typed, row["name_zh"]) or find(typed, row["name_en"])
    ]  # fmt: skip
    return tuple(found[:MOST_TOWNS])
