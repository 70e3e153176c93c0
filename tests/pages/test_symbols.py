"""Symbols: features that stand at one place share one."""

from shapely import MultiPoint, Point

from gis.records import Record
from web.maps.map_layers import Note, symbols


def rows(*places: tuple[str, object]) -> list[Record]:
    return [
        {"id": name, "number": int(name), "geometry": place, "accuracy_m": 100.0 * int(name)}
        for name, place in places
    ]


HERE, THERE = Point(113.7, 22.9), Point(113.8, 22.9)


def note(row: Record) -> Note:
    return Note(title=row["id"])


def test_where_several_stand_their_number_is_shown() -> None:
    drawn = symbols(rows(("1", HERE), ("2", HERE), ("3", THERE)), "layer", lambda _: "dot", note)
    assert [symbol.badge for symbol in drawn] == ["2", ""]
    assert [len(symbol.notes) for symbol in drawn] == [2, 1]


def test_a_symbol_with_words_of_its_own_keeps_all_of_them() -> None:
    """A count on a numbered symbol would read as the number of another landmark."""
    numbered = rows(("3", HERE), ("4", MultiPoint([HERE, THERE])))
    drawn = symbols(numbered, "layer", lambda _: "dot", note, lambda row: str(row["number"]))
    assert [symbol.badge for symbol in drawn] == ["3·4", "4"]
    assert drawn[0].accuracy_m == 400.0
    assert drawn[0].keys == ("layer:3", "layer:4")


def test_the_same_word_twice_is_said_once() -> None:
    drawn = symbols(rows(("3", HERE), ("4", HERE)), "layer", lambda _: "dot", note, lambda _: "7")
    assert [symbol.badge for symbol in drawn] == ["7"]
