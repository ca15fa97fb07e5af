"""The routes of the review, and its server on loopback."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from html import escape
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ..errors import CleanerError, InputError
from ..interactive.session import Session
from ..parse.html.sanitize import harmless
from ..report.page_data import label
from ..web import asset, filled
from . import actions, pages, rules
from .guard import MAX_BODY, ORIGINAL, App, Guard, Keys
from .state import State

LOOPBACK = "127.0.0.1"
_STYLES, _SCRIPTS = ("style.css",), ("base.js", "rows.js")  # of cleaner.web
_OWN = (
    "review.css",
    "state.js",
    "list.js",
    "page.js",
    "lines.js",
    "cursor.js",
    "side.js",
    "effects.js",
    "dialogs.js",
    "rule.js",
    "keys.js",
    "icon.svg",
)
_PLAIN = "body { font: 15px/1.5 system-ui, sans-serif; padding: 0 .6rem; overflow-wrap: anywhere; }"  # for an original page, whose style is not loaded
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


def application(session: Session, keys: Keys, hosts: list[str]) -> tuple[App, State]:
    """The guarded application and its state. `hosts` are the allowed values of the Host header."""
    state = State(session)
    return Guard(_Review(state, keys).app, keys, hosts), state


def hosts_of(port: int) -> list[str]:
    """The Host headers that a browser on this machine sends to a server on loopback."""
    return [f"{LOOPBACK}:{port}", f"localhost:{port}"]


def serve(session: Session, listening: socket.socket, keys: Keys, opened: Callable[[str], object]) -> None:
    """Serve until the program is interrupted. `opened` is called with the address just before."""
    import uvicorn

    port = listening.getsockname()[1]
    app, state = application(session, keys, hosts_of(port))
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        limit_concurrency=100,
        timeout_graceful_shutdown=1,
    )
    opened(f"http://{LOOPBACK}:{port}/{keys.token}/")
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        state.close()


class _Review:
    """The endpoints. Slow work runs in threads, so that the list stays responsive."""

    def __init__(self, state: State, keys: Keys) -> None:
        self._state = state
        self._effect = rules.Effect(state)
        self._index = filled(
            asset("static/index.html", __package__), key=keys.request, decisions=escape(label(str(state.session.history.decisions.path)))
        )
        assets = {name: asset(name) for name in (*_STYLES, *_SCRIPTS)}
        self._assets = assets | {name: asset(f"static/{name}", __package__) for name in _OWN}
        self.app = Starlette(
            routes=[
                Route("/", self._home),
                Route("/static/{name}", self._static),
                Route("/api/pages", self._listing),
                Route("/api/pages/{n:int}", self._page),
                Route("/api/pages/{n:int}/why/{line:int}", self._why),
                Route("/original/{n:int}", self._original),
                Route("/api/pages/{n:int}/decide", self._decide, methods=["POST"]),
                Route("/api/pages/{n:int}/undo", self._undo, methods=["POST"]),
                Route("/api/pages/{n:int}/redo", self._redo, methods=["POST"]),
                Route("/api/pages/{n:int}/rule", self._rule, methods=["POST"]),
                Route("/api/pages/{n:int}/rule/effect", self._rule_effect, methods=["POST"]),
                Route("/api/pages/{n:int}/rule/add", self._rule_add, methods=["POST"]),
            ],
            exception_handlers={CleanerError: _error_response},
        )

    def _home(self, request: Request) -> Response:
        return HTMLResponse(self._index)

    def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._assets:
            return Response("There is no such file.\n", 404, media_type="text/plain")
        return Response(self._assets[name], headers={"content-type": _TYPES[name.rpartition(".")[2]]})

    def _listing(self, request: Request) -> Response:
        since = request.query_params.get("since", "-1")
        return JSONResponse(pages.listing(self._state, int(since) if since.isdecimal() and len(since) < 12 else -1))

    def _page(self, request: Request) -> Response:
        return JSONResponse(self._shown(self._index_of(request)))

    def _why(self, request: Request) -> Response:
        model = self._state.page(self._index_of(request))
        return JSONResponse(pages.why(model, min(request.path_params["line"], 1 << 31)))

    def _original(self, request: Request) -> Response:
        document = self._state.page(self._index_of(request)).page.document
        body = harmless(document.markup) if document.html else ""
        return HTMLResponse(
            f"<!DOCTYPE html>\n<style>{_PLAIN}</style>\n{body}",
            headers={"content-security-policy": ORIGINAL, "x-frame-options": "SAMEORIGIN"},
        )

    async def _decide(self, request: Request) -> Response:
        return await self._changed(request, lambda n, body: actions.decide(self._state, n, self._state.page(n), body))

    async def _undo(self, request: Request) -> Response:
        return await self._travelled(request, False)

    async def _redo(self, request: Request) -> Response:
        return await self._travelled(request, True)

    async def _travelled(self, request: Request, forward: bool) -> Response:
        """Undo or redo a step, and answer with its message, and the page and line that it was about."""

        def travelled(n: int, body: actions.Body) -> dict[str, Any]:
            message, index, line = actions.travel(self._state, n, forward)
            return {"said": label(message, 300), "page": self._shown(index), "line": line}

        return await self._answered(request, travelled)

    async def _rule(self, request: Request) -> Response:
        return await self._answered(request, lambda n, body: rules.described(self._state, self._wanted(n, body)))

    async def _rule_effect(self, request: Request) -> Response:
        return await self._answered(request, lambda n, body: self._effect.look(n, self._wanted(n, body)))

    async def _rule_add(self, request: Request) -> Response:
        return await self._changed(
            request, lambda n, body: rules.add(self._state, n, actions.numbers(body, "lines")[0], self._wanted(n, body))
        )

    def _wanted(self, n: int, body: actions.Body) -> Any:
        return rules.wanted(self._state, self._state.page(n), body)

    async def _answered(self, request: Request, work: Callable[[int, actions.Body], Any]) -> Response:
        index, body = self._index_of(request), await _body(request)
        return JSONResponse(await run_in_threadpool(work, index, body))

    async def _changed(self, request: Request, work: Callable[[int, actions.Body], str]) -> Response:
        """Make a change, and answer with its message and the changed page."""

        def changed(index: int, body: actions.Body) -> dict[str, Any]:
            message = work(index, body)
            return {"said": message, "page": self._shown(index)}

        return await self._answered(request, changed)

    def _shown(self, index: int) -> dict[str, Any]:
        try:
            return pages.page(self._state, index, self._state.page(index))
        except CleanerError as error:
            name = pages.shown_name(self._state.session.sources[index].name)
            return {"n": index, "name": name, "error": label(f"{error.problem}. {error.remedy}", 2_000)}

    def _index_of(self, request: Request) -> int:
        n = int(request.path_params["n"])
        if n >= len(self._state.session.sources):
            raise InputError("there is no such page", place=str(n), remedy="Load the list again.")
        return n


async def _body(request: Request) -> actions.Body:
    """The JSON object in a request. Raises InputError for any other body, or one that is too long."""
    raw = b""
    async for piece in request.stream():
        raw += piece
        if len(raw) > MAX_BODY:
            raise InputError(f"the request has over {MAX_BODY:,} bytes", place="request", remedy="Send less.")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError("the request is not JSON", place="request", remedy="Load the page again.") from error
    if not isinstance(body, dict):
        raise InputError("the request is not a JSON object", place="request", remedy="Load the page again.")
    return body


def _error_response(request: Request, error: Exception) -> Response:
    """The response to a request that raised a CleanerError."""
    assert isinstance(error, CleanerError)
    return JSONResponse({"error": label(f"{error.problem}. {error.remedy}", 2_000)}, 422)
