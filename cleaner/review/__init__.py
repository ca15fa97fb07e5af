"""`cleaner review`: pages looked at and decided in a browser, by a server that this machine alone can reach.

`guard` lets in who knows the token, `server` answers, `state` holds the pages and what was decided, `pages` makes data of them,
and `actions` decides. The scripts and the style in `static` and in `cleaner.web` are all that the browser is given to run.
"""
