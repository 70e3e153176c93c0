import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import InvalidInputError, InvalidRowsError
from gis.schema import Column, Kind
from layers.seed.cells import Cell, CellProblem, parse_cell, read_table


def column(kind: Kind) -> Column:
    return Column("field", kind, "列", "Field")


COLUMNS = {
    name: Column(name, kind, name, name)
    for name, kind in {"id": Kind.TEXT, "year": Kind.INTEGER, "towns": Kind.LIST}.items()
}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.TEXT, " 松山湖，滨海湾 ", "松山湖，滨海湾"),
        (Kind.INTEGER, "2024", 2024),
        (Kind.NUMBER, "-1.5e3", -1500.0),
        (Kind.BOOLEAN, "true", True),
        (Kind.BOOLEAN, "false", False),
        (Kind.DATE, "2026-03-22", dt.date(2026, 3, 22)),
        (Kind.TIMESTAMP, "2026-03-22T08:00:00+00:00", dt.datetime(2026, 3, 22, 8, tzinfo=dt.UTC)),
        (Kind.LIST, "humen | changan", ["humen", "changan"]),
        (Kind.MAPPING, "employees=5000|companies=37.5", {"employees": 5000.0, "companies": 37.5}),
    ],
)
def test_a_cell_is_read_as_its_column_says(kind: Kind, text: str, value: Cell) -> None:
    assert parse_cell(column(kind), text) == value


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_an_empty_cell_is_a_missing_value(kind: Kind, text: str) -> None:
    assert parse_cell(column(kind), text) is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.INTEGER, "2024.5"),
        (Kind.INTEGER, "2_024"),
        (Kind.INTEGER, "\uff12\uff10\uff12\uff14"),
        (Kind.NUMBER, "1,5"),
        (Kind.NUMBER, "nan"),
        (Kind.NUMBER, "inf"),
        (Kind.BOOLEAN, "True"),
        (Kind.BOOLEAN, "1"),
        (Kind.DATE, "22/03/2026"),
        (Kind.DATE, "20260322"),
        (Kind.DATE, "2026-02-30"),
        (Kind.TIMESTAMP, "yesterday"),
        (Kind.LIST, "humen||changan"),
        (Kind.MAPPING, "employees"),
        (Kind.MAPPING, "employees=many"),
        (Kind.MAPPING, "employees=1|employees=2"),
        (Kind.MAPPING, "=1"),
    ],
)
def test_a_bad_cell_is_refused_with_a_remedy(kind: Kind, text: str) -> None:
    problem = parse_cell(column(kind), text)
    assert isinstance(problem, CellProblem)
    assert kind.value in problem.reason
    assert problem.remedy


ITEM = st.text(st.characters(exclude_characters="|=", exclude_categories=["C", "Z"]), min_size=1)


@given(st.lists(ITEM, min_size=1))
def test_a_list_written_is_the_list_read(items: list[str]) -> None:
    assert parse_cell(column(Kind.LIST), "|".join(items)) == items


@given(st.dictionaries(ITEM, st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_a_mapping_written_is_the_mapping_read(pairs: dict[str, float]) -> None:
    text = "|".join(f"{key}={number!r}" for key, number in pairs.items())
    assert parse_cell(column(Kind.MAPPING), text) == pairs


def read(text: str) -> list[dict[str, Cell]]:
    return read_table(text, COLUMNS, layer="hubs", file="hubs.csv", extra=("spare",))


def test_a_table_is_read_by_its_header_and_spare_columns_are_left_out() -> None:
    assert read('\ufeffyear,id,spare,towns\n2024,"a,b",x,humen|changan\n') == [
        {"year": 2024, "id": "a,b", "towns": ["humen", "changan"]}
    ]


def test_every_bad_cell_of_a_table_is_told_with_file_row_and_field() -> None:
    with pytest.raises(InvalidRowsError) as told:
        read("id,year\na,2024\nb,soon\nc,2024,more\n")
    assert [(problem.row, problem.field) for problem in told.value.problems] == [
        (2, "year"),
        (3, "year"),
    ]
    assert all("hubs.csv" in problem.reason for problem in told.value.problems)
    assert all(problem.remedy for problem in told.value.problems)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "hubs.csv"),
        ("id,hue\na,red\n", "hue"),
        ("id,id\na,b\n", "id"),
        ('id,year\n"a"b,2024\n', "hubs.csv"),
    ],
)
def test_a_table_without_a_usable_header_or_quotes_is_refused(text: str, field: str) -> None:
    with pytest.raises(InvalidInputError, match=r"hubs\.csv") as told:
        read(text)
    assert told.value.field == field
    assert told.value.remedy
