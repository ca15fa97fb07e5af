"""Punctuation marks by their role, and the scripts that write no spaces: every set has one name, and one meaning.

Some sets differ only in the marks they include. The larger one is the better answer, but the columns of a fitted model, and rules measured
with it, keep the set they were fitted with: a change would make the model read other numbers than it has learned from. New code
uses `SENTENCE_ENDS` and `CLOSERS`.
"""

from __future__ import annotations

import re

# Ends of sentences
LATIN_ENDS = ".!?"
WIDE_ENDS = "。！？"  # of Chinese and Japanese; the next sentence follows without a space
COMMON_ENDS = LATIN_ENDS + WIDE_ENDS  # what the features of lines count inside a line
COMMON_ENDS_OR_ELLIPSIS = COMMON_ENDS + "…"
HINDI_AND_ARABIC_ENDS = "।؟"
ENDS_BUT_URDU = COMMON_ENDS_OR_ELLIPSIS + HINDI_AND_ARABIC_ENDS
SENTENCE_ENDS = ENDS_BUT_URDU + "۔"
ARMENIAN_END, HALF_WIDTH_END = "։", "｡"  # only where the shape of a line or a block is measured: elsewhere they are too rare
QUESTION_MARKS = "?？؟"

# Marks that may follow the end of a sentence
CLOSING_QUOTES = "'\"”’»"
QUOTES_OR_PARENTHESIS = CLOSING_QUOTES + ")"  # what the features of lines allow behind an end inside a line
QUOTES_OR_BRACKET = QUOTES_OR_PARENTHESIS + "]"
CLOSERS_BUT_WIDE = QUOTES_OR_BRACKET + "›"
WIDE_CLOSERS = "】」』"
CLOSERS = CLOSERS_BUT_WIDE + WIDE_CLOSERS

# Marks that open a quotation
OPENING_QUOTES = "“„«‘"
WIDE_OPENING_QUOTES = "「『"

# Marks before an entry of a list
NESTED_BULLETS = "•◦▪"  # what the program writes, by level
BULLETS = NESTED_BULLETS + "■●○‣·*►▶➤→"
FURTHER_BULLETS = "⁃∙✓✔"  # only where the shape of a line is measured: in front of a byline or a key point they are too rare
CIRCLED_NUMBERS = "①-⑳❶-❿"  # ranges of a set of characters

# Scripts that write no spaces between words, as ranges of a set of characters
HAN_AND_KANA = "\u3040-\u30ff\u3400-\u9fff"
COMPATIBILITY_HAN = "\uf900-\ufaff"
HANGUL = "\uac00-\ud7af"  # spaced, but two of its characters count as a word, too
CJK = HAN_AND_KANA + HANGUL
WIDE_FORMS = "\u3000-\u303f\uff00-\uffef"  # punctuation and other characters as wide as those of Chinese
THAI = "\u0e00-\u0e7f"
THAI_TO_KHMER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer: no full stops either


def one_of(*marks: str) -> str:
    """A set of characters of a regular expression with all of the marks.

    >>> one_of(LATIN_ENDS, "]")
    '[\\\\.!\\\\?\\\\]]'
    """
    return f"[{re.escape(''.join(marks))}]"
