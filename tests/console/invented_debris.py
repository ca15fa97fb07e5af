"""Invented debris: a pack that knows it, and pages that hold it."""

from __future__ import annotations

from collections.abc import Callable

from typer.testing import Result

Run = Callable[..., Result]

PACK = r"""
about = "Debris of a magazine for zebras"

[[rule]]
id      = "zebra.corner"
about   = "The label of the zebra corner"
action  = "drop"
kind    = "phrase"
phrases = ["Zebra corner"]
hits    = ["Zebra corner"]
misses  = ["The zebra corner was empty."]

[[rule]]
id      = "zebra.gallop"
about   = "A button that gallops"
action  = "drop"
kind    = "phrase"
phrases = ["Gallop"]
near    = { rules = ["zebra.corner"], within = 3 }
hits    = ["Zebra corner\nGallop"]
misses  = ["Walk\nGallop\nStand"]

[[rule]]
id       = "zebra.photo"
about    = "A zebra's caption"
action   = "lift"
kind     = "pattern"
pattern  = '''zebra photo: .+'''
keywords = ["zebra photo"]
field    = "captions"
hits     = ["Zebra photo: a field"]
misses   = ["A zebra photo hung on the wall."]

[[rule]]
id          = "zebra.bars"
about       = "Two bars where a blank belongs"
action      = "repair"
kind        = "repair"
pattern     = '''(?<=[a-z])\|\|(?=[a-z])'''
replacement = " "
triggers    = ["||"]
hits        = [{ text = "new||glass", gives = "new glass" }]
misses      = ["a || b"]

[[rule]]
id      = "zebra.herd"
about   = "A herd is near"
action  = "mark"
kind    = "phrase"
phrases = ["Hooves on the road"]
hits    = ["Hooves on the road"]
misses  = ["Hooves"]

[[rule]]
id       = "goat.sentence"
about    = "A sentence about the goat"
action   = "drop"
kind     = "pattern"
pattern  = '''the goat .+'''
keywords = ["the goat"]
hits     = ["The goat stood on the bridge."]
misses   = ["A goat stood there."]
"""

PAGE = """Lanterns return to the old harbour wall

Zebra corner
Gallop

The harbour wall in Port Alder will carry lanterns again from Friday, for the first time since the storm took the old ones away.

Zebra photo: the wall at dusk

A sail maker from the upper town has made new||glass for eleven of them, and the twelfth is still in the kiln.
"""

SECOND = """

Bakers in the lower town share one oven for a week

Updated 04 March 2025

Bakers in the lower town share one oven for a week

Four bakers in the lower town have been sharing a single oven since Monday, when the gas main below their street had to be shut.

They bake in turns of three hours, and the one who comes first has the better bread, as all of them admit.
"""

CLEAN = """Lanterns return to the old harbour wall

The harbour wall in Port Alder will carry lanterns again from Friday, for the first time since the storm took the old ones away.

A sail maker from the upper town has made new glass for eleven of them, and the twelfth is still in the kiln.
"""

GOATS = "".join(
    f"The goat on roof number {n} of the market square looked down on the buyers and did not move for hours.\n\n" for n in range(5)
)

HOSTILE = "Lamps\x1b[31m of [red]the[/] coast\u202e evil\x07 and [/] more\x9b2J\n"
