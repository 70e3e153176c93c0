"""Maps as single files that ask for nothing: to be kept, sent and opened without a server."""

from secrets import token_urlsafe

from web.pages import Pages
from web.planner.policy_views import PlannerView
from web.resident.resident_views import ResidentView
from web.views import OperatorView


def map_file(view: OperatorView | PlannerView | ResidentView) -> str:
    """Return one self-contained HTML document with the view's map and tables.

    Leaflet, styles, scripts and data are inside it. Its own content security policy forbids every
    request, so that it makes none whatever opens it.

    Parameters
    ----------
    view
        What is drawn.
    """
    pages, nonce = Pages(inline=True), token_urlsafe(16)
    match view:
        case OperatorView():
            return pages.operator(view, nonce)
        case PlannerView():
            return pages.planner(view, nonce)
        case ResidentView():
            return pages.resident(view, nonce)
