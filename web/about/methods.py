"""How figures are worked out, for who uses them: short texts in both languages, shipped with it.

The engineers' account, with every rule and figure, is in ``docs/methods``; these pages tell a
planner, an operator or a resident what they must know to trust a figure or not.
"""

from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from web.views import Language

TOPICS = ("positions", "coverage", "siting", "policy", "access", "specialisation")
"""The methods there is a text of, in the order they are listed."""
FOLDER = Path(__file__).parent / "methods"

_RENDERER = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=32)
def method_title(topic: str, language: Language) -> str:
    """Return the title of a method's text."""
    return _source(topic, language).partition("\n")[0].removeprefix("# ")


@lru_cache(maxsize=32)
def method_html(topic: str, language: Language) -> Markup:
    """Return a method's text as HTML, without its title.

    Parameters
    ----------
    topic
        A word of :data:`TOPICS`.
    language
        The language of the text.
    """
    text = _source(topic, language).partition("\n")[2]
    return Markup(_RENDERER.render(text))  # noqa: S704  # our own text, and no HTML passes


def _source(topic: str, language: Language) -> str:
    return (FOLDER / str(language) / f"{topic}.md").read_text(encoding="utf-8")
