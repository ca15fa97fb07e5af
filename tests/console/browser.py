"""Debian's Chromium without a window, driven over two pipes in the words of its DevTools protocol; no library, no network port."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

PROGRAM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
_PATIENCE = 120.0  # seconds until something has gone wrong
_OPTIONS = (
    "--headless=new",
    "--no-sandbox",  # root in a container has no other way
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # what asks for another machine is noted, and gets nothing
)
# Chromium reads from descriptor 3 and writes to 4, which subprocess cannot promise: a step between puts the pipes there
_LAUNCH = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
_CODES = {"Enter": 13, "Tab": 9, "Escape": 27, "Home": 36, "End": 35, "ArrowUp": 38, "ArrowDown": 40, " ": 32}


_PALE = """(() => {
  const parts = (colour) => { const found = colour.match(/[\\d.]+/g).map(Number); return found.length > 3 ? found : [...found, 1]; };
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
    if (!own || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const below = ground(element), a = light(over(parts(getComputedStyle(element).color), below)), b = light(below);
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.push(`${contrast.toFixed(2)} ${element.tagName}.${element.className}: ${own.slice(0, 40)}`);
  }
  return found;
})()"""


class Browser:
    """One tab. What it says, asks for or fails at is kept: `messages` (console, errors, dialogs) and `requests` (addresses)."""

    def __init__(self, home: Path) -> None:
        assert PROGRAM is not None
        read_here, write_there = os.pipe()
        read_there, write_here = os.pipe()
        # numbers above 4, so that none is closed by what is put there
        theirs = [os.dup(read_there), os.dup(write_there)]
        while min(theirs) < 5:
            theirs = [os.dup(number) for number in theirs]
        command = [sys.executable, "-c", _LAUNCH, *map(str, theirs), PROGRAM, *_OPTIONS, f"--user-data-dir={home}", "about:blank"]
        self._process = subprocess.Popen(command, pass_fds=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for number in (*theirs, read_there, write_there):
            os.close(number)
        self._in, self._out = read_here, write_here
        self._waiting = b""
        self._number = 0
        self._session: str | None = None
        self.address = ""  # of a server that a test started
        self.messages: list[str] = []
        self.requests: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._out)  # Chromium ends when nobody talks to it any more
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._in)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command, and what it gives; what happens meanwhile is kept."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return dict(answer["result"])

    def open(self, path: Path, width: int = 1280, height: int = 800, scheme: str = "light") -> None:
        """Open a file, and wait until all of it is there."""
        self.visit(path.resolve().as_uri(), width, height, scheme)

    def visit(self, address: str, width: int = 1280, height: int = 800, scheme: str = "light") -> None:
        """Open an address, and wait until all of it is there."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=address)
        self.until(
            f"document.readyState === 'complete' && location.href !== 'about:blank' && location.protocol === {address.partition(':')[0] + ':'!r}"
        )

    def run(self, code: str) -> Any:
        """What a piece of JavaScript gives."""
        result = self.call("Runtime.evaluate", expression=code, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def until(self, code: str) -> None:
        """Wait until `code` holds."""
        end = time.monotonic() + _PATIENCE
        while not self.run(code):
            assert time.monotonic() < end, f"never came true: {code}"
            time.sleep(0.02)

    def press(self, *keys: str) -> None:
        """Press and release keys, named as `KeyboardEvent.key` names them."""
        for key in keys:
            typed = {"text": "\r" if key == "Enter" else key} if len(key) == 1 or key == "Enter" else {}
            code = {"windowsVirtualKeyCode": _CODES.get(key, ord(key.upper()) if len(key) == 1 else 0)}
            self.call("Input.dispatchKeyEvent", type="keyDown" if typed else "rawKeyDown", key=key, **code, **typed)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key, **code)

    def pale(self) -> list[str]:
        """Visible texts whose colour has less than 4.5 times the contrast to what is behind them (WCAG 2, AA), with that contrast."""
        return [str(found) for found in self.run(_PALE)]

    def picture(self, path: Path, whole: bool = False) -> None:
        """What is on the screen, or the whole document, as PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._waiting:
            ready, _, _ = select.select([self._in], [], [], _PATIENCE)
            assert ready, "Chromium does not answer"
            more = os.read(self._in, 1 << 20)
            assert more, "Chromium has ended"
            self._waiting += more
        line, _, self._waiting = self._waiting.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        self._keep(message.get("method", ""), message.get("params", {}))
        return message

    def _keep(self, event: str, params: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif event in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded", "Page.javascriptDialogOpening"):
            self.messages.append(f"{event}: {json.dumps(params)[:500]}")
