"""The form that makes a scenario: its fields, what they hold, and what is wrong with them."""

from collections.abc import Iterator, Sequence
from typing import Any

from gis.catalogue import LAYERS
from gis.missions import DEFAULT_MISSION, MISSIONS
from gis.vocabulary import CARRIER_KINDS, CLUSTERS
from web.scenario.form_views import CARRIER_ROWS, ScenarioFormView
from web.scenario.problem_words import problem_words
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words

_PARTS = {
    "name": "scenario.form.name",
    "kind": "column.kind",
    "town": "column.town",
    "cluster": "scenario.clusters",
    "lon": "scenario.form.lon",
    "lat": "scenario.form.lat",
    "accuracy_m": "scenario.form.accuracy",
}
_FIELDS = {
    "title": "scenario.form.title",
    "mission": "operator.mission",
    "radius_m": "operator.radius",
    "open": "scenario.form.open",
    "road_line": "scenario.form.line",
    "road_accuracy_m": "scenario.form.line.accuracy",
    "road_name": "scenario.form.line.name",
    "changes": "scenario.form.changes",
}


def form_content(view: ScenarioFormView, frame: Frame) -> tuple[str, dict[str, object]]:
    """Return the form's template and what it prints."""
    words = Words(Texts(view.shell.language))
    t = words.t
    parent = view.parent
    wrong = problem_words(view.problems, t, dict(_titles(t)))
    held = {name: list(texts) for name, texts in view.given.items()}
    heading = "scenario.form.new" if parent is None else "scenario.form.version"
    own = {} if parent is None else {"scenario": parent.line.id}
    return "scenario_new.html", {
        "heading": t(heading),
        "action": frame.link("/scenarios/new", **own),
        "list": frame.link("/scenarios"),
        "held": {name: next(iter(texts), "") for name, texts in held.items()},
        "wrong": wrong,
        "wrong_at": {one["field"] for one in wrong},
        "missions": _choices(
            ((one.id, t.pick(one.name_zh, one.name_en)) for one in MISSIONS.values()),
            held.get("mission", [DEFAULT_MISSION]),
        ),
        "segments": _segments(view, words, held.get("open", [])),
        "kept_roads": _kept([] if parent is None else parent.roads, held.get("keep_road", [])),
        "kept_carriers": _kept(
            [] if parent is None else parent.carriers, held.get("keep_carrier", [])
        ),
        "rows": [_row(view, t, number, held) for number in range(1, CARRIER_ROWS + 1)],
        "sites": None if parent is None else _sites(parent.sites, t),
        "parent": None
        if parent is None
        else (parent.line.title, frame.link(f"/scenarios/{parent.line.id}")),
        "on_map": frame.link("/operators/coverage", **own),
    }


def _titles(t: Texts) -> Iterator[tuple[str, str]]:
    for name, key in _FIELDS.items():
        yield name, t(key)
    for number in range(1, CARRIER_ROWS + 1):
        for part, key in _PARTS.items():
            row = t("scenario.form.carrier", n=number)
            yield f"carrier_{part}_{number}", f"{row} · {t(key)}"


def _choices(pairs: Any, chosen: Sequence[str]) -> list[tuple[str, str, bool]]:
    return [(value, title, value in chosen) for value, title in pairs]


def _segments(
    view: ScenarioFormView, words: Words, chosen: Sequence[str]
) -> list[tuple[str, str, str, bool]]:
    spec = LAYERS["road_segments"]
    return [
        (
            one.id,
            words.t.pick(one.name_zh, one.name_en),
            words.status(spec, one.status),
            one.id in chosen,
        )
        for one in view.segments
    ]


def _kept(names: Sequence[str], chosen: Sequence[str]) -> list[tuple[int, str, bool]]:
    return [(number, name, str(number) in chosen) for number, name in enumerate(names)]


def _row(
    view: ScenarioFormView, t: Texts, number: int, held: dict[str, list[str]]
) -> dict[str, Any]:
    def at(part: str) -> list[str]:
        return held.get(f"carrier_{part}_{number}", [])

    terms = [(one.id, t.pick(one.zh, one.en)) for one in CARRIER_KINDS]
    clusters = [(one.id, t.pick(one.zh, one.en)) for one in CLUSTERS]
    towns = [(id_, t.pick(zh, en)) for id_, zh, en in view.towns]
    return {
        "number": number,
        "title": t("scenario.form.carrier", n=number),
        "open": number == 1 or bool(at("name") or at("lon") or at("lat")),
        "kinds": _choices(terms, at("kind")),
        "clusters": _choices(clusters, at("cluster")),
        "towns": _choices(towns, at("town")),
    }


def _sites(sites: tuple[int, int, int], t: Texts) -> str:
    added, moved, dropped = sites
    if not any(sites):
        return t("scenario.form.sites.none")
    return t("scenario.form.sites", added=added, moved=moved, dropped=dropped)
