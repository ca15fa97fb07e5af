"""Clean a corpus with Spark: python examples/spark_clean.py [IN OUT]

IN is JSON lines with `id`, `url` and `text`; OUT gets Parquet, a row an article. Without them, pages that are made here are cleaned. Spark writes OUT itself, so whether a
rerun doubles rows is in the hands of its write mode. Needs Java and `pip install '.[spark]'`, from a checkout,
on each node.
"""

import sys

from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from sample_pages import folder

from cleaner.arrow import clean_batches, schema

if len(sys.argv) > 1:
    source, output = sys.argv[1:]
else:
    made = folder()
    source, output = f"{made}/in/pages.jsonl", f"{made}/rows"
spark = SparkSession.builder.appName("clean").config("spark.sql.execution.arrow.maxRecordsPerBatch", "200").getOrCreate()
pages = spark.read.json(source)
# columns with other names, or settings: partial(clean_batches, settings=Settings(...), text="body")
pages.mapInArrow(clean_batches, from_arrow_schema(schema())).write.mode("overwrite").parquet(output)
spark.stop()
print("rows in", output)
