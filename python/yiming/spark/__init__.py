"""The pipeline over DataFrames of Apache Spark.

    from pyspark.sql import SparkSession
    import yiming.spark

    spark = SparkSession.builder.getOrCreate()
    with yiming.spark.process(spark.read.parquet("articles"), "body", "uid", dicts=["names.csv"]) as tables:
        tables["mentions"].write.parquet("mentions")

The executors need pyarrow, and not this package: it is sent to them. `python -m yiming.spark INPUT -o OUTPUT` is the same as a command.
"""

from ._process import Options, Tables, process, write_parquet
from ._shipping import ship

__all__ = ["Options", "Tables", "process", "ship", "write_parquet"]
