"""The query parameters of the landmarks: what a resident types and chooses."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from api.params import ScenarioParameter, absent_if_empty
from gis.catalogue import LAYERS
from gis.landmark_activities import ACTIVITY_KINDS
from gis.landmark_search import LandmarkQuestion
from gis.nearness import NEAR_SORTS

MOST_TYPED = 200
ACTIVITIES = tuple(kind.id for kind in ACTIVITY_KINDS)
STATUSES = tuple(term.id for term in LAYERS["landmarks"].statuses)


def _known_sorts(text: str) -> str:
    sorts = text.split(",")
    if any(sort not in NEAR_SORTS for sort in sorts) or len(set(sorts)) < len(sorts):
        raise ValueError("use one or more of " + ", ".join(NEAR_SORTS) + ", with commas between")
    return text


def _one_of(words: tuple[str, ...]) -> AfterValidator:
    def check(word: str) -> str:
        if word not in words:
            raise ValueError("use one of " + ", ".join(words))
        return word

    return AfterValidator(check)


Sorts = Annotated[
    str,
    AfterValidator(_known_sorts),
    WithJsonSchema({"type": "string", "examples": [",".join(NEAR_SORTS[:2])]}),
]
Activity = Annotated[
    str, _one_of(ACTIVITIES), WithJsonSchema({"type": "string", "enum": [*ACTIVITIES]})
]
Status = Annotated[str, _one_of(STATUSES), WithJsonSchema({"type": "string", "enum": [*STATUSES]})]
TownId = Annotated[str, Field(max_length=80)]


class LandmarkParameters(ScenarioParameter):
    """What is asked for, and how much of the page is wanted."""

    q: str = Field(
        "",
        max_length=MOST_TYPED,
        description="Text to find: Chinese, pinyin, its initials, English, or a mixture.",
    )
    near: Annotated[Sorts | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="What must be within 3 km, surely or possibly; several with commas."
    )
    do: Annotated[Activity | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="What can be done there, by kind."
    )
    town: Annotated[TownId | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="Id of a town."
    )
    status: Annotated[Status | None, BeforeValidator(absent_if_empty)] = Field(
        None, description="Status of the landmark."
    )
    part: Literal["list"] | None = Field(
        None, description="Of a page, only the list: for the page's own script."
    )

    def question(self) -> LandmarkQuestion:
        """Return the use case's value."""
        near = tuple(self.near.split(",")) if self.near else ()
        return LandmarkQuestion(self.q, near, self.do, self.town, self.status)
