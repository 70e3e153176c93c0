"""What kind of answer a request wants, in which language, and what its page's shell shows."""

from fastapi import Request

from web.views import Language, Shell

MAX_QUERY_PARTS = 40


def wants_html(request: Request) -> bool:
    """Return whether the request asks for a page: by ``f``, or by its Accept header."""
    asked = request.query_params.get("f")
    if asked is not None:
        return asked == "html"
    weights = _accepted(request.headers.get("accept", ""))
    html = _weight(weights, "text/html")
    return html > max(
        _weight(weights, "application/json"), _weight(weights, "application/geo+json")
    )


def _weight(weights: dict[str, float], kind: str) -> float:
    """Return what a media type weighs; the more exact entry decides (RFC 9110, 12.5.1)."""
    for entry in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        if entry in weights:
            return weights[entry]
    return 0.0


def _accepted(header: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in header.split(",")[:MAX_QUERY_PARTS]:
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weight = float(parameter[2:])
                except ValueError:
                    weight = 0.0
        weights[kind] = weight
    return weights


def language_of(request: Request) -> Language:
    """Return the language asked for by ``lang``; Chinese first."""
    return Language.EN if request.query_params.get("lang") == "en" else Language.ZH


def shell_of(request: Request, edition: str = "") -> Shell:
    """Return what the page's shell shows for this request."""
    query = tuple(
        (name, value)
        for name, value in request.query_params.multi_items()[:MAX_QUERY_PARTS]
        if name != "lang"
    )
    return Shell(
        language=language_of(request),
        path=request.scope["path"],
        query=query,
        edition=edition,
        review_number=request.app.state.settings.review_number,
        large=request.state.large_letters,
        scenario=getattr(request.state, "scenario", None),
    )
