"""Text that went through the wrong encoding, mended by ftfy."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def mend(text: str) -> str:
    """`text` with mojibake undone and all else (quotes, width, entities) as it was; the same text when nothing is wrong."""
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
