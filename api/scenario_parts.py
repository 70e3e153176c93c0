"""What the parts of a scenario's file are written in, and the figures that it brings."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from api.params import Degrees
from gis.checks import ID_PATTERN
from gis.results_change import Certainty
from gis.scenario.figures import Figures
from gis.scenario.model import DIGEST_PATTERN, plain_text
from gis.scenario.model import ID_PATTERN as SCENARIO_PATTERN
from gis.vocabulary import CARRIER_KINDS, CLUSTERS

MAX_TITLE = 80


def _printable(text: str) -> str:
    if not all(character.isprintable() for character in text):
        raise ValueError("holds a character that cannot be printed")
    return plain_text(text)


def _not_blank(text: str) -> str:
    if not text:
        raise ValueError("must not be blank")
    return text


def _of(words: tuple[str, ...]) -> AfterValidator:
    def known(word: str) -> str:
        if word not in words:
            raise ValueError("use one of " + ", ".join(words))
        return word

    return AfterValidator(known)


Words = Annotated[str, Field(max_length=MAX_TITLE), AfterValidator(_printable)]
Name = Annotated[Words, AfterValidator(_not_blank)]
FeatureId = Annotated[str, Field(pattern=f"^{ID_PATTERN.pattern}$")]
ScenarioId = Annotated[str, Field(pattern=f"^{SCENARIO_PATTERN}$")]
Digest = Annotated[str, Field(pattern=f"^{DIGEST_PATTERN}$")]
Accuracy = Annotated[float, Field(ge=0, le=50_000, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Vertex = Annotated[list[Degrees], Field(min_length=2, max_length=2)]
Kind = Annotated[str, _of(tuple(term.id for term in CARRIER_KINDS))]
Cluster = Annotated[str, _of(tuple(term.id for term in CLUSTERS))]


class Part(BaseModel):
    """Base of the file's parts: nothing is taken that is not named, and no text for a number."""

    model_config = ConfigDict(extra="forbid", strict=True)


class IntervalPart(Part):
    """A figure's bounds."""

    low: Amount
    high: Amount

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("low is above high")
        return self


class CountedPart(Part):
    """Coverage by area or by people."""

    total: Amount
    before: IntervalPart
    after: IntervalPart
    gained: IntervalPart
    lost: IntervalPart


class NearPart(Part):
    """That something is nearer to a place than it was."""

    layer: Literal["landmarks", "places"]
    place: FeatureId
    sort: Literal["takeoff_points", "road_segments"]
    before: Annotated[Certainty, Field(strict=False)]
    after: Annotated[Certainty, Field(strict=False)]


Towns = Annotated[list[FeatureId], Field(max_length=500)]


class FiguresPart(Part):
    """The figures that were shown when the scenario was made."""

    area_m2: CountedPart
    people: CountedPart | None
    towns_surely_gaining: Towns
    towns_possibly_gaining: Towns
    towns_surely_losing: Towns
    towns_possibly_losing: Towns
    near_m: Amount
    newly_near: list[NearPart] = Field(max_length=1_000)
    walk_m: Amount
    hubs_before: IntervalPart
    hubs_after: IntervalPart
    landmarks_before: IntervalPart
    landmarks_after: IntervalPart
    roads_opened: Count
    roads_with_length: Count
    published_km: Amount | None
    carriers_added: Count
    carriers_by_cluster: dict[Cluster, Count]


_FIGURES = TypeAdapter(Figures)


def figures_document(figures: Figures) -> dict[str, Any]:
    """Return figures as JSON values of the file."""
    values: dict[str, Any] = _FIGURES.dump_python(figures, mode="json")
    return values
