"""The guard in front of the server: it checks host, token and origin of each request, and adds a strict policy to each response.

The server listens on loopback only. A page of another site could still send requests to it from the same browser. Therefore the address
contains a random token, the Host header must be the server's own (which defeats other names that resolve to 127.0.0.1), and a request
that changes something must come from the review's page, as shown by its origin and by a second token that only that page has.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 64 * 1024  # bytes of a request
HEADER = "x-cleaner-review"
_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ORIGINAL = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_HEADERS = {
    "content-security-policy": _OWN,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "x-dns-prefetch-control": "off",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one server: the token in the address, and the token of requests that change something."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    request: str = field(default_factory=lambda: secrets.token_urlsafe(24))


class Guard:
    """An ASGI application that passes only valid requests to another one, with the token removed from their paths."""

    def __init__(self, app: App, keys: Keys, hosts: Iterable[str]) -> None:
        self._app, self._keys = app, keys
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        send = _with_headers(send)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        status, why, path = self._refusal(scope, headers)
        if status:
            await _refuse(send, status, why)
            return
        await self._app({**scope, "path": path, "raw_path": path.encode(), "root_path": ""}, receive, send)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> tuple[int, str, str]:
        """(status, reason, path after the token): the status with which the request is refused, or 0."""
        host = headers.get("host", "")
        if host not in self._hosts:
            return 421, "This server has another name.", ""
        _, _, rest = str(scope["path"]).partition("/")
        token, slash, path = rest.partition("/")
        if not secrets.compare_digest(token.encode(), self._keys.token.encode()) or not slash:
            return 404, "There is nothing here. Use the whole address that `cleaner review` printed.", ""
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "This method is not allowed.", ""
        if scope["method"] == "POST" and (why := self._forgery(host, headers)):
            return 403, why, ""
        return 0, "", f"/{path}"

    def _forgery(self, host: str, headers: Mapping[str, str]) -> str:
        """Why a request that changes something is not from the review's own page; empty if it is."""
        if headers.get("origin") != f"http://{host}" or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return "The request comes from another page."
        if headers.get("content-type", "").partition(";")[0] != "application/json":
            return "The request is not JSON."
        if not secrets.compare_digest(headers.get(HEADER, "").encode("latin-1"), self._keys.request.encode()):
            return "The page was opened by an earlier run. Load it again."
        return ""


def _with_headers(send: Send) -> Send:
    """`send` with the default headers added to every response; headers that the response already has are kept."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", []))
            present = {name.lower() for name, _ in own}
            more = [(name.encode(), value.encode()) for name, value in _HEADERS.items() if name.encode() not in present]
            message = {**message, "headers": [*own, *more]}
        await send(message)

    return sent


async def _refuse(send: Send, status: int, why: str) -> None:
    body = f"{why}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
