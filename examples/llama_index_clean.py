"""Clean documents with LlamaIndex, as the first transformation of a pipeline: python examples/llama_index_clean.py

Needs `pip install '.[llama-index]'`, from a checkout.
"""

from llama_index.core import Document
from llama_index.core.ingestion import IngestionPipeline
from sample_pages import RECORDS

from cleaner import Settings
from cleaner.adapters.llama_index import CleanerNodeParser

pages = [Document(text=record["text"], metadata={"url": record["url"]}) for record in RECORDS]
nodes = IngestionPipeline(transformations=[CleanerNodeParser(Settings(appended="drop"))]).run(documents=pages)
for node in nodes:
    print(node.metadata["title"], "|", node.metadata["url"], "|", len(node.get_content()), "characters")
