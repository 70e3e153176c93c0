"""Every page of the Dongguan pack, drawn once."""

import pytest

from layers.seed.pack import read_pack
from tests.page_views import Frames, PageCase, page_cases
from web.views import Language


@pytest.fixture(scope="session")
def pack() -> Frames:
    """Return the pack's frames. Tests only read them."""
    return read_pack()


@pytest.fixture(scope="session")
def cases(pack: Frames) -> dict[Language, dict[str, PageCase]]:
    """Return every page in both languages."""
    return {language: page_cases(pack, language) for language in Language}
