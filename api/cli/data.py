"""Commands that bring data in and take data out."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.console import NOTES, DatabaseUrl, DataDir, progress, settings_of, write_out
from api.wiring import ready_store
from gis.catalogue import layer_spec
from gis.datums import Datum
from gis.policy.built import EVIDENCE_COLUMNS
from layers.exporters import ExportFormat, export, export_to
from layers.importers.evidence import EvidenceFile, read_evidence
from layers.importers.geozones import read_geozones
from layers.importers.provenance import Imported
from layers.importers.towns import TownFile, read_towns
from layers.seed.pack import read_pack
from layers.store import LayerStore, Query

importing = typer.Typer(
    help="Bring in a file of your own; all of it or nothing.", no_args_is_help=True
)
AskedDatum = Annotated[
    Datum | None,
    typer.Option(help="Datum of the file's longitudes and latitudes; cgcs2000 is WGS84 too."),
]
Accuracy = Annotated[float, typer.Option(help="Within how many metres the positions are true.")]
GpkgLayer = Annotated[str | None, typer.Option("--layer", help="Which layer of a GeoPackage.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    importing.command("towns")(import_towns)
    importing.command("geozones")(import_geozones)
    importing.command("evidence")(import_evidence)
    app.add_typer(importing, name="import")
    app.command("export")(export_layer)


def import_towns(
    file: Path,
    accuracy_m: Accuracy,
    datum: AskedDatum = None,
    layer: GpkgLayer = None,
    repair: Annotated[bool, typer.Option(help="Repair invalid polygons.")] = False,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Replace the schematic town boundaries by those of FILE."""
    store = ready_store(settings_of(database_url, data_dir))
    today = dt.datetime.now(dt.UTC).date()
    with progress(f"Reading {file.name}"):
        asked = TownFile(file, datum, accuracy_m, today, layer=layer, repair=repair)
        known = store.read(Query("towns"))
        imported = read_towns(asked, known, shipped=read_pack()["towns"])
    _write(store, imported)


def import_geozones(
    file: Path,
    accuracy_m: Accuracy,
    datum: AskedDatum = None,
    layer: GpkgLayer = None,
    in_force: Annotated[
        bool, typer.Option("--in-force", help="You answer for it: an authority put them in force.")
    ] = False,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Add the airspace zones of FILE."""
    store = ready_store(settings_of(database_url, data_dir))
    today = dt.datetime.now(dt.UTC).date()
    with progress(f"Reading {file.name}"):
        imported = read_geozones(
            file, datum, accuracy_m=accuracy_m, on=today, layer=layer, in_force=in_force
        )
    _write(store, imported)


def import_evidence(
    file: Path,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check FILE; write nothing.")] = False,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Add your own survey: FILE has layer, feature, status, date and, if wanted, note and name."""
    store = ready_store(settings_of(database_url, data_dir))
    today = dt.datetime.now().astimezone().date()
    with progress(f"Reading {file.name}"):
        known = {layer: store.read(Query(layer)) for layer in EVIDENCE_COLUMNS}
        imported = read_evidence(EvidenceFile(file, today), known)
    if dry_run:
        NOTES.print(f"evidence: {len(imported.frames['evidence'])} rows, none written")
        return
    _write(store, imported)


def _write(store: LayerStore, imported: Imported) -> None:
    for notice in imported.notices:
        NOTES.print(
            f"[yellow]{notice.kind}:[/] {escape(notice.message)}", highlight=False, soft_wrap=True
        )
    for layer, count in store.write(imported.frames).items():
        NOTES.print(
            f"{layer}: {count.added} added, {count.changed} changed, {count.unchanged} unchanged",
            highlight=False,
        )


def export_layer(
    layer: str,
    kind: Annotated[
        ExportFormat, typer.Option("--format", help="Format of the file.")
    ] = ExportFormat.GEOJSON,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")
    ] = None,
    database_url: DatabaseUrl = "",
    data_dir: DataDir = None,
) -> None:
    """Write a whole LAYER as GeoJSON, GeoPackage, CSV or XLSX."""
    spec = layer_spec(layer)
    frame = ready_store(settings_of(database_url, data_dir)).read(Query(layer))
    if output is None:
        write_out(export(frame, spec, kind))
        return
    with progress(f"Writing {output.name}"):
        size = export_to(output, frame, spec, kind)
    NOTES.print(f"{output}: {len(frame)} features, {size:,} bytes", highlight=False)
