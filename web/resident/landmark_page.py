"""One landmark's own page: what is there, how to get there, what drives and flies nearby."""

from dataclasses import dataclass
from urllib.parse import quote

from gis.catalogue import LAYERS
from gis.landmark_search import LandmarkQuestion
from gis.nearness import NEAR_M, NEAR_SORTS
from gis.records import Record, records
from gis.results_places import LandmarkCard
from web.maps.drawn_map import DrawnMap
from web.maps.map_layers import Notes
from web.maps.town_layers import names
from web.resident.addresses import Addresses
from web.resident.cards import Cards
from web.resident.landmark_map import landmark_bounds, landmark_legend, one_landmark_layers
from web.resident.nearby import NearNames, kilometres, near_answer
from web.resident.proposed_words import proposed_words
from web.resident.resident_views import LandmarkView, Proposed
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words


@dataclass(frozen=True, slots=True)
class RoadText:
    """Roads that a landmark rests on and of which the same is known.

    Attributes
    ----------
    names, status, vehicles
        Their names, their status, and what drives on them.
    proposed
        Whether that is only proposed.
    """

    names: str
    status: str
    vehicles: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class PolicyText:
    """Where the policy says what a page shows: the source in words, and the record's facts."""

    source: str
    href: str


def landmark_page(view: LandmarkView, frame: Frame) -> tuple[str, dict[str, object], DrawnMap]:
    """Return the template, what it prints, and the map beside it."""
    words = Words(Texts(frame.shell.language))
    t, addresses = words.t, Addresses(frame)
    notes = Notes(words, view.sources)
    near_names = NearNames(words, records(view.road_segments), view.proposed.features)
    cards = Cards(near_names, notes, view.towns, view.landmarks)
    drawn = DrawnMap(
        one_landmark_layers(view, notes, addresses.landmark),
        names(view.towns, t),
        landmark_legend(t, view.road_segments, one=True, proposed=bool(view.proposed.features)),
        view.towns,
        landmark_bounds(view.card, view.landmarks),
    )
    content: dict[str, object] = {
        "card": cards.card(view.card, nearest=None),
        "facilities": cards.facilities(view.card),
        "own_roads": _own_roads(view, near_names, words),
        "sure": _sure(view, t),
        "near_m": kilometres(NEAR_M, t),
        "policy": _policy(view, notes, frame),
        "before": _beside(view, addresses, t, -1),
        "after": _beside(view, addresses, t, 1),
        "all_landmarks": addresses.landmarks(LandmarkQuestion()),
        "proposed": proposed_words(_here(view), words, addresses),
        "said": frame.said,
    }
    return "landmark.html", content, drawn


def _here(view: LandmarkView) -> Proposed:
    """Return what a scenario would bring near this landmark alone."""
    mine = tuple(one for one in view.proposed.newly_near if one.place == view.card.landmark)
    return Proposed(view.proposed.features, mine, view.proposed.near_m)


def _own_roads(view: LandmarkView, near: NearNames, words: Words) -> tuple[RoadText, ...]:
    spec = LAYERS["road_segments"]
    alike: dict[tuple[str, str, bool], list[str]] = {}
    for row in records(view.road_segments):
        if row["road_zh"] in view.card.roads:
            proposed = row["id"] in view.proposed.features
            status = words.t("near.proposed") if proposed else words.status(spec, row["status"])
            key = (status, near.driving(row["id"]), proposed)
            alike.setdefault(key, []).append(words.name(row))
    comma = words.t("list.comma")
    return tuple(RoadText(comma.join(names), *key) for key, names in alike.items())


def _sure(view: LandmarkView, t: Texts) -> tuple[tuple[str, str], ...]:
    """Return, for each sort of thing, whether one is nearby: the sort, and the answer in words."""
    near = view.search.near.get(view.card.landmark, {})
    proposed = bool(view.proposed.features)
    return tuple(
        (t(f"near.{sort}"), near_answer(sort, near[sort], t, proposed=proposed))
        for sort in NEAR_SORTS
        if sort in near
    )


def _policy(view: LandmarkView, notes: Notes, frame: Frame) -> PolicyText:
    """Return the clause a landmark rests on, and where the record holds what that clause says."""
    source: Record | None = next(
        (row for row in records(view.sources) if row["id"] == view.card.source), None
    )
    text = notes.source(view.card.source)
    if source is None or source["document"] is None or source["line"] is None:
        return PolicyText(text, "")
    document = quote(str(source["document"]).lower(), safe="")
    return PolicyText(
        text, frame.link("/planners/record", document=document, line=str(int(source["line"])))
    )


def _beside(
    view: LandmarkView, addresses: Addresses, t: Texts, step: int
) -> tuple[str, str] | None:
    """Return name and address of the landmark before or after this one; ``None`` at the end."""
    cards = view.search.cards
    place = [card.landmark for card in cards].index(view.card.landmark) + step
    if not 0 <= place < len(cards):
        return None
    other: LandmarkCard = cards[place]
    name = t.pick(other.name_zh, other.name_en)
    return f"{other.number} {name}", addresses.landmark(other.landmark)
