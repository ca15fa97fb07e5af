"""Repair text that was decoded with the wrong encoding, with ftfy."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def mend(text: str) -> str:
    """`text` with mojibake repaired and everything else (quotes, width, entities) unchanged."""
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    return ftfy.fix_encoding(text, config)
