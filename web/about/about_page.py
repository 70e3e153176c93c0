"""The page about Guantu: where its data come from and how good they are, counted and not typed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import geopandas as gpd

from gis.catalogue import LAYERS, SOURCES
from gis.records import Record, records
from gis.schema import LayerSpec
from web.about.methods import TOPICS, method_html, method_title
from web.shell.assets import LEAFLET_VERSION
from web.shell.tables import Cell, Heading, Table
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words
from web.views import Shell

_OF_THE_RECORD = "policy_"


@dataclass(frozen=True, slots=True)
class AboutView:
    """What the page tells.

    Attributes
    ----------
    shell
        What every page shows.
    layers
        Every layer by its name (EPSG:4490).
    version
        The program's version.
    """

    shell: Shell
    layers: Mapping[str, gpd.GeoDataFrame]
    version: str


@dataclass(frozen=True, slots=True)
class MethodView:
    """One method's text.

    Attributes
    ----------
    shell
        What every page shows.
    topic
        A word of :data:`web.about.methods.TOPICS`.
    """

    shell: Shell
    topic: str


def about_content(view: AboutView, frame: Frame) -> tuple[str, dict[str, object]]:
    """Return the template and what it prints."""
    language = view.shell.language
    words = Words(Texts(language))
    return "about.html", {
        "layers": _layers_table(view, words, frame),
        "sources": _sources_table(view.layers["sources"], words, frame),
        "facts": sum(len(view.layers[name]) for name in LAYERS if name.startswith(_OF_THE_RECORD)),
        "methods": [
            (method_title(topic, language), frame.link(f"/about/methods/{topic}"))
            for topic in TOPICS
        ],
        "version": view.version,
        "leaflet": LEAFLET_VERSION,
    }


def method_content(view: MethodView, frame: Frame) -> tuple[str, dict[str, object]]:
    """Return the template and what it prints."""
    language = view.shell.language
    return "method.html", {
        "title": method_title(view.topic, language),
        "text": method_html(view.topic, language),
        "others": [
            (method_title(topic, language), frame.link(f"/about/methods/{topic}"))
            for topic in TOPICS
            if topic != view.topic
        ],
    }


def _layers_table(view: AboutView, words: Words, frame: Frame) -> Table:
    t = words.t
    headings = (
        Heading(t("column.layer")),
        Heading(t("column.features"), number=True),
        Heading(t("about.placed"), number=True),
        Heading(t("about.accuracy")),
        Heading(t("about.as_of")),
    )
    rows = tuple(
        _layer_row(spec, view.layers[name], words, frame)
        for name, spec in LAYERS.items()
        if name != "sources" and not name.startswith(_OF_THE_RECORD)
    )
    return Table("about-layers", t("about.layers"), headings, rows)


def _layer_row(
    spec: LayerSpec, layer: gpd.GeoDataFrame, words: Words, frame: Frame
) -> tuple[Cell, ...]:
    t = words.t
    placed = layer[layer.geometry.notna()]
    accuracies = placed["accuracy_m"].dropna()
    days = layer["as_of"].dropna()
    best_and_worst = (words.distance(end) for end in (accuracies.min(), accuracies.max()))
    ends = list(dict.fromkeys(best_and_worst)) if len(accuracies) else [t("none.value")]
    first, last = (words.day(day) for day in (days.min(), days.max())) if len(days) else ("", "")
    return (
        Cell(t.pick(spec.zh, spec.en), href=frame.link(f"/collections/{spec.name}")),
        Cell(f"{len(layer):,}" if len(layer) else t("column.no_data"), sort=len(layer)),
        Cell(f"{len(placed):,}", sort=len(placed)),
        Cell(t("about.range").join(ends)),
        Cell(first if first == last else f"{first}{t('about.range')}{last}"),
    )


def _sources_table(sources: gpd.GeoDataFrame, words: Words, frame: Frame) -> Table:
    t = words.t
    headings = (
        Heading(t("note.source"), wide=True),
        Heading(t("column.kind")),
        Heading(t("about.as_of")),
        Heading(words.title(SOURCES.column("publisher"))),
        Heading(words.title(SOURCES.column("licence"))),
    )
    told = sorted(records(sources), key=lambda row: (row["kind"], row["name_zh"]))
    kinds = Counter(row["kind"] for row in told)
    rows = tuple(_source_row(row, words, frame) for row in told)
    said = t("list.comma").join(
        f"{words.term(SOURCES.column('kind'), kind)} {n}" for kind, n in kinds.items()
    )
    return Table("about-sources", f"{t('about.sources')}{t('list.colon')}{said}", headings, rows,
                 brief=12)  # fmt: skip


def _source_row(row: Record, words: Words, frame: Frame) -> tuple[Cell, ...]:
    t = words.t
    return (
        Cell(
            t.pick(row["name_zh"], row["name_en"]),
            href=frame.link(f"/collections/sources/items/{quote(row['id'], safe='')}"),
        ),
        Cell(words.term(SOURCES.column("kind"), row["kind"])),
        Cell(words.day(row["as_of"])),
        Cell(row["publisher"] or t("none.value")),
        Cell(row["licence"] or t("none.value")),
    )
