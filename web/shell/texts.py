"""The product's own words in each language, from the catalogues in ``web/locale``."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from web.views import Language

LOCALE = Path(__file__).parents[1] / "locale"
"""One folder a language, one catalogue an area of the product."""


@lru_cache(maxsize=4)
def catalogue(language: Language) -> Mapping[str, str]:
    """Return every text of a language by its key."""
    texts: dict[str, str] = {}
    for area in sorted((LOCALE / str(language)).glob("*.json")):
        texts.update(json.loads(area.read_text(encoding="utf-8")))
    return texts


class Texts:
    """Looks texts up in one language.

    Parameters
    ----------
    language
        The language of every text given.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts = catalogue(language)

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of ``key`` with ``{name}`` replaced; an unknown key is an error."""
        text = self._texts[key]
        return text.format(**values) if values else text

    def __contains__(self, key: str) -> bool:
        """Tell whether there is a text of this key."""
        return key in self._texts

    def pick(self, zh: str | None, en: str | None) -> str:
        """Return the one of two texts that is in this language, or the other if it is missing."""
        first, second = (zh, en) if self.language is Language.ZH else (en, zh)
        return first or second or ""
