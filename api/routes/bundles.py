"""Several small files of ours under one address: a page's style sheet, the modules of its map."""

from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from gis.errors import NotFoundError
from web.shell import assets

router = APIRouter(prefix=f"/static/{assets.BUNDLES}", include_in_schema=False)
KEPT_FOR_EVER = "public, max-age=31536000, immutable"


@router.get("/{name}")
def bundle(request: Request, name: Annotated[str, Path(max_length=200)]) -> Response:
    """Return the files that the address names, in its order, as one.

    Raises
    ------
    gis.errors.NotFoundError
        If one of them is not there.
    """
    asset = f"{assets.BUNDLES}/{name}"
    try:
        content = assets.content(asset)
    except FileNotFoundError as error:
        raise NotFoundError(f"there is no file {name!r}") from error
    versioned = request.query_params.get("v") == assets.digest(asset)[:12]
    return Response(
        content,
        headers={"Cache-Control": KEPT_FOR_EVER if versioned else "no-cache"},
        media_type=assets.MEDIA_TYPES[PurePath(name).suffix],
    )
