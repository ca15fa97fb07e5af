"""Clean a corpus with datatrove: python examples/datatrove_clean.py [IN_FOLDER OUT_FOLDER]

IN_FOLDER holds JSON lines with `id`, `text` and metadata such as `url`. Without them, pages that are made here are
cleaned. Needs `pip install '.[datatrove]'`, from a checkout.
"""

import sys

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from sample_pages import folder

from cleaner import Settings
from cleaner.adapters.datatrove import Cleaner

if __name__ == "__main__":
    if len(sys.argv) > 1:
        source, output = sys.argv[1:]
    else:
        made = folder()
        source, output = f"{made}/in", f"{made}/out"
    pipeline = [JsonlReader(source), Cleaner(Settings(appended="drop")), JsonlWriter(output, compression=None)]
    LocalPipelineExecutor(pipeline, tasks=2, workers=1, logging_dir=f"{output}/logs").run()
    print("articles in", output)
