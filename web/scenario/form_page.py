"""The form that makes a scenario: its fields, what they hold, and what is wrong with them."""

from collections.abc import Iterator, Sequence
from typing import Any

from gis.catalogue import LAYERS
from gis.missions import DEFAULT_MISSION, MISSIONS
from gis.vocabulary import CARRIER_KINDS, CLUSTERS
from web.scenario.form_views import (
    CARRIER_ROWS,
    SITE_PARTS,
    SITE_ROWS,
    NamedFeature,
    ScenarioFormView,
)
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
_SITE_PARTS = {
    "id": "scenario.form.site.which",
    "name": "scenario.form.name",
    "lon": "scenario.form.lon",
    "lat": "scenario.form.lat",
    "accuracy_m": "scenario.form.accuracy",
    "radius_m": "operator.radius",
}
_FIELDS = {
    "title": "scenario.form.title",
    "mission": "operator.mission",
    "radius_m": "operator.radius",
    "open": "scenario.form.open",
    "road_line": "scenario.form.line",
    "road_accuracy_m": "scenario.form.line.accuracy",
    "road_name": "scenario.form.line.name",
    "drop": "scenario.form.drop",
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
    own = {} if parent is None else {"scenario": parent.id}
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
        "kept_roads": _kept(view.kept.roads, held.get("keep_road", [])),
        "kept_carriers": _kept(view.kept.carriers, held.get("keep_carrier", [])),
        "kept_sites": list(_kept_sites(view, t, held)),
        "rows": [_row(view, t, number, held) for number in range(1, CARRIER_ROWS + 1)],
        "site_rows": [_site_row(view, t, number, held) for number in range(1, SITE_ROWS + 1)],
        "droppable": _choices(_titled(view.sites, t), held.get("drop", [])),
        "parent": None if parent is None else (parent.title, frame.link(f"/scenarios/{parent.id}")),
        "on_map": frame.link("/operators/coverage", **own),
    }


def _titles(t: Texts) -> Iterator[tuple[str, str]]:
    for name, key in _FIELDS.items():
        yield name, t(key)
    for rows, sort, parts in (
        (CARRIER_ROWS, "carrier", _PARTS),
        (SITE_ROWS, "site", _SITE_PARTS),
    ):
        for number in range(1, rows + 1):
            row = t(f"scenario.form.{sort}", n=number)
            for part, key in parts.items():
                yield f"{sort}_{part}_{number}", f"{row} · {t(key)}"


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
    return {
        "number": number,
        "title": t("scenario.form.carrier", n=number),
        "open": number == 1 or bool(at("name") or at("lon") or at("lat")),
        "kinds": _choices(terms, at("kind")),
        "clusters": _choices(clusters, at("cluster")),
        "towns": _choices(_titled(view.towns, t), at("town")),
    }


def _site_row(
    view: ScenarioFormView, t: Texts, number: int, held: dict[str, list[str]]
) -> dict[str, Any]:
    return {
        "number": number,
        "title": t("scenario.form.site", n=number),
        "open": any(any(held.get(f"site_{part}_{number}", [])) for part in SITE_PARTS),
        "sites": _choices(_titled(view.sites, t), held.get(f"site_id_{number}", [])),
    }


def _kept_sites(
    view: ScenarioFormView, t: Texts, held: dict[str, list[str]]
) -> Iterator[tuple[str, str, str, str, bool]]:
    """Yield each change to takeoff points: its field, value, name, what it is, whether ticked."""
    for number, (name, lon, lat) in enumerate(view.kept.added):
        on = str(number) in held.get("keep_site", [])
        label = name or t("scenario.form.at", lon=f"{lon:.4f}", lat=f"{lat:.4f}")
        yield "keep_site", str(number), label, t("scenario.form.added"), on
    for field, sites, key in (
        ("keep_move", view.kept.moved, "scenario.form.moved"),
        ("keep_drop", view.kept.dropped, "scenario.form.dropped"),
    ):
        for id_, zh, en in sites:
            yield field, id_, t.pick(zh, en), t(key), id_ in held.get(field, [])


def _titled(features: Sequence[NamedFeature], t: Texts) -> list[tuple[str, str]]:
    return [(id_, t.pick(zh, en)) for id_, zh, en in features]
