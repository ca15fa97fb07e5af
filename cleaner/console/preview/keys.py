"""The keys of the preview: for the footer, the help screen and the command palette."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """Keys for one action; `short` is its label in the footer, empty if it is not shown there."""

    keys: str
    action: str
    about: str
    short: str = ""


KEYS = (
    Key("question_mark,f1", "help", "show this help", "help"),
    Key("q", "quit", "quit; your decisions are already saved", "quit"),
    Key("y,a", "accept", "accept the finding under the cursor, or undo a decision against it, and go to the next", "accept"),
    Key("n,r", "reject", "reject it: the text is kept, or no story begins there; and go to the next", "reject"),
    Key("c", "accept_page", "the page is right as it is: accept the rest, and open the next page that is not decided", "done"),
    Key("right,right_square_bracket", "step(True)", "go to the next finding; after the last one, to the next page", "next"),
    Key("left,left_square_bracket,p", "step(False)", "go to the previous finding"),
    Key("full_stop", "open_by(1)", "open the next page", "page"),
    Key("comma", "open_by(-1)", "open the previous page", "back"),
    Key("u", "undo", "undo the last step", "undo"),
    Key("U,ctrl+r", "redo", "redo it"),
    Key("Y,A", "accept_run", "accept the whole run of lines around the cursor"),
    Key("N", "reject_run", "reject the whole run"),
    Key("d", "drop", "drop the line under the cursor on this page", "drop"),
    Key("x", "switch_off", "switch off the rule that decided: for this file, for this site, or everywhere", "rule off"),
    Key("b", "part", "begin a story on this line, or join the story that begins here to the one above", "story"),
    Key("v", "move_boundary", "move the nearest boundary to this line"),
    Key("t", "title", "write the title of the story under the cursor; an empty one restores the page's own", "title"),
    Key("T", "title_here", "make this line the title of its story"),
    Key("m,space", "mark", "mark the line as boilerplate, to make a rule from it", "mark"),
    Key("R,ctrl+g", "propose", "make a rule from the marked lines, and see what else it would remove", "to rule"),
    Key("slash", "search", "search the page for words", "search"),
    Key("s", "search_on", "search for the same words again"),
    Key("f", "filter", "look only at the findings of one rule or group; empty for all", "filter"),
    Key("g", "flagged", "open the next page that needs a look", "flagged"),
    Key("O", "order", "list the pages in their original order, or least certain first again"),
    Key("o", "article", "show or hide the cleaned articles", "article"),
    Key("z", "zoom", "maximise the page, or restore the layout"),
    Key("l", "light", "switch between light and dark; ctrl+p has more themes, and all commands"),
    Key("w", "write", "clean all files into a folder, as `cleaner clean` does", "write"),
)
_NAMES = {
    "slash": "/",
    "full_stop": ".",
    "comma": ",",
    "question_mark": "?",
    "right": "→",
    "left": "←",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
}


def named(keys: str) -> str:
    """The keys as printed on a keyboard."""
    return " ".join(_NAMES.get(key, key) for key in keys.split(","))
