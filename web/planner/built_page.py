"""What the page of plan against built says: states with their evidence, contradictions, gaps."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from gis.catalogue import LAYERS
from gis.policy.built import EVIDENCE_COLUMNS, rests_on_plans, unsupported
from gis.policy.results_built import BuiltGap, BuiltState, Evidence
from gis.records import Record
from gis.vocabulary import CLUSTERS, EVIDENCE_CLASSES, EVIDENCE_STATUSES
from web.maps.drawn_map import DrawnMap
from web.planner.built_map import built_map
from web.planner.clauses import Clauses
from web.planner.drift_page import Choice, choices
from web.planner.plans_views import BuiltView
from web.shell.tables import Cell, Heading, Table
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words

_CLASSES = {term.id: (term.zh, term.en) for term in EVIDENCE_CLASSES}
_STATUSES = {term.id: (term.zh, term.en) for term in EVIDENCE_STATUSES}
_FIELDS = {term.id: (term.zh, term.en) for term in CLUSTERS}


def built_content(view: BuiltView, frame: Frame) -> tuple[str, dict[str, Any], DrawnMap]:
    """Return the template, what it prints, and the map.

    Parameters
    ----------
    view
        What was asked and answered.
    frame
        The page.
    """
    return "built.html", _Built(view, frame).content(), built_map(view, frame)


class _Built:
    """The page in one language."""

    def __init__(self, view: BuiltView, frame: Frame) -> None:
        self.view = view
        self.frame = frame
        self.t = Texts(frame.shell.language)
        self.words = Words(self.t)
        self.clauses = Clauses(view.lookup, frame, view.towns)

    def content(self) -> dict[str, Any]:
        """Return what the template prints."""
        every, shown = self.view.every, self.view.features
        gaps = {kind: [one for one in self.view.gaps if one.kind == kind] for kind in _KINDS}
        return {
            "selects": tuple(self._selects()),
            "total": len(every),
            "plan_only": sum(map(rests_on_plans, every)),
            "contradicted_count": sum(one.contradicted for one in every),
            "unsupported_count": sum(map(unsupported, every)),
            "tally": self._tally(),
            "contradicted": [self._feature(one) for one in shown if one.contradicted],
            "unsupported": [self._linked(one) for one in shown if unsupported(one)],
            "layers": list(self._layers(shown)),
            "nothing_count": len(gaps["nothing_located"]),
            "nothing": self._nothing(gaps["nothing_located"]),
            "nowhere": self._nowhere(gaps["nowhere_designated"]),
            "unlocated": [self._carrier(id_) for id_ in self.view.unlocated],
        }

    def _selects(self) -> Iterator[tuple[str, str, tuple[Choice, ...]]]:
        t, asked = self.t, self.view.asked
        every = {"": t("plans.all")}
        layers = {layer: self._layer(layer) for layer in EVIDENCE_COLUMNS}
        towns = {town: t.pick(*names) for town, names in self.view.towns.items()}
        words = {"true": t("yes"), "false": t("no")}
        yield "layer", t("column.layer"), choices(every | layers, asked["layer"])
        yield "town", t("column.town"), choices(every | towns, asked["town"])
        yield "contradicted", t("built.contradicted"), choices(every | words, asked["contradicted"])

    def _layer(self, layer: str) -> str:
        return self.t.pick(LAYERS[layer].zh, LAYERS[layer].en)

    def _tally(self) -> Table:
        """Return layers by status."""
        t = self.t
        counts = Counter((one.layer, one.status) for one in self.view.every)
        statuses = [status for status in _STATUSES if any(s == status for _, s in counts)]
        headings = (
            Heading(t("column.layer")),
            *(Heading(t.pick(*_STATUSES[status]), number=True) for status in statuses),
            Heading(t("built.plan_only"), number=True),
        )
        only = Counter(one.layer for one in self.view.every if rests_on_plans(one))
        rows = tuple(
            (
                Cell(self._layer(layer)),
                *(_number(counts[layer, status]) for status in statuses),
                _number(only[layer]),
            )
            for layer in EVIDENCE_COLUMNS
        )
        return Table("tally", t("built.tally.caption"), headings, rows)

    def _layers(self, shown: Sequence[BuiltState]) -> Iterator[dict[str, Any]]:
        for layer in EVIDENCE_COLUMNS:
            found = [self._feature(one) for one in shown if one.layer == layer]
            if found:
                yield {"id": layer, "title": self._layer(layer), "features": found}

    def _feature(self, one: BuiltState) -> dict[str, Any]:
        spec = LAYERS[one.layer]
        towns = [self.t.pick(*self.view.towns[town]) for town in one.towns]
        return {
            "name": self.t.pick(one.name_zh, one.name_en),
            "href": self._linked(one)[1],
            "layer": self._layer(one.layer),
            "towns": self.t("list.comma").join(towns) or self.t("built.unlocated.one"),
            "status": self.words.status(spec, one.status),
            "contradicted": one.contradicted,
            "unsupported": unsupported(one),
            "proposed": one.proposed,
            "evidence": [self._statement(said, one) for said in _grouped(one.evidence)],
        }

    def _linked(self, one: BuiltState) -> tuple[str, str]:
        href = self.frame.link(f"/collections/{one.layer}/items/{one.feature}")
        return self.t.pick(one.name_zh, one.name_en), href

    def _statement(self, said: Sequence[Evidence], feature: BuiltState) -> dict[str, Any]:
        """Return what statements alike say, with each of their sources."""
        t, one = self.t, said[0]
        name = t.pick(one.name_zh, one.name_en)
        sources = dict.fromkeys(self._rests_on(each) for each in said)
        own = {t.pick(feature.name_zh, feature.name_en), *(text for text, _ in sources)}
        note = t.pick(one.note_zh, one.note_en)
        return {
            "class": one.evidence_class,
            "class_title": t.pick(*_CLASSES[one.evidence_class]),
            "status": t.pick(*_STATUSES[one.status]),
            "when": self.words.day(one.on) if one.on else t("built.year_only", year=one.year),
            "about": " — ".join(part for part in ("" if name in own else name, note) if part),
            "sources": list(sources),
        }

    def _rests_on(self, one: Evidence) -> tuple[str, str]:
        """Return clause or source in words, with its address."""
        if one.document is not None and one.line is not None:
            clause = self.clauses.at(one.document, one.line)
            return clause.text, clause.href
        if one.document is not None:
            return self.clauses.document(one.document), ""
        source: Record = self.view.sources[one.source or ""]
        href = self.frame.link(f"/collections/sources/items/{source['id']}")
        return self.words.source(source), href

    def _nothing(self, gaps: Sequence[BuiltGap]) -> Table:
        """Return, town by town, the fields it is named for and of which nothing is there."""
        t = self.t
        headings = (
            Heading(t("column.town")),
            Heading(t("built.gap.direct"), wide=True),
            Heading(t("built.gap.through"), wide=True),
        )
        towns = dict.fromkeys(one.town for one in gaps)
        rows = []
        for town in towns:
            own = [one for one in gaps if one.town == town]
            cells = [self._fields([one for one in own if one.through_area is via]) for via in _VIA]
            rows.append((Cell(t.pick(own[0].name_zh, own[0].name_en)), *cells))
        return Table("nothing-located", t("built.nothing"), headings, tuple(rows))

    def _fields(self, gaps: Sequence[BuiltGap]) -> Cell:
        links = tuple(
            (
                self.t.pick(*_FIELDS[one.field]),
                self.frame.link("/planners/drift", field=one.field, town=one.town),
            )
            for one in gaps
        )
        return Cell("", sort=float(len(gaps)), links=links)

    def _nowhere(self, gaps: Sequence[BuiltGap]) -> Table:
        t = self.t
        headings = (
            Heading(t("column.town")),
            Heading(t("plans.field")),
            Heading(t("column.carriers"), wide=True),
        )
        rows = tuple(
            (
                Cell(t.pick(one.name_zh, one.name_en)),
                Cell(t.pick(*_FIELDS[one.field])),
                Cell("", links=tuple(self._carrier(id_) for id_ in one.carriers)),
            )
            for one in gaps
        )
        return Table("nowhere-designated", t("built.nowhere"), headings, rows)

    def _carrier(self, id_: str) -> tuple[str, str]:
        name = self.t.pick(*self.view.carriers[id_])
        return name, self.frame.link(f"/collections/carriers/items/{id_}")


_KINDS = ("nothing_located", "nowhere_designated")
_VIA = (False, True)


def _grouped(evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    """Return statements alike together: one document often says a thing in many lines."""
    groups: dict[tuple[object, ...], list[Evidence]] = {}
    for one in evidence:
        key: tuple[object, ...] = (one.document, one.status, one.on, one.year, one.note_zh)
        if one.document is None:
            key = (one.source, one.name_zh, *key)
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _number(count: int) -> Cell:
    return Cell(str(count) if count else "", sort=float(count))
