"""The schemas of the tables, for Arrow and for Spark: both are the engine's own."""

from functools import cache

import pyarrow
from pyspark.sql.types import StructType

from .._pipeline import Pipeline

TABLES = ("documents", "tokens", "mentions", "errors")
"""The tables that executors make. Entities are mentions, counted."""


@cache
def schemas() -> dict[str, pyarrow.Schema]:
    """By the name of the table, as Arrow's."""
    return {name: pyarrow.schema(table) for name, table in Pipeline().process_batch([]).items()}


@cache
def spark_schema(table: str) -> StructType:
    """As Spark's. What a column means is its comment, where it becomes one of a catalogue."""
    from pyspark.sql.pandas.types import from_arrow_schema

    schema = from_arrow_schema(schemas()[table])
    for field, column in zip(schemas()[table], schema):
        column.metadata = {"comment": field.metadata[b"description"].decode()}
    return schema
