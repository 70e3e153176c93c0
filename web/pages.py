"""Every page of Guantu, from its view to its HTML.

A page never asks for anything: what it shows is in its view. All its addresses begin with the
application's root path, so that it works below any other path.
"""

from web.views import (
    CollectionsView,
    CollectionView,
    ErrorView,
    ItemsView,
    LandingView,
    LandmarkView,
    OperatorView,
    PlannerView,
    ResidentView,
)


class Pages:
    """Draws pages.

    Parameters
    ----------
    root_path
        What stands before every address of the application, such as ``/guantu``; empty at a
        host's root.
    """

    def __init__(self, root_path: str = "") -> None:
        self._root_path = root_path.rstrip("/")

    def landing(self, view: LandingView, nonce: str) -> str:
        """Return the first page."""
        raise NotImplementedError

    def operator(self, view: OperatorView, nonce: str) -> str:
        """Return coverage, gaps and suggestions as a page."""
        raise NotImplementedError

    def planner(self, view: PlannerView, nonce: str) -> str:
        """Return the town by cluster page."""
        raise NotImplementedError

    def resident(self, view: ResidentView, nonce: str) -> str:
        """Return the landmarks as a list of cards with a map."""
        raise NotImplementedError

    def landmark(self, view: LandmarkView, nonce: str) -> str:
        """Return one landmark's own page."""
        raise NotImplementedError

    def collections(self, view: CollectionsView, nonce: str) -> str:
        """Return the list of layers."""
        raise NotImplementedError

    def collection(self, view: CollectionView, nonce: str) -> str:
        """Return one layer's description with its columns."""
        raise NotImplementedError

    def items(self, view: ItemsView, nonce: str) -> str:
        """Return one page of a layer's features as a table."""
        raise NotImplementedError

    def error(self, view: ErrorView, nonce: str) -> str:
        """Return a page that says what went wrong and what to do."""
        raise NotImplementedError
