"""Facts of the policy record in words, each table in its own way; no word is added to a fact."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from gis.policy.lookup import RecordLookup
from gis.policy.record import RECORD
from gis.records import Record
from gis.schema import LayerSpec
from web.shell.figure_words import figure_words
from web.shell.texts import Texts
from web.shell.words import Words

_MONTH = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月")
SPECS = {spec.name: spec for spec in RECORD}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a fact says.

    Attributes
    ----------
    label
        What it is.
    text
        What it says.
    links
        Pairs of text and path below the application's root, printed after the text.
    aside
        Whether a single line about the fact can do without it.
    """

    label: str
    text: str = ""
    links: tuple[tuple[str, str], ...] = ()
    aside: bool = False


@dataclass(frozen=True, slots=True)
class FactText:
    """A fact in words.

    Attributes
    ----------
    table, kind, name
        Its table, its kind (empty where the table has none) and its name.
    lead
        What it says in a word: a figure with its sign and unit. Empty for most tables.
    parts
        What else it says.
    items
        What it enumerates.
    open_list
        Whether the text says that there is more (等).
    note
        Whatever had to be said about it.
    """

    table: str
    kind: str
    name: str
    lead: str = ""
    parts: tuple[Part, ...] = ()
    items: tuple[str, ...] = ()
    open_list: bool = False
    note: str = ""


