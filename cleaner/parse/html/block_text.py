"""Collects the text of the current block: whitespace is collapsed, words of neighbouring elements are kept apart."""

from __future__ import annotations


class Words:
    """Collects pieces of text. `length` is the length of the text so far; offsets in it are final."""

    __slots__ = ("_last", "_pieces", "borders", "length", "space")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0
        self.space = False  # white space is due before the next piece
        self.borders = False  # an inline element began or ended since the last piece
        self._last = ""  # last character

    def say(self, text: str) -> None:
        """Add text as HTML renders it: runs of whitespace become one blank."""
        words = text.split()
        if not words:
            self.space = self.space or bool(text)
            return
        core = " ".join(words)
        if self._pieces and (self.space or text[0].isspace() or (self.borders and self._glues(core))):
            self._pieces.append(" ")
            self.length += 1
        self._pieces.append(core)
        self.length += len(core)
        self._last = core[-1]
        self.space, self.borders = text[-1].isspace(), False

    def _glues(self, core: str) -> bool:
        """Whether the words of two elements would run together: a lower-case letter before a capital, or a digit before a capital."""
        last, first = self._last, core[0]
        return (last.islower() and first.isupper()) or (last.isdigit() and first.isalpha() and first.isupper())

    def verbatim(self, text: str) -> None:
        """Add preformatted text, with its whitespace and line ends."""
        text = "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")
        if text.strip():
            self._pieces.append(text)
            self.length += len(text)

    def border(self) -> None:
        """Note that an inline element begins or ends here."""
        self.borders = True

    def part(self) -> None:
        """Separate the next piece from the text so far, as an image between them does."""
        self.space = True

    def take(self) -> str:
        """Return the text so far, and start a new one."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self.length, self.space, self.borders, self._last = 0, False, False, ""
        return text
