"""What only databases promise: the index is used, the functions agree, the schema is one."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
import shapely
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from gis.errors import InvalidInputError, StoreOutdatedError, StoreUnavailableError
from layers.database import connect, migrate, schema_is_current
from layers.embedded import FUNCTIONS
from layers.geometry_type import SRID, StoredGeometry
from layers.sql_store import SqlStore
from layers.store import Query
from layers.tables import METADATA, TABLES
from tests.stores.features import points, sources, towns


def _many(engine: sa.Engine, count: int) -> SqlStore:
    store = SqlStore(engine)
    positions = {f"p{i}": (113.5 + (i % 100) / 200, 22.6 + (i // 100) / 200) for i in range(count)}
    store.write({"sources": sources(), "towns": towns(), "takeoff_points": points(positions)})
    return store


def test_a_box_query_uses_the_spatial_index(engine: sa.Engine) -> None:
    store = _many(engine, 3000)
    box = (113.6, 22.65, 113.62, 22.67)
    conditions = store.conditions(Query("takeoff_points", bbox=box))
    table = TABLES["takeoff_points"]
    statement = str(
        sa.select(table.c.id)
        .where(*conditions)
        .compile(engine, compile_kwargs={"literal_binds": True})
    )
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE takeoff_points")
        plan = "\n".join(str(row) for row in connection.exec_driver_sql(explain + statement))
    if engine.dialect.name == "sqlite":
        assert "VIRTUAL TABLE INDEX" in plan
        assert "SCAN takeoff_points" not in plan
    else:
        assert "idx_takeoff_points_geometry" in plan


def test_the_index_agrees_with_a_full_scan(engine: sa.Engine) -> None:
    store = _many(engine, 2000)
    everything = store.read(Query("takeoff_points"))
    for west, south in ((113.5, 22.6), (113.731, 22.613), (113.9, 22.69)):
        box = (west, south, west + 0.0371, south + 0.0113)
        inside = everything[shapely.intersects(everything.geometry.to_numpy(), shapely.box(*box))]
        assert store.read(Query("takeoff_points", bbox=box))["id"].tolist() == list(inside["id"])


def test_the_index_survives_a_vacuum(embedded_engine: sa.Engine) -> None:
    store = _many(embedded_engine, 50)
    store.write({"takeoff_points": points({"p7": (113.9, 22.9)})}, replace=True)
    with embedded_engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("VACUUM")
    found = store.read(Query("takeoff_points", bbox=(113.89, 22.89, 113.91, 22.91)))
    assert found["id"].tolist() == ["p7"]


SHAPES = (
    shapely.Point(113.7, 22.9),
    shapely.LineString([(113.6, 22.8), (113.8, 23.0)]),
    shapely.box(113.65, 22.85, 113.75, 22.95),
    shapely.MultiPoint([(113.5, 22.5), (114.0, 23.0)]),
    shapely.box(113.75, 22.95, 113.9, 23.0),
)


def _calls() -> list[sa.ColumnElement[object]]:
    literals = [sa.bindparam(None, shape, StoredGeometry()) for shape in SHAPES]
    box = sa.func.ST_MakeEnvelope(113.7, 22.9, 113.75, 22.95, SRID)
    calls: list[sa.ColumnElement[object]] = [sa.func.ST_AsEWKB(literals[0])]
    calls += [sa.func.ST_AsEWKB(literals[3]), sa.func.ST_AsEWKB(box)]
    for one in literals:
        calls += [
            getattr(sa.func, name)(one) for name in ("ST_XMin", "ST_XMax", "ST_YMin", "ST_YMax")
        ]
        calls += [sa.func.ST_Intersects(one, other) for other in (*literals, box)]
    missing = sa.cast(None, sa.Text())
    calls.append(sa.func.ST_Intersects(sa.func.ST_GeomFromEWKT(missing), box))
    return calls


@pytest.mark.postgis
def test_every_embedded_function_answers_as_postgis_does(
    embedded_engine: sa.Engine, postgis_engine: sa.Engine
) -> None:
    answers = []
    for engine in (embedded_engine, postgis_engine):
        with engine.connect() as connection:
            values = [connection.execute(sa.select(call)).scalar() for call in _calls()]
        answers.append([_plain(value) for value in values])
    assert answers[0] == answers[1]


def _plain(value: object) -> object:
    if isinstance(value, (bytes, memoryview)):
        geometry = shapely.from_wkb(bytes(value))
        return shapely.get_srid(geometry), shapely.normalize(geometry).wkt
    return bool(value) if isinstance(value, int) else value


def test_the_compared_functions_are_all_there_are() -> None:
    bookkeeping = {"RecoverGeometryColumn", "DiscardGeometryColumn", "CheckSpatialIndex"}
    compared = {"GeomFromEWKT", "AsEWKB", "ST_Intersects", "ST_MakeEnvelope"}
    compared |= {"ST_XMin", "ST_XMax", "ST_YMin", "ST_YMax"}
    assert set(FUNCTIONS) == bookkeeping | compared


@pytest.mark.postgis
def test_migrations_end_at_the_tables_the_code_declares(postgis_engine: sa.Engine) -> None:
    def ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and name == "spatial_ref_sys")

    with postgis_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, METADATA) == []


def test_both_databases_have_the_same_columns(engine: sa.Engine) -> None:
    inspector = sa.inspect(engine)
    for table in METADATA.tables.values():
        found = {column["name"]: column["nullable"] for column in inspector.get_columns(table.name)}
        assert found == {column.name: column.nullable for column in table.columns}


def test_migrating_again_changes_nothing(engine: sa.Engine) -> None:
    store = _many(engine, 3)
    migrate(engine)
    assert schema_is_current(engine)
    assert store.count(Query("takeoff_points")) == 3


def test_a_database_of_a_newer_version_is_left_alone(embedded_engine: sa.Engine) -> None:
    with embedded_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreOutdatedError, match="newer version"):
        migrate(embedded_engine)
    assert not schema_is_current(embedded_engine)


def test_a_database_without_tables_says_what_to_do(tmp_path: Path) -> None:
    store = SqlStore(connect(f"sqlite:///{tmp_path / 'new.db'}"))
    with pytest.raises(StoreOutdatedError) as caught:
        store.read(Query("towns"))
    assert "guantu migrate" in caught.value.remedy


@pytest.mark.parametrize("url", ["", "mysql://here/db", "towns", "http://example.org/"])
def test_an_address_of_no_database_is_refused(url: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        connect(url)
    assert caught.value.field == "database_url"


def test_a_server_that_is_away_is_reported_without_its_address() -> None:
    engine = connect("postgresql://someone:secret@127.0.0.1:9/guantu")
    with pytest.raises(StoreUnavailableError) as caught:
        SqlStore(engine).ping()
    assert "secret" not in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)


def _write_for_ever(url: str, written: str) -> None:
    store = SqlStore(connect(url))
    acknowledged = Path(written)
    number = 0
    while True:
        number += 1
        positions = {f"p{i}": (113.5 + number / 1e6, 22.6) for i in range(200)}
        store.write({"takeoff_points": points(positions)})
        acknowledged.write_text(str(number))


@pytest.mark.parametrize("delay", [0.4, 0.7, 1.1])
def test_a_writer_killed_at_any_moment_leaves_no_half_write(
    embedded_engine: sa.Engine, tmp_path: Path, delay: float
) -> None:
    store = _many(embedded_engine, 1)
    acknowledged = tmp_path / "acknowledged"
    url = embedded_engine.url.render_as_string(hide_password=False)
    embedded_engine.dispose()
    writer = multiprocessing.get_context("spawn").Process(
        target=_write_for_ever, args=(url, str(acknowledged))
    )
    writer.start()
    deadline = time.monotonic() + 30
    while not acknowledged.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(delay)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    read = store.read(Query("takeoff_points"))
    last = round((read.geometry.x.iloc[0] - 113.5) * 1e6)
    assert read.geometry.x.nunique() == 1
    assert len(read) == 200
    assert last >= int(acknowledged.read_text() or 0)
    assert read["version"].tolist() == [last + 1] + [last] * 199  # the first was there before
    found = store.read(Query("takeoff_points", bbox=(113.5, 22.5, 113.6, 22.7)))
    assert len(found) == 200


def _write_some(url: str, name: str) -> None:
    store = SqlStore(connect(url))
    for number in range(10):
        store.write({"takeoff_points": points({f"{name}-{number}": (113.5, 22.6)})})


def test_two_writers_lose_nothing(engine: sa.Engine) -> None:
    store = _many(engine, 1)
    before = int(store.edition())
    url = engine.url.set(drivername=engine.url.drivername.partition("+")[0]).render_as_string(
        hide_password=False
    )
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_some, args=(url, name)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert store.count(Query("takeoff_points")) == 21
    assert int(store.edition()) == before + 20
