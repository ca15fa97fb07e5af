"""Invented HTML pages."""

KITES = """<!doctype html><html><head><title>Kite makers meet in Oxholm</title><meta http-equiv=refresh content="0;url=https://lamp.example/">
<link rel=preconnect href=https://lamp.example/><script>window.pwned = 1</script><base href=https://lamp.example/></head><body>
<nav><ul><li><a href=/a>Home</a></li><li><a href=/b>Sport</a></li><li><a href=/c>Weather</a></li><li><a href=/d>Shop</a></li></ul></nav>
<article><h1>Kite makers meet in Oxholm</h1>
<p onclick="window.pwned = 2">The kite makers of the county met in Oxholm on Sunday, and flew what they had built over the winter from the old mill.</p>
<p>Forty of them came, the warden said, and the wind held until the evening, when the last kite was brought down from the mill’s roof.</p>
<p>They will meet again in the spring, and bring their children, for whom there will be a workshop with paper and string.</p>
<img src=https://lamp.example/a.png onerror="window.pwned = 3"><iframe src=https://lamp.example/></iframe></article>
<footer><a href=/e>About us</a> <a href="javascript:window.pwned=4">Contact</a><form action=https://lamp.example/><input name=q></form></footer></body></html>"""
# a page whose last five blocks are one fold
FOLDED = f"""{KITES.split("<footer>")[0]}<footer><p>Imprint of the Oxholm kite house</p><p>About us Contact</p><p>Rope Lane Works</p>
<p>Mill Press House</p><p>Old Quay Road</p></footer></body></html>"""
