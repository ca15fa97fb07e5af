"""An invented crawl: pages of a main story each, below which the same stories come again, with small changes."""

from __future__ import annotations

import random

PLACES = ["Sandeby", "Elmsund", "Port Alder", "Hollow Quay", "Marrowfield", "Upper Tarn", "Lidden", "Oxholm", "Greyford", "Vessel Bay"]
PEOPLE = ["Ilse Marrow", "Pelle Brandt", "Nadia Orrell", "Tomas Weil", "Gregor Lund", "Ruan Petrik", "Ada Finch", "Joren Hale"]
THINGS = ["lanterns", "ferries", "bakeries", "orchards", "bridges", "school bells", "tide gauges", "market stalls", "kites", "mill wheels"]
DEEDS = ["painted", "counted", "moved", "sold", "mended", "lent out", "measured", "drawn up", "washed", "handed over"]
TIMES = [
    "at dawn",
    "before the frost",
    "in the spring",
    "on market day",
    "after the storm",
    "by candle light",
    "within a week",
    "at low tide",
]


def story(number: int) -> tuple[str, list[str]]:
    """The headline and the paragraphs of a story; each number has its own."""
    draw = random.Random(number)
    thing, place = draw.choice(THINGS), draw.choice(PLACES)
    headline = f"The {thing} of {place} will be {draw.choice(DEEDS)} {draw.choice(TIMES)}, case {number}"
    return headline, [_paragraph(draw) for _ in range(4)]


def _paragraph(draw: random.Random) -> str:
    facts = [
        f"the {draw.choice(THINGS)} of {draw.choice(PLACES)} were {draw.choice(DEEDS)} {draw.choice(TIMES)} for {draw.randint(2, 900)} crowns"
        for _ in range(2)
    ]
    return f"{draw.choice(PEOPLE)} told the council that {facts[0]}, and that {facts[1]}, as nobody in {draw.choice(PLACES)} had hoped."


def card(headline: str, paragraphs: list[str]) -> str:
    """A story as it hangs below another one."""
    return "\n\n".join([headline, "Updated 04 March 2025\nFollow", headline, *paragraphs])


def changed(paragraphs: list[str], draw: random.Random) -> list[str]:
    """The same story as another page prints it: with another word, and perhaps another end."""
    words = paragraphs[1].split(" ")
    words[draw.randrange(3, len(words) - 3)] = draw.choice(["meanwhile", "reportedly", "yesterday"])
    return [paragraphs[0], " ".join(words), *paragraphs[2:-1], paragraphs[-1] + draw.choice(["", " More follows."])]


def page(number: int, appended: int = 12) -> str:
    """Page `number` of the crawl: its own story, and two of the `appended` ones that all pages draw from."""
    draw = random.Random(f"page {number}")
    headline, paragraphs = story(1000 + number)
    below = [story(n) for n in draw.sample(range(appended), 2)]
    return "\n\n".join([headline, *paragraphs, "", *(card(title, changed(text, draw)) + "\n" for title, text in below)])
