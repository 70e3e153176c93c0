"""Every page of Guantu, from its view to its HTML.

A page never asks for anything: what it shows is in its view. All its addresses begin with the
application's root path, so that it works below any other path.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
from markupsafe import Markup

from web.data.layer_pages import columns_table, items_table, layers_table
from web.data.layer_views import CollectionsView, CollectionView, ItemsView
from web.data.tile_map import tile_map
from web.maps.base_map import draw
from web.maps.city_picture import city_picture
from web.maps.drawn_map import DrawnMap
from web.maps.map_layers import MapLayer, Notes
from web.maps.tile_layers import tile_facts, tile_legends, with_tiles
from web.maps.town_layers import city_bounds, names, schematic
from web.operator.coverage_map import coverage_layers, coverage_legend
from web.operator.live import Kind, live_start, parts_of
from web.operator.operator_page import operator_content
from web.planner.planner_page import planner_page
from web.planner.policy_views import PlannerView
from web.planner.specialisation_page import specialisation_content
from web.planner.specialisation_view import SpecialisationView
from web.resident.landmark_page import landmark_page
from web.resident.resident_page import list_content, resident_page
from web.resident.resident_views import LandmarkView, ResidentView
from web.shell.error_page import error_content
from web.shell.json_block import json_block
from web.shell.landing_page import headline_words
from web.shell.template import Frame, render
from web.shell.texts import Texts
from web.shell.words import Words
from web.shell.written import Content, MapContent, Written
from web.views import ErrorView, LandingView, OperatorView, Shell

_MAP_TEXTS = (
    "list.colon",
    "map.attribution",
    "map.close",
    "map.name",
    "map.more",
    "map.show",
    "map.zoom_in",
    "map.zoom_out",
)


class Pages:
    """Draws pages.

    Parameters
    ----------
    root_path
        What stands before every address of the application, such as ``/guantu``; empty at a
        host's root.
    inline
        Whether a page holds everything it needs and leads nowhere: a file to be opened offline.
    """

    def __init__(self, root_path: str = "", *, inline: bool = False) -> None:
        self._root_path = root_path.rstrip("/")
        self._inline = inline

    def landing(self, view: LandingView, nonce: str) -> str:
        """Return the first page."""
        picture = city_picture(view.towns, view.takeoff_points, view.landmarks)
        figures = headline_words(view.headline, Texts(view.shell.language))
        frame = self._frame(view.shell, nonce)
        return render("landing.html", frame, view=view, picture=picture, figures=figures)

    def operator(self, view: OperatorView, nonce: str) -> str:
        """Return coverage, gaps and suggestions as a page."""
        words, notes = _words(view.shell, view.sources)
        frame = self._frame(view.shell, nonce)
        drawn = DrawnMap(
            coverage_layers(view, words, notes),
            names(view.towns, words.t),
            coverage_legend(view, words.t),
            view.towns,
            city_bounds(view.towns),
        )
        chart = self._map(drawn, frame)
        content = operator_content(view, words, notes, frame)
        start = json_block(live_start(view, words, frame))
        return render(
            "operator.html",
            frame,
            words=words,
            chart=chart,
            live_start=Markup(start),  # noqa: S704  # escaped as the map's facts are
            **content,
        )

    def operator_parts(self, view: OperatorView, kind: Kind) -> dict[str, Any]:
        """Return the parts of the operator's page that an answer of a kind changes."""
        words, notes = _words(view.shell, view.sources)
        return parts_of(kind, view, words, notes, self._frame(view.shell, ""))

    def planner(self, view: PlannerView, nonce: str) -> str:
        """Return the town by field page."""
        return self.mapped(view, nonce, planner_page)

    def specialisation(self, view: SpecialisationView, nonce: str) -> str:
        """Return the form for a planner's own table, and what the table gave."""
        content = specialisation_content(view, Words(Texts(view.shell.language)))
        return render("specialisation.html", self._frame(view.shell, nonce), **content)

    def resident(self, view: ResidentView, nonce: str) -> str:
        """Return the landmarks as a list of cards with a map."""
        return self.mapped(view, nonce, resident_page)

    def resident_list(self, view: ResidentView) -> str:
        """Return the part of the landmarks' page that changes with the question, for its script."""
        frame = self._frame(view.shell, "")
        return render("landmark_list.html", frame, **list_content(view, frame))

    def landmark(self, view: LandmarkView, nonce: str) -> str:
        """Return one landmark's own page."""
        return self.mapped(view, nonce, landmark_page)

    def collections(self, view: CollectionsView, nonce: str) -> str:
        """Return the list of layers."""
        frame = self._frame(view.shell, nonce)
        words = Words(Texts(view.shell.language))
        table = layers_table(view, words, frame)
        return render("collections.html", frame, table=table)

    def collection(self, view: CollectionView, nonce: str) -> str:
        """Return one layer's description with its columns."""
        words = Words(Texts(view.shell.language))
        frame = self._frame(view.shell, nonce)
        return render(
            "collection.html",
            frame,
            layer=view.layer,
            matched=view.matched,
            table=columns_table(view.layer, words),
            **self._tiled(view, words, frame),
        )

    def items(self, view: ItemsView, nonce: str) -> str:
        """Return one page of a layer's features as a table."""
        frame = self._frame(view.shell, nonce)
        words = Words(Texts(view.shell.language))
        return render(
            "items.html",
            frame,
            layer=view.layer,
            matched=view.matched,
            shown=len(view.frame),
            next_query=view.next_query,
            table=items_table(view, words, frame),
            **self._tiled(view, words, frame),
        )

    def _tiled(
        self, view: CollectionView | ItemsView, words: Words, frame: Frame
    ) -> dict[str, object]:
        if view.tiles is None:
            return {}
        return {"chart": self._map(tile_map(view.tiles, words, view), frame)}

    def written(self, view: Written, nonce: str, content: Content[Written]) -> str:
        """Return a page without a map: its template, and what that prints.

        Parameters
        ----------
        view, nonce
            What the page shows, and the nonce of its scripts.
        content
            Says which template prints what for such a view.
        """
        frame = self._frame(view.shell, nonce)
        template, values = content(view, frame)
        return render(template, frame, **values)

    def mapped(self, view: Written, nonce: str, content: MapContent[Written]) -> str:
        """Return a page with a map: its template, what that prints, and the map.

        Parameters
        ----------
        view, nonce
            What the page shows, and the nonce of its scripts.
        content
            Says which template prints what beside which map for such a view.
        """
        frame = self._frame(view.shell, nonce)
        template, values, drawn = content(view, frame)
        return render(template, frame, chart=self._map(drawn, frame), **values)

    def error(self, view: ErrorView, nonce: str) -> str:
        """Return a page that says what went wrong and what to do."""
        content = error_content(view, Texts(view.shell.language))
        return render("error.html", self._frame(view.shell, nonce), **content)

    def _frame(self, shell: Shell, nonce: str) -> Frame:
        return Frame(shell, self._root_path, nonce, self._inline)

    def _map(self, drawn: DrawnMap, frame: Frame) -> dict[str, object]:
        words = Words(Texts(frame.shell.language))
        layers = self._without_links(drawn.layers) if self._inline else drawn.layers
        texts = {key: words.t(key) for key in _MAP_TEXTS}
        is_schematic = schematic(drawn.towns)
        if is_schematic:
            texts["map.attribution"] = words.t("map.attribution_schematic")
        pieces = draw(layers, drawn.labels, texts=texts, bounds=drawn.bounds)
        tiled = None if self._inline else tile_facts(layers, words, frame)
        return {
            # html and script hold geometry and our own words only, facts are escaped JSON: draw
            # raises otherwise
            "html": Markup(pieces.html),  # noqa: S704
            "script": Markup(pieces.script),  # noqa: S704
            "facts": Markup(pieces.facts),  # noqa: S704
            "tile_facts": None if tiled is None else Markup(json_block(tiled)),  # noqa: S704
            "tiles": () if tiled is None else tile_legends(layers, words),
            "legend": with_tiles(drawn.legend, layers, words, inline=self._inline),
            "schematic": is_schematic,
        }

    @staticmethod
    def _without_links(layers: Sequence[MapLayer]) -> tuple[MapLayer, ...]:
        return tuple(
            replace(
                layer,
                features=tuple(
                    replace(one, notes=tuple(replace(note, href="") for note in one.notes))
                    for one in layer.features
                ),
            )
            for layer in layers
        )


def _words(shell: Shell, sources: gpd.GeoDataFrame) -> tuple[Words, Notes]:
    words = Words(Texts(shell.language))
    return words, Notes(words, sources)
