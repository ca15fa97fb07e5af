"""Clean documents in a Haystack pipeline: python examples/haystack_clean.py

Needs `pip install '.[haystack]'`, from a checkout.
"""

from haystack import Document, Pipeline
from sample_pages import RECORDS

from cleaner.adapters.haystack import ArticleCleaner

pipeline = Pipeline()
pipeline.add_component("cleaner", ArticleCleaner({"appended": "drop"}))
pages = [Document(content=record["text"], meta={"url": record["url"]}) for record in RECORDS]
for article in pipeline.run({"cleaner": {"documents": pages}})["cleaner"]["documents"]:
    print(article.meta["title"], "|", article.meta["url"], "|", len(article.content), "characters")
