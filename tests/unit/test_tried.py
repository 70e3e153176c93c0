"""A what-if as the text of an address: read, written and changed without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import InvalidInputError
from gis.scenario.model import AddedSite, Place
from web.operator.tried import MAX_NAME, Tried, tried_of

IDS = st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,12}", fullmatch=True)
METRES = st.one_of(st.just(0.0), st.integers(1, 20_000).map(float))
PLACES = st.builds(
    Place,
    st.integers(112_500_000, 115_000_000).map(lambda one: one / 1e6),
    st.integers(22_000_000, 24_000_000).map(lambda one: one / 1e6),
    METRES,
)
NAMES = st.text(
    st.characters(exclude_characters=";", exclude_categories=["C", "Z"]), max_size=MAX_NAME
)
RADII = st.one_of(st.none(), st.integers(1, 20_000).map(float))
CHANGES = st.builds(
    lambda add, move, drop: Tried(tuple(add), move, tuple(dict.fromkeys(drop - move.keys()))),
    st.lists(st.builds(AddedSite, PLACES, NAMES, RADII), max_size=4),
    st.dictionaries(IDS, PLACES, max_size=3),
    st.sets(IDS, max_size=3),
)
HERE = AddedSite(Place(113.75, 23.02))


@given(CHANGES)
def test_what_is_written_is_read_again(tried: Tried) -> None:
    assert tried_of(**tried.query()) == tried
    assert bool(tried) == bool(tried.query())


@given(CHANGES, IDS)
def test_a_stored_site_is_moved_or_dropped_and_never_both(tried: Tried, site: str) -> None:
    moved = tried.placed(site, HERE)
    assert moved.move[site] == HERE.place
    assert site not in moved.drop
    dropped = moved.without(site)
    assert site in dropped.drop
    assert site not in dropped.move
    back = dropped.restored(site)
    assert site not in {*back.drop, *back.move}


def test_an_address_is_short() -> None:
    tried = Tried((HERE, AddedSite(Place(113.8, 22.95, 50), "North, yard", 3000)))
    assert tried.query() == {"add": "113.75,23.02;113.8,22.95,50,3000,North, yard"}


def test_added_sites_are_put_elsewhere_by_their_number() -> None:
    tried = Tried((HERE, HERE)).placed("what-if-2", AddedSite(Place(113.9, 23.0)))
    assert [site.place.lon for site in tried.add] == [113.75, 113.9]
    assert tried.added_at(113.9000001, 23.0) == "what-if-2"
    assert tried.added_at(113.91, 23.0) == ""
    assert tried.without("what-if-1").add == (AddedSite(Place(113.9, 23.0)),)


def test_a_semicolon_in_a_name_parts_nothing() -> None:
    tried = Tried((AddedSite(HERE.place, "a;b"),))
    assert [site.name for site in tried_of(**tried.query()).add] == ["a；b"]


@pytest.mark.parametrize("site", ["what-if-0", "what-if-3", "what-if-", "what-if-x"])
def test_an_added_site_that_is_not_there_is_refused(site: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        Tried((HERE, HERE)).without(site)
    assert refused.value.field == "site"


@pytest.mark.parametrize(
    ("parameter", "text", "why"),
    [
        ("add", "113.75", "too few"),
        ("add", "113.75,23.02;here,23", "entry 2"),
        ("add", "113.75,nan", "cannot be read"),
        ("add", "213.75,23.02", "longitude comes first"),
        ("add", "113.75,23.02,-1", "accuracy"),
        ("add", "113.75,23.02,0,0", "radius"),
        ("add", "113.75,23.02,0,inf", "cannot be read"),
        ("add", f"113.75,23.02,0,,{'x' * 81}", "name"),
        ("move", "takeoff-a,113.75,23.02,0,500", "too many"),
        ("move", "A B,113.75,23.02", "id"),
        ("move", "a,113.75,23.02;a,113.8,23", "twice"),
        ("drop", "a b", "id"),
    ],
)
def test_what_cannot_be_read_names_entry_and_remedy(parameter: str, text: str, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why) as refused:
        tried_of(**{parameter: text})
    assert refused.value.field == parameter
    assert "Write" in refused.value.remedy


def test_a_site_cannot_be_moved_and_dropped() -> None:
    with pytest.raises(InvalidInputError, match="moved too"):
        tried_of(move="a,113.75,23.02", drop="a")
