"""Output for people: diffs, explanations, summaries and errors. The only package that imports rich, and only when it draws.

All text of a page, and every file name, goes through `safe` before it is shown.
"""
