"""Tables and legends as values, for the templates to print."""

from dataclasses import dataclass, field

from gis.results import Interval


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Attributes
    ----------
    text
        What it says.
    sort
        What it is sorted by, where that is not its text.
    minor
        A second line in small type.
    href
        Where it leads; empty for plain text.
    links
        Pairs of text and address printed instead of the text, where it names several things.
    show
        The key of the map feature it shows on demand; empty for none.
    bar
        Shares (0 to 1) surely and possibly reached, drawn as a small bar beside the text.
    swatch
        A style or symbol of :mod:`web.maps.style`, drawn before the text.
    mark
        A state of the town x field matrix, a word of :data:`web.namings.MARKS`, or empty. It is
        shown instead of the text and leads to ``href``, an anchor of this very page.
    tick
        Whether the choice that ``href`` turns over is made; ``None`` where it is no choice.
    """

    text: str
    sort: float | str | None = None
    minor: str = ""
    href: str = ""
    links: tuple[tuple[str, str], ...] = ()
    show: str = ""
    bar: Interval | None = None
    swatch: str = ""
    mark: str = ""
    tick: bool | None = None

    @property
    def plain(self) -> bool:
        """Whether it is its text and nothing else: most cells are, and are printed quickly."""
        beside = self.minor or self.href or self.links or self.show or self.swatch or self.mark
        return not beside and self.bar is None and self.tick is None


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a table.

    Attributes
    ----------
    title
        Its heading.
    number
        Whether its cells are figures, set flush right.
    narrow
        Whether its heading is set upright to save width.
    wide
        Whether its cells hold sentences and need room.
    """

    title: str
    number: bool = False
    narrow: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    name
        Its id in the page.
    caption
        What it holds, for everyone who cannot see its surroundings.
    headings, rows
        Its columns and its cells; the first cell of a row names the row.
    brief
        How many rows are enough at first where a script can show the rest; 0 shows all.
    matrix
        Whether it is set tight, as a grid of marks.
    """

    name: str
    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    brief: int = 0
    matrix: bool = False


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend, which is also the list of the map's layers.

    Attributes
    ----------
    label
        What it means.
    swatches
        Styles or symbols of :mod:`web.maps.style`, drawn before the label.
    layers
        The map layers it shows and hides; empty for a line that only explains.
    shown
        Whether they are shown at first.
    scale
        Labels under the swatches, one each, where the entry is a scale of amounts.
    group
        What it is listed under together with its neighbours; empty for none.
    """

    label: str
    swatches: tuple[str, ...]
    layers: tuple[str, ...] = ()
    shown: bool = True
    scale: tuple[str, ...] = field(default=())
    group: str = ""
