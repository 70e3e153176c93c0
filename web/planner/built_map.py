"""The map of plan against built: what each state rests on, and where plan and ground part."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from gis.catalogue import LAYERS
from gis.policy.results_built import BuiltState, Evidence
from gis.records import Record
from gis.vocabulary import CLUSTERS, EVIDENCE_CLASSES, EVIDENCE_STATUSES
from web.maps.drawn_map import DrawnMap
from web.maps.map_layers import MapFeature, MapLayer, Note, placed, symbols
from web.maps.style import AMOUNT_CLASSES, amount_style
from web.maps.town_layers import functional_areas, names, town_areas
from web.planner.plans_views import BuiltView
from web.shell.tables import LegendEntry
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words

_STRONGEST = ("official_notice", "user_survey", "news", "plan_text")
"""What is drawn of a feature that several classes speak of."""
_NONE = "none"
_ASIDE = {
    "official_notice": (-11, -11),
    "user_survey": (0, 16),
    "news": (11, -11),
    "plan_text": (-11, 11),
    _NONE: (11, 11),
}
_CLASSES = {term.id: (term.zh, term.en) for term in EVIDENCE_CLASSES}
_STATUSES = {term.id: (term.zh, term.en) for term in EVIDENCE_STATUSES}
_FIELDS = {term.id: (term.zh, term.en) for term in CLUSTERS}


def built_map(view: BuiltView, frame: Frame) -> DrawnMap:
    """Return the map: towns by fields without a carrier, features by their best evidence.

    Parameters
    ----------
    view
        What was asked and answered.
    frame
        The page.
    """
    return _BuiltMap(view, frame).drawn()


class _BuiltMap:
    def __init__(self, view: BuiltView, frame: Frame) -> None:
        self._view, self._frame = view, frame
        self._t = Texts(frame.shell.language)
        self._words = Words(self._t)
        self._missing = Counter(one.town for one in view.gaps if one.kind == "nothing_located")

    def drawn(self) -> DrawnMap:
        view = self._view
        towns = town_areas(
            view.frames["towns"],
            lambda town: amount_style(self._missing[town["id"]]),
            self._town_note,
        )
        layers = (
            towns,
            functional_areas(view.frames["towns"]),
            *self._evidence(),
            MapLayer("nowhere", tuple(self._nowhere()), "places"),
            MapLayer(
                "contradicted",
                self._features([one for one in view.features if one.contradicted], "contradicted"),
                "front",
            ),
        )
        minors = {town: str(number) for town, number in self._missing.items()}
        labels = names(view.frames["towns"], self._t, minors)
        return DrawnMap(layers, labels, self._legend(), view.frames["towns"])

    def _evidence(self) -> Iterator[MapLayer]:
        best: dict[str, list[BuiltState]] = {word: [] for word in (*_STRONGEST, _NONE)}
        for one in self._view.features:
            said = {statement.evidence_class for statement in one.evidence}
            best[next((word for word in _STRONGEST if word in said), _NONE)].append(one)
        for word, features in best.items():
            drawn = self._features(features, f"evidence-{word}")
            yield MapLayer(f"evidence_{word}", drawn, "places", offset=_ASIDE[word])

    def _features(self, states: Sequence[BuiltState], look: str) -> tuple[MapFeature, ...]:
        by_id = {(one.layer, one.feature): one for one in states}
        drawn: list[MapFeature] = []
        for layer in dict.fromkeys(one.layer for one in states):
            rows = [
                _at_a_point(row)
                for row in placed(self._view.frames[layer])
                if (layer, row["id"]) in by_id
            ]
            notes = {row["id"]: self._note(by_id[layer, row["id"]]) for row in rows}
            drawn += symbols(rows, layer, lambda _: look, partial(_noted, notes))
        return tuple(drawn)

    def _note(self, one: BuiltState) -> Note:
        t, spec = self._t, LAYERS[one.layer]
        said = tuple(self._said(statement) for statement in one.evidence)
        facts = (
            (t("column.layer"), t.pick(spec.zh, spec.en)),
            (t("built.kept"), self._words.status(spec, one.status)),
            *(dict.fromkeys(said) or ((t("built.evidence"), t("built.no_evidence")),)),
        )
        href = self._frame.link(f"/collections/{one.layer}/items/{one.feature}")
        return Note(t.pick(one.name_zh, one.name_en), facts, href)

    def _said(self, one: Evidence) -> tuple[str, str]:
        status = self._t.pick(*_STATUSES[one.status])
        return self._t.pick(
            *_CLASSES[one.evidence_class]
        ), f"{status} · {self._when(one.on, one.year)}"

    def _when(self, on: object, year: int) -> str:
        return self._words.day(on) if on else self._t("built.year_only", year=year)

    def _town_note(self, town: Record) -> Note:
        t = self._t
        titles = {
            "nothing_located": t("built.nothing"),
            "nowhere_designated": t("built.nowhere"),
        }
        facts = tuple(
            (title, self._gaps(town["id"], kind) or t("none.value"))
            for kind, title in titles.items()
        )
        href = self._frame.link(f"/planners/towns/{town['id']}")
        return Note(self._words.name(town), facts, href)

    def _gaps(self, town: str, kind: str) -> str:
        t = self._t
        found = [one for one in self._view.gaps if (one.town, one.kind) == (town, kind)]
        return t("list.comma").join(t.pick(*_FIELDS[one.field]) for one in found)

    def _nowhere(self) -> Iterator[MapFeature]:
        towns = {one.town for one in self._view.gaps if one.kind == "nowhere_designated"}
        for row in placed(self._view.frames["towns"]):
            if row["id"] in towns:
                point = row["geometry"].representative_point()
                yield MapFeature(point, "nowhere", (self._town_note(row),))

    def _legend(self) -> tuple[LegendEntry, ...]:
        t = self._t
        looks = tuple(f"amount_{place}" for place in range(len(AMOUNT_CLASSES)))
        evidence = (*((word, t.pick(*_CLASSES[word])) for word in _STRONGEST),)
        rests = t("built.map.rests")
        return (
            LegendEntry(t("built.map.missing"), looks, scale=AMOUNT_CLASSES),
            *(
                LegendEntry(said, (f"evidence-{word}",), (f"evidence_{word}",), group=rests)
                for word, said in (*evidence, (_NONE, t("built.no_evidence")))
            ),
            *(
                LegendEntry(said, (look,), (look,), group=t("built.map.parts"))
                for look, said in (
                    ("contradicted", t("built.contradicted")),
                    ("nowhere", t("built.nowhere")),
                )
            ),
        )


def _noted(notes: Mapping[str, Note], row: Record) -> Note:
    return notes[row["id"]]


def _at_a_point(row: Record) -> Record:
    if row["geometry"].geom_type in ("Point", "MultiPoint"):
        return row
    return row | {"geometry": row["geometry"].representative_point()}
