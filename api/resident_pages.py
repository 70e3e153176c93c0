"""From a snapshot to the views that the residents' pages are drawn from: public features only."""

from api.landmark_pages import comes_near, landmark_search, one_card, proposed_features
from api.snapshot import Snapshot
from gis.landmark_search import LandmarkQuestion
from web.resident.resident_views import LandmarkView, Proposed, ResidentView
from web.views import Shell


def resident_view(
    shell: Shell,
    shown: Snapshot,
    asked: LandmarkQuestion | None = None,
    today: Snapshot | None = None,
) -> ResidentView:
    """Return the resident page's view: public features only.

    Parameters
    ----------
    shell
        What every page shows.
    shown
        The layers to show.
    asked
        What is asked for; everything if left out.
    today
        Today's layers, where those shown are a scenario's.
    """
    return ResidentView(
        shell=shell,
        search=landmark_search(shown),
        asked=asked or LandmarkQuestion(),
        proposed=_proposed(shown, today),
        **shown.public_layers,
    )


def landmark_view(
    shell: Shell, shown: Snapshot, landmark: str, today: Snapshot | None = None
) -> LandmarkView:
    """Return one landmark's view; parameters as for :func:`resident_view`.

    Raises
    ------
    gis.errors.UnknownFeatureError
        If there is no public landmark of this id.
    """
    return LandmarkView(
        shell=shell,
        search=landmark_search(shown),
        card=one_card(shown, landmark),
        proposed=_proposed(shown, today),
        **shown.public_layers,
    )


def _proposed(shown: Snapshot, today: Snapshot | None) -> Proposed:
    if today is None or today is shown:
        return Proposed()
    return Proposed(proposed_features(today, shown), comes_near(today, shown))
