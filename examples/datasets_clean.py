"""Clean a corpus with Hugging Face datasets: python examples/datasets_clean.py IN OUT

IN is JSON lines with `id`, `url` and `text`; OUT is Parquet, a row an article. Needs `pip install 'pagecleaner[datasets]'`.
"""

import sys

from datasets import load_dataset

from cleaner import Settings
from cleaner.adapters.datasets import clean_examples, features

source, output = sys.argv[1:]
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
print(rows.num_rows, "rows")
