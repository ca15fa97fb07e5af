"""A line of the scraped text: its current text, the edits made in it, and how lines make up paragraphs.

`line` holds the line itself; `wrapping` finds paragraphs that were broken at a fixed width.
"""
