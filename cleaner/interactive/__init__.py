"""What people decide with, without a screen: pages as rows, what can be decided on each line, the history, and rules made from lines.

The preview in the terminal and the review in the browser are two faces of it.
"""
