"""Use case: the ten landmarks, what one can do there, and what is near. Public features only."""

from api.scenario_findings import public_city
from api.snapshot import Snapshot
from gis.errors import InvalidInputError, UnknownFeatureError
from gis.landmark_search import FoundLandmark, LandmarkQuestion, LandmarkSearch
from gis.landmarks import Surroundings, landmark_cards
from gis.nearness import near_landmarks
from gis.newly_near import newly_near
from gis.records import records
from gis.results_change import NewlyNear
from gis.results_places import LandmarkCard
from gis.scenario.frames import SOURCE

CHANGEABLE = ("takeoff_points", "road_segments")
"""The layers near a landmark in which a scenario changes something."""


def all_cards(snapshot: Snapshot) -> tuple[LandmarkCard, ...]:
    """Return a card for each public landmark, by number; computed once per edition."""

    def compute() -> tuple[LandmarkCard, ...]:
        public = snapshot.public_layers
        around = Surroundings(
            facilities=public["facilities"],
            places=public["places"],
            takeoff_points=public["takeoff_points"],
            road_segments=public["road_segments"],
        )
        return landmark_cards(public["landmarks"], around)

    return snapshot.answer("landmarks", compute)


def one_card(snapshot: Snapshot, landmark: str) -> LandmarkCard:
    """Return the card of one landmark.

    Raises
    ------
    gis.errors.UnknownFeatureError
        If there is no public landmark of this id.
    """
    for card in all_cards(snapshot):
        if card.landmark == landmark:
            return card
    raise UnknownFeatureError(
        f"there is no landmark {landmark!r}", remedy="See /landmarks for all of them."
    )


def landmark_search(snapshot: Snapshot) -> LandmarkSearch:
    """Return the landmarks ready to be searched; made once per edition."""

    def compute() -> LandmarkSearch:
        towns = records(snapshot.public_layers["towns"])
        names = {row["id"]: (row["name_zh"], row["name_en"]) for row in towns}
        segments = records(snapshot.public_layers["road_segments"])
        roads = {row["road_zh"]: row["road_en"] or "" for row in segments}
        near = near_landmarks(public_city(snapshot))
        return LandmarkSearch(all_cards(snapshot), names, near, roads)

    return snapshot.answer("landmark search", compute)


def found_landmarks(snapshot: Snapshot, question: LandmarkQuestion) -> tuple[FoundLandmark, ...]:
    """Return the landmarks that a resident asks for.

    Raises
    ------
    gis.errors.InvalidInputError
        If there is no such town.
    """
    search = landmark_search(snapshot)
    if question.town is not None and question.town not in search.towns:
        raise InvalidInputError(
            f"there is no town {question.town!r}",
            field="town",
            remedy="Use the id of a town as in /collections/towns/items.",
        )
    return search.found(question)


def comes_near(base: Snapshot, shown: Snapshot) -> tuple[NewlyNear, ...]:
    """Return what comes near landmarks and stations from today's layers to a scenario's."""
    key = ("newly near", base.edition)
    return shown.answer(key, lambda: newly_near(public_city(base), public_city(shown)))


def proposed_features(base: Snapshot, shown: Snapshot) -> frozenset[str]:
    """Return the features that a scenario adds, moves or opens: they are not there."""
    found: set[str] = set()
    for layer in CHANGEABLE:
        today = {row["id"]: row for row in records(base.public(layer))}
        for row in records(shown.public(layer)):
            old = today.get(row["id"])
            if old is None or row["source"] == SOURCE or row["name_zh"] != old["name_zh"]:
                found.add(row["id"])
    return frozenset(found)
