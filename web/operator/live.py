"""What a live page takes over from a new answer: panels, legend and map, each drawn as before.

The same templates and the same notes make the page and its parts, so that every word and every
format of a number stands once.
"""

from typing import Any

from web.maps.map_layers import Notes
from web.maps.redrawn import redrawn
from web.operator.addresses import PATH, Addresses, written
from web.operator.coverage_map import answer_layers, coverage_legend, new_radius_m
from web.operator.operator_page import operator_content
from web.shell.template import Frame, render
from web.shell.words import Words
from web.views import OperatorView

_TEXTS = (
    "tried.add_hint",
    "tried.computing",
    "tried.drag_site",
    "tried.failed",
    "tried.offline",
)
"""What the page's script says by itself."""
_PANELS = ("result", "changes", "tables")


def live_start(view: OperatorView, words: Words, frame: Frame) -> dict[str, Any]:
    """Return what the page's script begins with: where it asks, what it says by itself."""
    return {
        **_state(view, frame),
        "path": f"{frame.root_path}{PATH}",
        "live": f"{frame.root_path}{PATH}/live",
        "texts": {key: words.t(key) for key in _TEXTS},
    }


def _state(view: OperatorView, frame: Frame) -> dict[str, Any]:
    return {
        "query": written(view.trial.query),
        "address": Addresses(frame, view).here(),
        "radius": new_radius_m(view),
    }


def live_answer(view: OperatorView, words: Words, notes: Notes, frame: Frame) -> dict[str, Any]:
    """Return the parts of the page that an answer changes, as JSON values.

    Parameters
    ----------
    view
        What was asked and answered.
    words, notes, frame
        As for the page.
    """
    content = operator_content(view, words, notes, frame)
    layers = answer_layers(view, words, notes)
    drawn = {layer.name for layer in layers if layer.features}
    legend = [
        entry
        for entry in coverage_legend(view, words.t)
        if not entry.layers or drawn.intersection(entry.layers)
    ]
    # The symbols that a map's page defines stand in that page already.
    shown = {**content, "words": words, "legend": legend}
    return {
        **_state(view, frame),
        "said": content["said"],
        "choices": content["choices"],
        "panels": {name: render(f"operator_{name}.html", frame, **shown) for name in _PANELS},
        "legend": render("operator_legend.html", frame, **shown),
        "layers": redrawn(layers),
    }
