"""Imports go one way, and each library is imported in one place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "cleaner"
CONTRIBUTING = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
STAGES = ("ingest", "parse", "scan", "segment", "stitch", "write")
# each layer may import those before it, and no stage another
LAYERS = next(line for line in CONTRIBUTING.splitlines() if line.startswith("`errors · ")).strip("`").split(" · ")
BACKENDS = {
    "trafilatura": {"parse/html"},
    "lxml": {"parse/html", "parse/site_config"},
    "catboost": {"training/oblivious.py"},
    "markdown_it": {"backends/markdown.py"},
    "lightgbm": {"training/boosting.py"},
    "scipy": {"training/hashing.py", "training/linear.py"},
    "sklearn": {"training/hashing.py", "training/linear.py"},
    "tld": {"backends/domains.py"},
    "resiliparse": {"parse/html/fast_reader.py"},
    "typer": {"cli"},
    "rich": {"console"},
    "starlette": {"review/server"},
    "textual": {"console/preview"},
    "uvicorn": {"review/server"},
    "regex": {"packs", "scan", "text/shape.py"},
    "ahocorasick_rs": {"backends/keywords.py"},
    "charset_normalizer": {"backends/charsets.py"},
    "dateparser": {"backends/dates.py", "backends/month_names.py"},
    "crawl4ai": {"adapters/crawl4ai.py"},
    "haystack": {"adapters/haystack.py"},
    "langchain_core": {"adapters/langchain.py"},
    "llama_index": {"adapters/llama_index.py"},
    "datasets": {"adapters/datasets.py"},
    "datatrove": {"adapters/datatrove.py"},
    "dateutil": {"backends/dates.py"},
    "brotli": {"backends/brotli.py"},
    "fsspec": {"backends/remote.py"},
    "itemadapter": {"adapters/scrapy.py"},
    "ftfy": {"backends/mojibake.py"},
    "py3langid": {"backends/languages.py"},
    "pyarrow": {"arrow.py", "backends/arrow.py"},
    "ray": {"corpus/ray_engine.py"},
    "rensa": {"backends/minhash.py"},
    "scrapy": {"adapters/scrapy.py"},
    "zstandard": {"backends/zstd.py"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Absolute dotted names that a module imports."""
    here = ("cleaner", *path.relative_to(PACKAGE).parent.parts)
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            name = ".".join(part for part in (base, node.module) if part)
            found |= {f"{name}.{alias.name}" for alias in node.names} if name == "cleaner" else {name}
    return found


def layer(dotted: str) -> str:
    return dotted.split(".")[1] if "." in dotted else ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own in ("__init__", "__main__"):
        return
    assert own in LAYERS, f"{own} has no place in the order of layers"
    for name in imports(path):
        if name.startswith("cleaner.") and layer(name) != "__version__":
            assert LAYERS.index(layer(name)) <= LAYERS.index(own), f"{path.name} imports {name}, which stands above it"
            assert layer(name) == own or own not in STAGES or layer(name) not in STAGES, f"{path.name} imports {name}, another stage"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_is_imported_in_one_place(path: Path) -> None:
    module = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        allowed = BACKENDS.get(name.split(".")[0])
        if allowed:
            assert any(module == one or module.startswith((f"{one}/", f"{one}.")) for one in allowed), f"{module} imports {name}"


def test_every_module_says_what_it_is_for() -> None:
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_no_module_imports_itself_through_others() -> None:
    """What is imported for its types alone counts, too; the package itself, which names its public functions, does not."""
    modules = {
        path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"): path for path in MODULES
    }
    found = {name: imported_modules(path, modules) - {name, "cleaner"} for name, path in modules.items()}
    while leaves := {name for name, below in found.items() if not below}:  # what is left in the end imports in a circle, or what does
        found = {name: below - leaves for name, below in found.items() if name not in leaves}
    assert not found


def imported_modules(path: Path, modules: dict[str, Path]) -> set[str]:
    """Modules that a module imports when it is loaded, or for its types."""
    package = ("cleaner", *path.relative_to(PACKAGE).parent.parts)
    body = ast.parse(path.read_text(encoding="utf-8")).body
    body += [node for block in body if isinstance(block, ast.If) for node in block.body]
    out: set[str] = set()
    for node in body:
        if isinstance(node, ast.ImportFrom):
            base = ".".join((*package[: len(package) - node.level + 1], *filter(None, [node.module]))) if node.level else node.module or ""
            out |= {name if (name := f"{base}.{alias.name}") in modules else base for alias in node.names}
    return out & modules.keys()
