"""Tables into files by Spark's own writers and committers: a folder a table, a file a partition."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from pyspark.sql.types import BooleanType, DoubleType

# RFC 4180, as the command line writes it: a quote inside quotes is written twice, and an empty cell is null.
CSV = {
    "header": True,
    "escape": '"',
    "emptyValue": "",
    "nullValue": "",
    "ignoreLeadingWhiteSpace": False,
    "ignoreTrailingWhiteSpace": False,
}


def write(table: DataFrame, folder: str, format: str, *, overwrite: bool, partition_by: str | None = None) -> None:
    """Write a table in a format that Spark knows; where it has the column `partition_by`, into a folder for each value of that. A folder that is
    there is replaced, or else an error."""
    if format == "csv":
        writer = as_written(table).write.format(format).options(**CSV)
    else:
        writer = table.write.format(format)
    if partition_by in table.columns:
        writer = writer.partitionBy(partition_by)
    writer.save(folder, mode="overwrite" if overwrite else "errorifexists")


def as_written(table: DataFrame) -> DataFrame:
    """The cells as the command line's CSV has them: booleans are 0 and 1, and numbers have four digits at most."""
    columns = []
    for field in table.schema:
        column = f.col(field.name)
        if isinstance(field.dataType, BooleanType):
            column = column.cast("int")
        elif isinstance(field.dataType, DoubleType):
            column = f.regexp_replace(f.format_string("%.4f", column), r"\.?0+$", "")
        columns.append(column.alias(field.name))
    return table.select(*columns)
