"""Clean documents with LangChain before they are split and embedded: python examples/langchain_clean.py

Needs `pip install '.[langchain]'`, from a checkout.
"""

from langchain_core.documents import Document
from sample_pages import RECORDS

from cleaner import Settings
from cleaner.adapters.langchain import CleanerTransformer

pages = [Document(page_content=record["text"], metadata={"source": record["url"]}) for record in RECORDS]
articles = CleanerTransformer(Settings(appended="drop")).transform_documents(pages)
for article in articles:
    print(article.metadata["title"], "|", article.metadata["source"], "|", len(article.page_content), "characters")
