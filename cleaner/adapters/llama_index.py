"""LlamaIndex: a node parser that takes one document per page, text or HTML, and returns one node per article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..config import Settings
from ..errors import ConfigError, install_with
from .documents import articles_of

try:
    from llama_index.core.bridge.pydantic import PrivateAttr
    from llama_index.core.node_parser import NodeParser
    from llama_index.core.node_parser.node_utils import build_nodes_from_splits
    from llama_index.core.schema import BaseNode, MetadataMode
except ImportError as error:
    raise ConfigError(
        "llama-index-core is not installed", place="LlamaIndex", remedy=f"Install it with: {install_with('llama-index')}"
    ) from error


class CleanerNodeParser(NodeParser):
    """Cleans each document; every node keeps the document's metadata, with the article's fields added.

    As with other parsers, nodes refer to their document and to their neighbours. `settings` as in `cleaner.clean`.
    """

    _settings: Settings = PrivateAttr()

    def __init__(self, settings: Settings | None = None, **more: Any) -> None:
        super().__init__(**more)
        self._settings = settings or Settings()

    @classmethod
    def class_name(cls) -> str:
        """The name under which pipelines are serialised."""
        return "CleanerNodeParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **_: Any) -> list[BaseNode]:
        return [found for node in nodes for found in self._parsed(node)]

    def _parsed(self, node: BaseNode) -> list[BaseNode]:
        articles = list(articles_of(node.get_content(metadata_mode=MetadataMode.NONE), node.metadata, self._settings))
        built: list[BaseNode] = build_nodes_from_splits([text for text, _ in articles], node, id_func=self.id_func)
        for found, (_, metadata) in zip(built, articles, strict=True):
            found.metadata = metadata
        return built

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: Any) -> list[BaseNode]:
        """Link neighbours as usual, but keep the nodes' metadata, into which the base class would merge the document's again."""
        kept = [dict(node.metadata) for node in nodes]
        found: list[BaseNode] = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        for node, metadata in zip(found, kept, strict=True):
            node.metadata = metadata
        return found
