"""The chips of the residents' page: each a link that asks for one thing more, or for one less."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gis.catalogue import LAYERS
from gis.landmark_activities import ACTIVITY_KINDS
from gis.landmark_search import LandmarkQuestion, LandmarkSearch
from gis.nearness import NEAR_M, NEAR_SORTS
from gis.results_change import Certainty
from web.resident.addresses import Addresses
from web.resident.nearby import kilometres
from web.shell.texts import Texts
from web.shell.words import DASH


@dataclass(frozen=True, slots=True)
class Chip:
    """One chip.

    Attributes
    ----------
    id
        Its element's id.
    label
        What it says.
    count, in_words
        How many landmarks it would leave: an interval, and the same in words.
    href
        Where it leads: with it, or without it where it is on.
    on
        Whether it is chosen.
    empty
        Whether it would leave nothing.
    """

    id: str
    label: str
    count: str
    in_words: str
    href: str
    on: bool
    empty: bool


@dataclass(frozen=True, slots=True)
class ChipGroup:
    """Chips of one kind, under a heading."""

    name: str
    title: str
    chips: tuple[Chip, ...]


class Chips:
    """Makes the chips of one question.

    Parameters
    ----------
    search
        The landmarks.
    asked
        What is asked for.
    addresses, t
        Where they lead, and the page's language.
    """

    def __init__(
        self, search: LandmarkSearch, asked: LandmarkQuestion, addresses: Addresses, t: Texts
    ) -> None:
        self._search = search
        self._asked = asked
        self._addresses = addresses
        self._t = t

    def near(self, *, proposed: bool = False) -> ChipGroup:
        """Return the chips of what is nearby; they say so where what is only proposed counts."""
        asked = self._asked
        chips = []
        for sort in NEAR_SORTS:
            others = tuple(one for one in asked.near if one != sort)
            on = sort in asked.near
            wanted = replace(asked, near=(*others, sort))
            target = replace(asked, near=others) if on else wanted
            chips.append(self._chip(f"near-{sort}", self._t(f"chip.{sort}"), wanted, target, on=on))
        title = self._t(
            "chips.near_proposed" if proposed else "chips.near", near=kilometres(NEAR_M, self._t)
        )
        return ChipGroup("near", title, tuple(chips))

    def more(self) -> tuple[ChipGroup, ...]:
        """Return the chips of activity, town and, where there are several, status."""
        t = self._t
        activities = [(kind.id, t.pick(kind.zh, kind.en)) for kind in ACTIVITY_KINDS]
        towns = dict.fromkeys(town for card in self._search.cards for town in card.towns)
        named = [(one, t.pick(*self._search.towns.get(one, (one, one)))) for one in towns]
        statuses = {card.status for card in self._search.cards}
        terms = LAYERS["landmarks"].column("status").vocabulary
        known = [(one.id, t.pick(one.zh, one.en)) for one in terms if one.id in statuses]
        groups = [
            self._group("activity", "do", activities),
            self._group("town", "town", named),
            *([self._group("status", "status", known)] if len(known) > 1 else []),
        ]
        return tuple(group for group in groups if group.chips)

    def _group(self, name: str, parameter: str, options: Sequence[tuple[str, str]]) -> ChipGroup:
        chips = []
        for id_, label in options:
            on = getattr(self._asked, name) == id_
            wanted = self._with(name, id_)
            target = self._with(name, None) if on else wanted
            chip = self._chip(f"{parameter}-{id_}", label, wanted, target, on=on)
            if on or not chip.empty:
                chips.append(chip)
        return ChipGroup(name, self._t(f"chips.{name}"), tuple(chips))

    def _with(self, name: str, value: str | None) -> LandmarkQuestion:
        match name:
            case "activity":
                return replace(self._asked, activity=value)
            case "town":
                return replace(self._asked, town=value)
            case _:
                return replace(self._asked, status=value)

    def _chip(
        self, id_: str, label: str, wanted: LandmarkQuestion, target: LandmarkQuestion, *, on: bool
    ) -> Chip:
        found = self._search.found(wanted)
        surely = sum(one.certainty is Certainty.SURELY for one in found)
        possibly = len(found) - surely
        count = counted(surely, possibly)
        words = in_words(surely, possibly, self._t)
        href = self._addresses.landmarks(target)
        return Chip(f"chip-{id_}", label, count, words, href, on, not found)


def counted(surely: int, possibly: int) -> str:
    """Return how many there are, from surely to at most, as short as a chip needs it."""
    return f"{surely}{DASH}{surely + possibly}" if possibly else str(surely)


def in_words(surely: int, possibly: int, t: Texts) -> str:
    """Return the same in words; empty where the number says it all."""
    if not possibly:
        return ""
    key = "chip.both" if surely else "chip.possibly"
    return t(key, surely=surely, possibly=possibly)
