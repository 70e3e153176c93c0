"""What may be asked of the town by field matrix: documents, years, a field, a town, a page."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from api.params import SHOWN_SCENARIO, NoParameters, ScenarioId, absent_if_empty
from api.policy_record import Documents, chosen_documents
from api.snapshot import Snapshot
from gis.errors import InvalidInputError
from gis.missions import DEFAULT_MISSION, MISSIONS
from gis.policy.vocabulary import CLUSTER_FIELDS
from gis.records import records
from web.planner.town_views import MOST_COMPARED, SHOWN, SORTED_BY, Listing

FIELDS = {term.id: term for term in CLUSTER_FIELDS}
UP_TO = "../"
"""Before a year: that year and every one before it, as an open interval is written."""

_Word = Annotated[str, Field(max_length=80)]
_Text = BeforeValidator(absent_if_empty)
DocumentId = Annotated[_Word | None, _Text]
TownId = Annotated[_Word | None, _Text]
FieldId = Annotated[_Word | None, _Text, WithJsonSchema({"type": "string", "enum": ["", *FIELDS]})]
Years = Annotated[
    Annotated[str, Field(pattern=r"^([.][.]/)?[0-9]{4}$")] | None,
    _Text,
    WithJsonSchema({"type": "string", "pattern": r"^(([.][.]/)?[0-9]{4})?$"}),
]
DOCUMENT = Field(None, description="The id of one document, such as d004; all if left out.")
_SORTS = [f"{sign}{word}" for word in SORTED_BY for sign in ("", "-")]


@dataclass(frozen=True, slots=True)
class TownQuestion:
    """What of the matrix is asked for.

    Attributes
    ----------
    document
        The id of one document; ``None`` for all.
    field
        A word of :data:`gis.policy.vocabulary.CLUSTER_FIELDS`; ``None`` for all.
    town
        The id of one unit; ``None`` for all.
    year
        Documents of one year (``2024``), or of that year and before (``../2024``); ``None`` for
        all.
    """

    document: str | None = None
    field: str | None = None
    town: str | None = None
    year: str | None = None


class TownsParameters(NoParameters):
    """What of the matrix is asked for, and how it is shown."""

    document: DocumentId = DOCUMENT
    field: FieldId = Field(None, description="One cluster or field; all if left out.")
    year: Years = Field(
        None,
        description="Documents of one year (2024), or up to a year (../2024); all if left out.",
        examples=["../2024"],
    )
    town: TownId = Field(
        None, description="The id of one unit: its row alone; a page shows all and its card."
    )
    show: Annotated[str | None, _Text, WithJsonSchema({"type": "string", "enum": ["", *SHOWN]})] = (
        Field(None, description="Of a page: which towns the table lists.")
    )
    name: str = Field("", max_length=80, description="Of a page: part of a town's name.")
    sort: Annotated[
        str | None, _Text, WithJsonSchema({"type": "string", "enum": ["", *_SORTS]})
    ] = Field(
        None, description="Of a page: the column the table is sorted by; - for largest first."
    )
    compare: Annotated[str | None, _Text, Field(max_length=400)] = Field(
        None, description=f"Of a page: ids of up to {MOST_COMPARED} units, parted by commas."
    )
    mission: Annotated[str, WithJsonSchema({"type": "string", "enum": [*MISSIONS]})] = Field(
        DEFAULT_MISSION, description="Of a page: the mission whose coverage is compared."
    )
    scenario: ScenarioId = SHOWN_SCENARIO
    layers: Annotated[str | None, Field(max_length=400)] = Field(
        None, description="Of a page: the map layers shown, parted by commas."
    )
    f: Literal["json", "html", "csv"] | None = Field(None, description="Format; else by Accept.")
    lang: Literal["zh", "en"] = Field("zh", description="Language of a page.")

    @property
    def question(self) -> TownQuestion:
        """What is asked of the matrix."""
        return TownQuestion(self.document, self.field, self.town, self.year)


def documents_asked(snapshot: Snapshot, asked: TownQuestion) -> Documents:
    """Return the documents that a question is about; empty where no year has the document.

    Raises
    ------
    gis.errors.InvalidInputError
        If there is no such document, or no document of such a year.
    """
    chosen = chosen_documents(snapshot, asked.document)
    if asked.year is None:
        return chosen
    years = {row["id"]: int(row["year"]) for row in records(snapshot.frame("policy_documents"))}
    last = int(asked.year.removeprefix(UP_TO))
    if last not in years.values():
        raise InvalidInputError(
            f"no document is of the year {last}",
            field="year",
            remedy="Use one of " + ", ".join(map(str, sorted(set(years.values())))),
        )
    up_to = asked.year.startswith(UP_TO)
    of_years = frozenset(
        id_ for id_, year in years.items() if year == last or (up_to and year < last)
    )
    return of_years if chosen is None else chosen & of_years


def listing(snapshot: Snapshot, asked: TownsParameters) -> Listing:
    """Return what a page lists, marks and compares.

    Raises
    ------
    gis.errors.InvalidInputError
        If a parameter names nothing there is.
    """
    towns = list(snapshot.frame("towns")["id"])
    compared = tuple(dict.fromkeys(part for part in (asked.compare or "").split(",") if part))
    if len(compared) > MOST_COMPARED:
        raise InvalidInputError(
            f"{len(compared)} towns are too many to compare",
            field="compare",
            remedy=f"Name at most {MOST_COMPARED}.",
        )
    for field, ids in (("compare", compared), ("town", (asked.town,) if asked.town else ())):
        for id_ in ids:
            _known(field, id_, towns)
    if asked.show is not None:
        _known("show", asked.show, SHOWN)
    if asked.sort is not None:
        _known("sort", asked.sort, _SORTS)
    _known("mission", asked.mission, MISSIONS)
    return Listing(
        town=asked.town,
        show=asked.show or "",
        name=asked.name.strip(),
        sort=asked.sort or "",
        compare=compared,
        mission=asked.mission,
        layers=None if asked.layers is None else tuple(asked.layers.split(",")),
    )


def _known(field: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise InvalidInputError(
            f"there is no {field} {value!r}", field=field, remedy="Use one of " + ", ".join(known)
        )
