"""The layers as vector tiles, shaped as OGC API - Tiles."""

from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from api import tilesets
from api.deps import ShownDataDep, document
from api.features import base_of
from api.layer_query import DATETIME_PATTERN, tiles_query
from api.params import SHOWN_SCENARIO, ScenarioId
from api.tile_cache import KeptTile, TileCache
from api.tilesets import MVT, layer_tiles
from gis.catalogue import layer_spec
from gis.errors import NotFoundError
from gis.schema import LayerSpec
from gis.tiles import matrix
from gis.tiles.matrix import TileAddress
from layers.store import Query as StoreQuery

router = APIRouter(prefix="/collections/{layer}/tiles", tags=["tiles"])
Layer = Annotated[str, Path(examples=["takeoff_points"], max_length=80)]
MatrixSet = Annotated[str, Path(examples=[matrix.NAME], max_length=80)]
_FOR_EVER = "public, max-age=31536000, immutable"


class Narrowed(BaseModel):
    """What of a layer is wanted; parameters not named here are columns to filter by."""

    datetime: str | None = Field(
        None, pattern=DATETIME_PATTERN, description="A day, or first/last, as for the items."
    )
    scenario: ScenarioId = SHOWN_SCENARIO


class TilesParameters(Narrowed):
    """What a layer's tilesets take."""

    f: Literal["json"] | None = Field(None, description="Format: always JSON.")


class TileParameters(Narrowed):
    """What a tile takes."""

    f: Literal["mvt"] | None = Field(None, description="Format: always a Mapbox vector tile.")
    v: str | None = Field(
        None,
        max_length=40,
        description="Digest of the data, as the tileset's link has it: such a tile never changes.",
    )


@router.get("", summary="Tilesets of a layer")
def tilesets_of(
    request: Request,
    data: ShownDataDep,
    layer: Layer,
    _: Annotated[TilesParameters, Query()],
) -> Response:
    """Return the list of a layer's tilesets; there is one, in WebMercatorQuad.

    Any other parameter filters by the column of that name.
    """
    spec = layer_spec(layer)
    layer_tiles(data, spec, _query(request, spec))
    found = tilesets.tilesets(base_of(request), spec, _kept(request))
    return document(request, data.edition, found)


@router.get("/{tileMatrixSetId}", summary="One tileset")
def tileset(
    request: Request,
    data: ShownDataDep,
    layer: Layer,
    tileMatrixSetId: MatrixSet,  # noqa: N803  # the standard's name
    _: Annotated[TilesParameters, Query()],
) -> Response:
    """Return the description of a tileset, with the address of its tiles.

    Any other parameter filters by the column of that name, and stands in that address.
    """
    spec = layer_spec(layer)
    _require_known(tileMatrixSetId)
    tiles = layer_tiles(data, spec, _query(request, spec))
    found = tilesets.tileset(base_of(request), spec, tiles, _kept(request))
    return document(request, data.edition, found)


@router.get(
    "/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
    summary="One tile",
    response_class=Response,
    responses={200: {"content": {MVT: {"schema": {"type": "string", "format": "binary"}}}}},
)
def tile(
    request: Request,
    data: ShownDataDep,
    layer: Layer,
    tileMatrixSetId: MatrixSet,  # noqa: N803  # the standard's name
    tileMatrix: Annotated[int, Path(ge=0, examples=[9])],  # noqa: N803  # as above
    tileRow: Annotated[int, Path(ge=0, examples=[222])],  # noqa: N803  # as above
    tileCol: Annotated[int, Path(ge=0, examples=[417])],  # noqa: N803  # as above
    asked: Annotated[TileParameters, Query()],
) -> Response:
    """Return a tile; one that holds nothing is of no bytes.

    Any parameter not named here filters by the column of that name, as for the layer's items.

    No tile holds more than about 5,000 features. Where more points lie in it, those of a square
    of it are one feature with their ``count``; of more lines or areas it has the largest. Its
    layer ``shown`` says how many lie in it (``matched``) and how many it draws one by one.
    """
    spec = layer_spec(layer)
    _require_known(tileMatrixSetId)
    address = TileAddress(tileMatrix, tileRow, tileCol)
    tiles = layer_tiles(data, spec, _query(request, spec))
    cache: TileCache = request.app.state.tiles
    kept = cache.tile((layer, tiles.digest, address), lambda: tiles.layer.tile(address))
    return _answer(request, kept, for_ever=asked.v == tiles.digest)


def _query(request: Request, spec: LayerSpec) -> StoreQuery:
    return tiles_query(spec, dict(request.query_params))


def _kept(request: Request) -> str:
    """Return what of a layer a request asks for, as a query."""
    asked = {name: value for name, value in request.query_params.items() if name not in ("f", "v")}
    return urlencode({name: value for name, value in asked.items() if value})


def _require_known(name: str) -> None:
    if name != matrix.NAME:
        raise NotFoundError(
            f"there is no tile matrix set {name!r}", remedy=f"There is {matrix.NAME}."
        )


def _answer(request: Request, kept: KeptTile, *, for_ever: bool) -> Response:
    headers = {
        "ETag": f"W/{kept.tag}",
        "Cache-Control": _FOR_EVER if for_ever else "no-cache",
        "Vary": "Accept-Encoding",
    }
    known = [part.strip() for part in request.headers.get("if-none-match", "").split(",")]
    if known == ["*"] or kept.tag in [part.removeprefix("W/") for part in known]:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if kept.plain and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(kept.zipped, media_type=MVT, headers=headers | {"Content-Encoding": "gzip"})
    return Response(kept.plain, media_type=MVT, headers=headers)
