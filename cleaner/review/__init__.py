"""`cleaner review`: look at pages and make decisions in a browser, with a server that only this machine can reach.

`guard` checks the token, `server` has the routes, `state` holds pages and decisions, `pages` turns them into data for the browser,
and `actions` makes decisions. The browser runs only the scripts in `static` and in `cleaner.web`.
"""
