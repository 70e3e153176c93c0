"""What a table's error says: the row, the column, and the values that are allowed."""

import pytest

from gis.catalogue import LAYERS
from gis.checks import check
from gis.errors import InvalidInputError, InvalidRowsError
from tests.made_frames import made_frame

CLOSED = [
    (name, column.name)
    for name, spec in LAYERS.items()
    for column in spec.columns
    if column.required and column.vocabulary
]


@pytest.mark.parametrize(("layer", "column"), CLOSED)
def test_a_missing_word_is_told_with_the_words_allowed(layer: str, column: str) -> None:
    spec = LAYERS[layer]
    words = {term.id for one in spec.columns if one.name == column for term in one.vocabulary}
    frame = made_frame(layer, {"id": "one"})
    frame[column] = None
    with pytest.raises(InvalidRowsError) as wrong:
        check(spec, frame)
    problem = wrong.value.problems[0]
    assert (problem.row, problem.field, problem.reason) == (1, column, "a value is required")
    assert all(repr(word) in problem.remedy for word in words)
    with pytest.raises(InvalidInputError) as absent:
        check(spec, frame.drop(columns=column))
    assert absent.value.field == column
    assert all(repr(word) in absent.value.remedy for word in words)
