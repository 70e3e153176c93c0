"""What a live page takes over from a new answer: panels, legend and map, each drawn as before.

The same templates and the same notes make the page and its parts, so that every word and every
format of a number stands once.
"""

from enum import StrEnum
from typing import Any

from web.maps.map_layers import MapLayer, Notes
from web.maps.redrawn import redrawn
from web.operator.addresses import PATH, Addresses, written
from web.operator.coverage_map import answer_layers, coverage_legend, draft_layers
from web.operator.operator_page import headline_content, operator_content
from web.operator.rings import new_radius_m
from web.shell.template import Frame, render
from web.shell.words import Words
from web.views import OperatorView

_TEXTS = (
    "route.end_here",
    "route.end_next",
    "route.start_here",
    "route.start_next",
    "tried.add_hint",
    "tried.computing",
    "tried.drag_site",
    "tried.failed",
    "tried.offline",
)
"""What the page's script says by itself."""
_PANELS = ("result", "suggested", "changes", "ways", "tables")


def live_start(view: OperatorView, words: Words, frame: Frame) -> dict[str, Any]:
    """Return what the page's script begins with: where it asks, what it says by itself."""
    return {
        **_state(view, frame),
        "path": f"{frame.root_path}{PATH}",
        "live": f"{frame.root_path}{PATH}/live",
        "more": f"{frame.root_path}{PATH}/more",
        "suggested": f"{frame.root_path}{PATH}/suggested",
        "siting_module": frame.asset("guantu/operator-siting.js"),
        "texts": {key: words.t(key) for key in _TEXTS},
    }


def _state(view: OperatorView, frame: Frame) -> dict[str, Any]:
    return {
        "query": written(view.trial.query),
        "address": Addresses(frame, view).here(),
        "radius": new_radius_m(view),
    }


class Kind(StrEnum):
    """Which parts of the page an answer changes."""

    WHOLE = "whole"
    """All that coverage decides."""
    DRAFT = "draft"
    """The headline and the map: all that is looked at while a site is dragged."""
    MORE = "more"
    """What is answered beside coverage."""


def parts_of(
    kind: Kind, view: OperatorView, words: Words, notes: Notes, frame: Frame
) -> dict[str, Any]:
    """Return the parts of the page that an answer changes, as JSON values.

    Parameters
    ----------
    kind
        Which parts.
    view
        What was asked and answered.
    words, notes, frame
        As for the page.
    """
    if kind is Kind.MORE:
        return _more(view, words, notes, frame)
    if kind is Kind.DRAFT:
        return _draft(view, words, frame)
    content = operator_content(view, words, notes, frame)
    layers = answer_layers(view, words, notes)
    shown = {**content, "words": words}
    return {
        **_state(view, frame),
        "said": content["said"],
        "choices": content["choices"],
        "ends": content["ends"],
        "trouble": content["trouble"],
        "panels": {name: render(f"operator_{name}.html", frame, **shown) for name in _PANELS},
        "legend": _legend(view, layers, words, frame),
        "layers": redrawn(layers),
    }


def _draft(view: OperatorView, words: Words, frame: Frame) -> dict[str, Any]:
    content = {**headline_content(view, words, Addresses(frame, view)), "words": words}
    return {
        "radius": new_radius_m(view),
        "panels": {"result": render("operator_result.html", frame, **content)},
        "layers": redrawn(draft_layers(view, words)),
    }


def _more(view: OperatorView, words: Words, notes: Notes, frame: Frame) -> dict[str, Any]:
    content = {**operator_content(view, words, notes, frame), "words": words}
    layers = answer_layers(view, words, notes)
    return {
        "panels": {"more": render("operator_more.html", frame, **content)},
        "legend": _legend(view, layers, words, frame),
        "layers": redrawn([layer for layer in layers if layer.name == "route"]),
    }


def _legend(view: OperatorView, layers: tuple[MapLayer, ...], words: Words, frame: Frame) -> str:
    drawn = {layer.name for layer in layers if layer.features}
    entries = [
        entry
        for entry in coverage_legend(view, words.t)
        if not entry.layers or drawn.intersection(entry.layers)
    ]
    return render("operator_legend.html", frame, legend=entries)
