"""Pages that one template prints: what their views have, and what stands round them."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from web.maps.drawn_map import DrawnMap
from web.shell.template import Frame
from web.views import Shell


class WrittenView(Protocol):
    """The view of a page without a map."""

    @property
    def shell(self) -> Shell:
        """What every page shows."""
        ...


Written = TypeVar("Written", bound=WrittenView)
Content = Callable[[Written, Frame], tuple[str, dict[str, object]]]
"""A view and the page round it to the template's name and what it prints."""
MapContent = Callable[[Written, Frame], tuple[str, dict[str, object], DrawnMap]]
"""As :data:`Content`, with the map."""
