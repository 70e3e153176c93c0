"""Positions of facts in addresses: whole both ways, and never a fault of ours."""

from hypothesis import given
from hypothesis import strategies as st

from api.record_query import decoded, encoded
from gis.errors import InvalidInputError
from gis.policy.facts import Fact, reading_order

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXTS, st.integers(1, 10**6), TEXTS, TEXTS)
def test_a_position_comes_back_whole(document: str, line: int, table: str, id_: str) -> None:
    fact = Fact(table, {"document": document, "line": line, "id": id_})
    position = encoded(fact)
    assert position.isascii()
    assert not set(position) & set("+/=&#% ")
    assert decoded(position) == reading_order(fact) == (document, line, table, id_)


@given(st.text(max_size=200) | st.text("WzEsMl0abc-_", max_size=60))
def test_any_other_word_is_refused_and_breaks_nothing(position: str) -> None:
    try:
        found = decoded(position)
    except InvalidInputError:
        return
    document, line, table, id_ = found
    again = Fact(table, {"document": document, "line": line, "id": id_})
    assert reading_order(again) == found
    assert all(isinstance(one, str) for one in (document, table, id_))
