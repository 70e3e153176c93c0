"""Jinja, set so that nothing reaches a page unescaped and nothing missing passes in silence.

A page loads one style sheet and few scripts (:mod:`web.shell.assets`). A template that needs more
of ``web/static`` than its frame loads says so in its first lines, outside every block::

    {% extends "base.html" %}
    {% set own_sheets = ["planner"] %}
    {% set own_modules = ["planner", "jobs"] %}

``planner.css`` becomes part of the page's one sheet, after the shared ones and before the print
sheet. ``planner.js`` and ``jobs.js`` are loaded as modules after those of the map, each by itself,
so that they may import others. Both work below any root path and in the offline file too.

What the menu *Save* offers besides the picture and the paper, a page says likewise::

    {% set own_exports = [
      {"label": t("export.gaps_csv"), "href": page.download("/exports/coverage/gaps.csv")},
    ] %}

An entry has an ``href``, or an ``action`` that ``shell.js`` knows. ``page.download`` keeps the
page's own question; with ``"live": true`` the question is that of the address as it is by then,
for pages that answer without being loaded again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from web.maps.style import STYLES, SYMBOLS
from web.shell import assets
from web.shell.texts import Texts
from web.views import LARGE, LETTERS, Language, Shell

ENVIRONMENT = Environment(
    loader=PackageLoader("web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.globals.update(STYLES=STYLES, SYMBOLS=SYMBOLS)


_HAN = "\u3400-\u9fff"
_MARKS = "\u3000-\u303f\uff00-\uffef\u2018-\u201d"
TAKES_SCENARIO = re.compile(
    "/$|/(find|collections|landmarks|about|planners/towns|operators/coverage|scenarios/new)(/|$)"
    "|/planners/(drift|built|targets|record|conflicts|specialisation)$"
    "|/exports/(layers|maps)/"
)
"""The addresses that take a scenario: to show it, or to lead on to what does."""
CHINESE = re.compile(f"([{_MARKS}]*[{_HAN}](?:[{_HAN}{_MARKS}\\d ·+]*[{_HAN}{_MARKS}])?)")
"""A run of Chinese, the numbers and marks inside it included: ``map.js`` has the same."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every template may ask of the page round it.

    Attributes
    ----------
    shell
        What every page shows.
    root_path
        What stands before every address of the application.
    nonce
        The nonce of the page's scripts.
    inline
        Whether the page stands alone: everything inside it, no address leading anywhere.
    """

    shell: Shell
    root_path: str
    nonce: str
    inline: bool = False

    @property
    def language_tag(self) -> str:
        """The page's language for browsers and screen readers."""
        return "zh-CN" if self.shell.language is Language.ZH else "en"

    def said(self, text: str) -> Markup:
        """Return a text for print; on an English page what is Chinese in it is marked as such.

        Documents' own words, publishers and places have no English form: a screen reader must
        know where their language begins and ends.
        """
        if self.shell.language is Language.ZH:
            return escape(text)
        parts = CHINESE.split(text)
        marked = [Markup('<span lang="zh-CN">{}</span>').format(part) for part in parts[1::2]]
        plain = [escape(part) for part in parts[0::2]]
        return Markup("").join(
            piece for pair in zip(plain, [*marked, Markup("")], strict=True) for piece in pair
        )

    def english(self, text: str) -> Markup:
        """Return an English text for print, marked as such on a Chinese page."""
        if self.shell.language is Language.EN:
            return escape(text)
        return Markup('<span lang="en">{}</span>').format(text)

    def link(self, path: str, **query: str) -> str:
        """Return the address of one of our pages, in the page's own language.

        A page with a scenario chosen leads to pages with that scenario chosen.
        """
        given = {key: value for key, value in query.items() if value}
        if self.shell.scenario is not None and TAKES_SCENARIO.match(path):
            given.setdefault("scenario", self.shell.scenario.id)
        if self.shell.language is not Language.ZH:
            given["lang"] = str(self.shell.language)
        if self.shell.large:
            given[LETTERS] = LARGE
        return f"{self.root_path}{path}" + (f"?{urlencode(given)}" if given else "")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form that asks by address must send besides its own fields."""
        chosen = self.shell.scenario
        scenario = [] if chosen is None else [("scenario", chosen.id)]
        return [*self._in_language(), *scenario]

    def switched(self, language: str) -> str:
        """Return this page's own address in another language."""
        return self._here([("lang", language)], large=self.shell.large)

    def without(self, name: str) -> str:
        """Return this page's own address without one of its parameters."""
        pairs = [pair for pair in (*self.shell.query, *self._in_language()) if pair[0] != name]
        asked = f"?{urlencode(pairs)}" if pairs else ""
        return f"{self.root_path}{self.shell.path}{asked}"

    def letters_switched(self) -> str:
        """Return this page's own address with large letters, or with normal ones again."""
        return self._here(self._in_language(), large=not self.shell.large)

    def download(self, path: str = "", **query: str) -> str:
        """Return the address of a file of what this page shows: its own question, kept.

        Parameters
        ----------
        path
            Where the file is; this page's own address if left out.
        query
            What is asked besides, such as ``f="csv"``.
        """
        pairs = [pair for pair in self.shell.query if pair[0] not in query]
        pairs += [*query.items(), *self._in_language()]
        asked = f"?{urlencode(pairs)}" if pairs else ""
        return f"{self.root_path}{path or self.shell.path}{asked}"

    def _in_language(self) -> list[tuple[str, str]]:
        english = self.shell.language is not Language.ZH
        return [("lang", str(self.shell.language))] if english else []

    def _here(self, more: list[tuple[str, str]], *, large: bool) -> str:
        pairs = [*self.shell.query, *more, *([(LETTERS, LARGE)] if large else [])]
        asked = f"?{urlencode(pairs)}" if pairs else ""
        return f"{self.root_path}{self.shell.path}{asked}"

    def asset(self, name: str) -> str:
        """Return an asset's address."""
        return assets.url(name, self.root_path)

    def asset_text(self, name: str) -> Markup:
        """Return an asset's text: our own files, the only text put into a page as it is."""
        return Markup(assets.text(name))  # noqa: S704  # files of the product itself

    def bundle(self, parts: Sequence[str], suffix: str) -> str:
        """Return the name of the asset that holds several of our files."""
        return assets.bundle(parts, suffix)

    def here(self, path: str) -> bool:
        """Tell whether the page is ``path`` or below it."""
        return self.shell.path == path or self.shell.path.startswith(f"{path}/")


def render(name: str, frame: Frame, **content: object) -> str:
    """Render a template.

    Parameters
    ----------
    name
        The template's file name.
    frame
        The page round the content.
    content
        What the template prints.
    """
    template = ENVIRONMENT.get_template(name)
    return template.render(page=frame, t=Texts(frame.shell.language), **content)
