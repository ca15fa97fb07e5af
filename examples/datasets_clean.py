"""Clean a corpus with Hugging Face datasets: python examples/datasets_clean.py [IN OUT]

IN is JSON lines with `id`, `url` and `text`; OUT is Parquet, a row an article. Without them, pages that are made here are
cleaned. Needs `pip install '.[datasets]'`, from a checkout.
"""

import sys

from datasets import load_dataset
from sample_pages import folder

from cleaner import Settings
from cleaner.adapters.datasets import clean_examples, features

if len(sys.argv) > 1:
    source, output = sys.argv[1:]
else:
    made = folder()
    source, output = f"{made}/in/pages.jsonl", f"{made}/rows.parquet"
pages = load_dataset("json", data_files=source, split="train", cache_dir=f"{output}.cache")
rows = pages.map(
    clean_examples,
    batched=True,
    batch_size=100,
    remove_columns=pages.column_names,
    features=features(),
    fn_kwargs={"settings": Settings(appended="drop"), "text": "text"},
)
rows.to_parquet(output)
print(rows.num_rows, "rows in", output)
