"""Both catalogues have every text that a page asks for, and no other."""

import json
import re
import string
from pathlib import Path

import pytest

from gis.datums import Datum
from gis.nearness import NEAR_SORTS
from gis.newly_near import COUNTED
from gis.results import GapReason, RadiusBasis
from gis.results_airspace import AirspaceBasis, Unstated, ZoneEffect
from gis.results_change import Certainty
from gis.results_places import PositionClass
from gis.schema import GeometryKind, Kind
from gis.siting.answers import AnswerStatus
from gis.siting.questions import Problem
from web.operator.change_map import KINDS as CHANGES
from web.operator.siting_form import FIELDS
from web.planner.clauses import WAYS
from web.shell.texts import LOCALE, Texts, catalogue
from web.views import CANDIDATES, DEMANDS, Language

WEB = Path(__file__).parents[2] / "web"
JOB_STATUSES = ("accepted", "running", "successful", "failed", "dismissed")
TABS = ("towns", "drift", "built", "targets", "record", "conflicts", "specialisation")
MATCHED = (
    *("name", "place", "town", "facility", "activity", "vehicle", "road", "lead"),
    *("station", "takeoff", "near_road"),
)
NEAR_KINDS = ("stations", "roads", "takeoff", "hospitals")
SOURCES = [
    path.read_text(encoding="utf-8")
    for path in (*WEB.rglob("*.py"), *WEB.glob("templates/*.html"), *WEB.glob("static/*.js"))
]
ERRORS = ("error.kind.", "error.do.", "error.text.", "error.field.")
ASKED_BY_NAME = {
    *(f"near.{kind}" for kind in NEAR_KINDS),
    *(f"near.{kind}.plain" for kind in NEAR_KINDS),
    *(f"near.{sort}.{sure}" for sort in NEAR_SORTS for sure in Certainty),
    *(f"chip.{sort}" for sort in NEAR_SORTS),
    *(f"chips.{group}" for group in ("activity", "town", "status")),
    *(f"matched.{part}" for part in MATCHED),
    *(f"proposed.{sort}" for sort in COUNTED),
    *(f"error.status.{one}" for one in (400, 404, 405, 406, 409, 410, 413, 422, 500, 503)),
    # Which of these there are is for the page to find: it says what it has words for.
    *(key for key in catalogue(Language.ZH) if key.startswith(ERRORS)),
    *(f"suggest.field.{one.name}" for one in FIELDS),
    *(f"suggest.candidates.{one}" for one in CANDIDATES),
    *(f"suggest.demand.{one}" for one in DEMANDS),
    *(f"gap.{one}" for one in GapReason),
    *(f"change.{one}" for one in CHANGES),
    *(f"suggest.{kind}.{one}" for kind in ("about", "problem") for one in Problem),
    *(f"suggest.status.{one}" for one in AnswerStatus),
    *(f"more.{one}{end}" for one in ("survey", "hospitals", "losses") for end in ("", ".end")),
    *(f"route.{one}" for one in ("start", "end")),
    *(f"datum.{one}" for one in Datum),
    *(f"legend.k_{one}" for one in ("surely", "possibly")),
    *(f"radius.{one}" for one in RadiusBasis),
    *(f"airspace.basis.{one}" for one in AirspaceBasis),
    *(f"effect.{one}" for one in ZoneEffect),
    *(f"unstated.{one}" for one in Unstated),
    *(f"position.{one}" for one in PositionClass if one is not PositionClass.UNKNOWN),
    *(f"kind.{one}" for one in Kind),
    *(f"geometry.{one}" for one in GeometryKind),
    *(f"planner.mark.{one}" for one in WAYS),
    *(f"planner.mark.{one}.short" for one in WAYS),
    *(f"tabs.{one}" for one in TABS),
    *(f"job.{about}.{one}" for about in ("status", "about") for one in JOB_STATUSES),
    *(f"job.{moment}" for moment in ("created", "started", "finished")),
    "geometry.Polygon",
    "geometry.MultiLineString",
    *(f"accuracy.{one}" for one in ("plain", "town", "schematic", "derived")),
    *(f"role.{one}" for one in ("planner", "operator", "resident", "data")),
    *(f"landing.{one}.question" for one in ("planner", "operator", "resident")),
    *(f"landing.{one}.answer" for one in ("planner", "operator", "resident")),
    *(f"landing.promise.{one}" for one in ("interval", "source", "gap", "offline")),
    *(f"landing.promise.{one}.text" for one in ("interval", "source", "gap", "offline")),
    *(
        f"count.{one}"
        for one in ("landmarks", "hubs", "carriers", "takeoff_points", "road_segments")
    ),
}


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_same_keys_and_same_blanks() -> None:
    zh, en = catalogue(Language.ZH), catalogue(Language.EN)
    assert zh.keys() == en.keys()
    assert {key for key in zh if _fields(zh[key]) != _fields(en[key])} == set()
    assert [key for key in zh if not zh[key].strip() or not en[key].strip()] == []


def test_a_text_stands_in_one_catalogue_and_catalogues_pair() -> None:
    areas = {lang: {p.name: json.loads(p.read_text("utf-8")) for p in (LOCALE / lang).iterdir()}
             for lang in Language}  # fmt: skip
    zh, en = areas[Language.ZH], areas[Language.EN]
    assert {name: list(texts) for name, texts in zh.items()} == {
        name: list(texts) for name, texts in en.items()
    }
    keys = [key for texts in zh.values() for key in texts]
    assert len(keys) == len(set(keys))
    assert all(list(texts) == sorted(texts) for texts in zh.values())


def test_every_text_asked_for_exists() -> None:
    asked = {
        key
        for source in SOURCES
        for key in re.findall(r"""\bt\(\s*["']([\w.]+)["']\s*[,)]""", source)
    }
    assert len(asked) > 100
    assert (asked | ASKED_BY_NAME) - catalogue(Language.ZH).keys() == set()


def test_no_text_is_left_over() -> None:
    written = {
        key
        for key in catalogue(Language.ZH)
        if any(f'"{key}"' in source or f"'{key}'" in source for source in SOURCES)
    }
    assert catalogue(Language.ZH).keys() - written - ASKED_BY_NAME == set()


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        Texts(Language.EN)("no.such.text")
