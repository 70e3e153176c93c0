"""Use case: the ten landmarks, what one can do there, and what is near. Public features only."""

from api.snapshot import Snapshot
from gis.errors import UnknownFeatureError
from gis.landmarks import Surroundings, landmark_cards
from gis.results_places import LandmarkCard


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
