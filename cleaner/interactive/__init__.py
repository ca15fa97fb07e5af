"""The model behind interactive review, without a user interface: pages as rows, decisions on lines, their history, and rules from lines.

The preview in the terminal and the review in the browser are two user interfaces to it.
"""
