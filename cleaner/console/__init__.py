"""What people see: diffs, explanations, summaries and errors. The only place that imports rich, and only when it draws.

All text of a page, and every file name, goes through `safe` on its way to a screen.
"""