class FactWords:
    """Puts facts into words.

    Parameters
    ----------
    texts
        The texts of the language.
    known
        The rows of the record, to call topics and places by their names.
    towns
        Chinese and English name of each unit by its id.
    """

    def __init__(
        self, texts: Texts, known: RecordLookup, towns: Mapping[str, tuple[str, str]]
    ) -> None:
        self.t = texts
        self._words = Words(texts)
        self._known = known
        self._towns = towns
        self._own: dict[str, Callable[[Record], Iterator[Part]]] = {
            "policy_documents": self._document,
            "policy_sections": self._section,
            "policy_places": self._place_itself,
            "policy_topics": self._topic,
            "policy_designations": self._designation,
            "policy_responsibilities": self._responsibility,
            "policy_figures": self._figure,
            "policy_names": self._named,
        }

    def text(self, table: str, row: Record) -> FactText:
        """Return a fact in words.

        Parameters
        ----------
        table, row
            Its table and its columns.
        """
        spec = SPECS[table]
        return FactText(
            table=self.t.pick(spec.zh, spec.en),
            kind=self._term(spec, "kind", row) if spec.has("kind") else "",
            name=self._words.name(row),
            lead=figure_words(self._words, row) if table == "policy_figures" else "",
            parts=tuple(part for part in self._parts(table, row) if part.text or part.links),
            items=self._items(row) if table == "policy_lists" else (),
            open_list=bool(row.get("open_list")),
            note=self.t.pick(row["note_zh"], row["note_en"]),
        )

    def sentence(self, table: str, row: Record) -> str:
        """Return a fact as one line of text, as written where it is a figure or a list."""
        said = self.text(table, row)
        if table == "policy_sections":
            return f"{row['number'] or ''} {said.name}".strip()
        t, colon = self.t, self.t("list.colon")
        told = [said.lead]
        if said.items:
            told.append(t("list.comma").join(said.items) + (t("fact.open") * said.open_list))
        else:
            parts = [part for part in said.parts if not part.aside]
            told += [f"{part.label}{colon}{_plain(part, t)}" for part in parts]
        words = t("list.semicolon").join(one for one in told if one)
        return f"{said.name}{colon}{words}" if words else said.name

    def units(self, ids: tuple[str, ...] | None) -> tuple[tuple[str, str], ...]:
        """Return name and path of each town, subdistrict or park."""
        return tuple(
            (
                self.t.pick(*self._towns.get(one, (one, one))),
                f"/collections/towns/items/{quote(one, safe='')}",
            )
            for one in ids or ()
        )

    def relation(self, place: Record) -> str:
        """Return how a place as written relates to today's units."""
        return self._term(SPECS["policy_places"], "relation", place)

    def _parts(self, table: str, row: Record) -> Iterator[Part]:
        if table in self._own:
            yield from self._own[table](row)
        if table != "policy_designations" and row.get("place"):
            yield self._place(row["place"], row.get("place_zh"))
        if row.get("topic"):
            aside = table in ("policy_figures", "policy_names", "policy_lists")
            name = self._name("policy_topics", row["topic"])
            yield Part(self.t("fact.topic"), name, aside=aside)

    def _document(self, row: Record) -> Iterator[Part]:
        t = self.t
        yield Part(t("fact.number"), row["number"] or "")
        yield Part(t("fact.issuer"), t.pick(row["issuer_zh"], row["issuer_en"]))
        yield Part(t("fact.date"), self.dated(row))
        yield Part(t("fact.period"), period(t, row))

    def dated(self, document: Record) -> str:
        """Return a document's date as exact as its text has it; empty where it has none."""
        if document["published"] is not None:
            return self._words.day(document["published"])
        written = document["published_as_written"] or ""
        month = _MONTH.fullmatch(written)
        return written if month is None else self.t.pick(written, f"{month[1]}-{month[2]:0>2}")

    def _section(self, row: Record) -> Iterator[Part]:
        yield Part(self.t("fact.section_number"), row["number"] or "")

    def _place_itself(self, row: Record) -> Iterator[Part]:
        t = self.t
        yield Part(t("fact.forms"), t("list.comma").join(row["forms"]))
        yield Part(t("fact.today"), self.relation(row), self.units(row["towns"]))
        others = [self._name("policy_places", one) for one in row["not_same"] or ()]
        yield Part(t("fact.not_same"), t("list.comma").join(others))

    def _topic(self, row: Record) -> Iterator[Part]:
        t, column = self.t, SPECS["policy_topics"].column("clusters")
        yield Part(t("fact.own_number"), row["number"] or "")
        if row["parent"]:
            yield Part(t("fact.parent"), self._name("policy_topics", row["parent"]))
        yield Part(t("fact.clusters"), self._words.value(column, row["clusters"]), aside=True)

    def _designation(self, row: Record) -> Iterator[Part]:
        yield self._place(row["place"], row["place_zh"])
        yield Part(self.t("fact.role"), self.t.pick(row["role_zh"], row["role_en"]))

    def _responsibility(self, row: Record) -> Iterator[Part]:
        t = self.t
        yield Part(t("fact.body"), t.pick(row["body_zh"], row["body_en"]))
        role = self._term(SPECS["policy_responsibilities"], "role", row)
        yield Part(t("fact.role"), role)

    def _figure(self, row: Record) -> Iterator[Part]:
        yield Part(self.t("fact.as_written"), self.t("quoted", text=row["as_written"]))

    def _named(self, row: Record) -> Iterator[Part]:
        t, spec = self.t, SPECS["policy_names"]
        yield Part(t("fact.state"), self._term(spec, "status", row))
        aspects = self._words.value(spec.column("aspects"), row["aspects"])
        yield Part(t("fact.aspects"), aspects, aside=True)
        if row["place_zh"] and not row["place"]:
            yield Part(t("fact.place"), t("quoted", text=row["place_zh"]))
        if row["feature"]:
            layer, _, id_ = row["feature"].partition("/")
            path = f"/collections/{quote(layer, safe='')}/items/{quote(id_, safe='')}"
            link = (self.t("fact.feature.link"), path)
            yield Part(t("fact.feature"), "", (link,), aside=True)

    def _place(self, id_: str, written: str | None) -> Part:
        t, place = self.t, self._known.row("policy_places", id_)
        said = t("quoted", text=written) if written else self._words.name(place)
        relation = f"{said} → {self.relation(place)}" if place["towns"] else said
        return Part(t("fact.place"), relation, self.units(place["towns"]))

    def _items(self, row: Record) -> tuple[str, ...]:
        chosen = row["items_zh"] if self.t.language == "zh" else row["items_en"]
        return tuple(chosen)

    def _name(self, table: str, id_: str) -> str:
        return self._words.name(self._known.row(table, id_))

    def _term(self, spec: LayerSpec, column: str, row: Record) -> str:
        return self._words.term(spec.column(column), row[column])


def _plain(part: Part, t: Texts) -> str:
    names = t("list.comma").join(name for name, _ in part.links)
    return f"{part.text} {names}".strip()


def period(t: Texts, document: Record) -> str:
    """Return the years a document is for; empty where its text does not say."""
    first, last = document["period_from"], document["period_to"]
    if first is None and last is None:
        return ""
    return t("fact.years", first=first or "", last=last or "")
