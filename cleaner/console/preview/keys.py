"""What can be done in the preview, and with which key: for the footer, the help screen and the documentation."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """Keys for one action; `short` stands in the footer, where there is one."""

    keys: str
    action: str
    about: str
    short: str = ""


KEYS = (
    Key("question_mark,f1", "help", "show this help", "help"),
    Key("q", "quit", "leave; what was decided is in the file already", "quit"),
    Key("y,a", "accept", "accept the finding under the cursor, or take back what was decided against it, and go on", "accept"),
    Key("n,r", "reject", "reject it: the line stays, the piece stays, or no story begins there; and go on", "reject"),
    Key("right,right_square_bracket", "step(True)", "go to the next finding; behind the last one, to the next page", "next"),
    Key("left,left_square_bracket,p", "step(False)", "go to the finding before"),
    Key("full_stop", "open_by(1)", "open the next page", "page"),
    Key("comma", "open_by(-1)", "open the page before", "back"),
    Key("u", "undo", "take the last step back", "undo"),
    Key("U,ctrl+r", "redo", "take it again"),
    Key("Y,A", "accept_run", "accept the whole run of lines that go together"),
    Key("N", "reject_run", "reject the whole run"),
    Key("d", "drop", "drop the line under the cursor, which is debris on this page", "drop"),
    Key("x", "switch_off", "reject the rule that decided: for this file, for this site, or everywhere", "rule off"),
    Key("b", "part", "begin a story on this line, or join the story that begins here to the one above", "story"),
    Key("v", "move_boundary", "move the nearest boundary to this line"),
    Key("t", "title", "write the title of the story under the cursor; an empty one brings back the page's own", "title"),
    Key("m,space", "mark", "mark the line as debris, to make a rule of it", "mark"),
    Key("R,ctrl+g", "propose", "make a rule of the marked lines, and see at once what else it would take", "to rule"),
    Key("slash", "search", "search the page for words", "search"),
    Key("s", "search_on", "search on for the same words"),
    Key("f", "filter", "look at the findings of one rule or group only; nothing for all", "filter"),
    Key("g", "flagged", "open the next page that calls for a look", "flagged"),
    Key("O", "order", "list the pages least sure first, or as they were given"),
    Key("o", "article", "show or hide the cleaned articles", "article"),
    Key("z", "zoom", "give the page all the room, or take it back"),
    Key("l", "light", "change between light and dark; ctrl+p has more themes, and all commands"),
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
    """The keys as they are printed on a keyboard."""
    return " ".join(_NAMES.get(key, key) for key in keys.split(","))
