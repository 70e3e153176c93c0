"""What the pages of the policy record need: frozen views, filled by :mod:`api`."""

from collections.abc import Mapping
from dataclasses import dataclass

from gis.policy.facts import Fact
from gis.policy.lookup import RecordLookup
from gis.records import Record
from web.views import Shell


@dataclass(frozen=True, slots=True)
class RecordView:
    """A search of the record, or its overview.

    Attributes
    ----------
    shell
        What every page shows.
    known
        The rows of the record.
    towns
        Chinese and English name of each unit by its id.
    filters
        What was asked, by parameter, as it stands in the address; empty for the overview.
    facts
        The facts of this page, in reading order.
    matched
        How many match, on all pages.
    following
        ``after`` of the next page; empty on the last.
    begun
        Whether the page is not the first.
    """

    shell: Shell
    known: RecordLookup
    towns: Mapping[str, tuple[str, str]]
    filters: Mapping[str, str]
    facts: tuple[Fact, ...] = ()
    matched: int = 0
    following: str = ""
    begun: bool = False


@dataclass(frozen=True, slots=True)
class ConflictsView:
    """Contradictions, misprints and omissions, side by side.

    Attributes
    ----------
    shell
        What every page shows.
    known
        The rows of the record.
    towns
        Chinese and English name of each unit by its id.
    kind, document
        What was asked for; ``None`` for all.
    conflicts
        The rows asked for, by document and line.
    """

    shell: Shell
    known: RecordLookup
    towns: Mapping[str, tuple[str, str]]
    kind: str | None
    document: str | None
    conflicts: tuple[Record, ...]
