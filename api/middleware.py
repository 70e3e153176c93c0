"""What every answer carries: a request id, a nonce, and the headers that protect it."""

import secrets
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.views import LARGE, LETTERS

LARGE_LETTERS = f"{LETTERS}={LARGE}".encode()
MAX_BODY_BYTES = 1_000_000
DRAINED_BYTES = 20_000_000
"""How much of a body that is too large is read and thrown away, so that its sender sees why."""


def protect(headers: MutableHeaders, nonce: str, request_id: str) -> None:
    """Set what every answer carries.

    Parameters
    ----------
    headers
        The answer's headers; changed in place.
    nonce
        The one that this answer's scripts and styles carry.
    request_id
        Quoted by who asks for help.
    """
    headers["Content-Security-Policy"] = (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; "
        f"style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Request-Id"] = request_id
    headers.add_vary_header("Accept")


class ProtectiveHeaders:
    """Adds the security headers and the request id to every answer.

    Parameters
    ----------
    app
        The application within.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce, request_id = secrets.token_urlsafe(16), secrets.token_hex(8)
        scope.setdefault("state", {}).update(nonce=nonce, request_id=request_id)

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                protect(MutableHeaders(scope=message), nonce, request_id)
            await send(message)

        await self._app(scope, receive, send_protected)


class OneAddress:
    """Answers HEAD as GET without the body, and an address with a slash too many as without it.

    Parameters
    ----------
    app
        The application within.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        method = "GET" if head else scope["method"]
        # Not by a redirect: it would name a host, and not the path below which a proxy serves us.
        path = scope["path"].rstrip("/") or "/"

        async def send_head(message: Message) -> None:
            # The headers are the whole answer: a body that never ends would keep it open.
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b""})

        within = {**scope, "method": method, "path": path}
        await self._app(within, receive, send_head if head else send)


class LargeLetters:
    """Takes ``letters=large`` out of the address: how a page looks is no part of any question.

    Parameters
    ----------
    app
        The application within.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            parts = scope["query_string"].split(b"&")
            kept = [part for part in parts if part != LARGE_LETTERS]
            scope.setdefault("state", {})["large_letters"] = len(kept) < len(parts)
            scope["query_string"] = b"&".join(kept)
        await self._app(scope, receive, send)


class BodyCap:
    """Refuses a request body that is too large, while it comes in.

    Parameters
    ----------
    app
        The application within.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] not in ("POST", "PUT", "PATCH"):
            await self._app(scope, receive, send)
            return
        body = bytearray()
        received = 0
        more = True
        while more and received <= DRAINED_BYTES:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            part = message.get("body", b"")
            received += len(part)
            if received <= MAX_BODY_BYTES:
                body += part
            more = message.get("more_body", False)
        if received > MAX_BODY_BYTES:
            await _too_large(scope)(scope, receive, send)
            return
        sent = False

        async def receive_kept() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self._app(scope, receive_kept, send)


def _too_large(scope: Scope) -> JSONResponse:
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    problem = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": f"the body is larger than {MAX_BODY_BYTES:,} bytes",
        "remedy": "Send less at once.",
        "request_id": scope["state"]["request_id"],
    }
    return JSONResponse(problem, status_code=status, media_type="application/problem+json")
