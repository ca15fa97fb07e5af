"""A line of the scraped text, the edits made inside it, and how lines make up paragraphs and articles.

`line` holds the line itself, `edits` merges the edits made inside it, `layout` says which lines are one paragraph, `wrapping` finds
paragraphs that were broken at a fixed width, and `spans` names the lines of an article.
"""
