"""The footer, in which no key is cut off at the right edge."""

from __future__ import annotations

from textual.widgets import Footer


class WholeFooter(Footer):
    """Textual's footer, without the keys for which there is no room; the help has all of them."""

    async def recompose(self) -> None:
        await super().recompose()
        self.call_after_refresh(self._fit)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        for key in self.query("FooterKey"):
            key.visible = key.virtual_region.right <= self.size.width
