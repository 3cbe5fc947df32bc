"""Every form in which Arrow libraries hand texts over is read, and all of them read what comes back."""

import datetime
import io
import signal
import threading
import time

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pyarrow.csv
import pytest

import yiming

TEXTS = ["黃仁勳在台大演講。", "伊爾亞·蘇茨克維離開了OpenAI。", "", "郭台銘也在，據說與許家維同桌。", "下雨"]
IDS = ["甲", "乙", "丙", "丁", "戊"]
TYPES = [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view(), pyarrow.binary(), pyarrow.large_binary()]


def rows(tables):
    return {name: pyarrow.table(table).to_pylist() for name, table in tables.items()}


@pytest.fixture(scope="module")
def expected(pipeline):
    tables = rows(pipeline.process_batch({"text": TEXTS, "id": IDS}))
    assert [row["doc_id"] for row in tables["documents"]] == IDS
    assert {row["entity_id"] for row in tables["mentions"]} >= {"jensen-huang", "ilya-sutskever", "openai"}
    return tables


def array(values, kind):
    if pyarrow.types.is_binary(kind) or pyarrow.types.is_large_binary(kind):
        values = [value and value.encode() for value in values]
    return pyarrow.array(values, kind)


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_types(pipeline, expected, kind):
    table = pyarrow.table({"text": array(TEXTS, kind), "id": array(IDS, kind)})
    assert rows(pipeline.process_batch(table)) == expected
    batch = table.to_batches()[0]
    assert rows(pipeline.process_batch(batch)) == expected


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_slices_and_chunks(pipeline, expected, kind):
    def sliced(values):
        return array(["前", "面", *values, "後"], kind).slice(2, 5)

    assert rows(pipeline.process_batch(pyarrow.record_batch({"text": sliced(TEXTS), "id": sliced(IDS)}))) == expected
    chunked = [pyarrow.chunked_array([array(v[:2], kind), array([], kind), array(v[2:], kind)]) for v in (TEXTS, IDS)]
    assert rows(pipeline.process_batch(pyarrow.table(chunked, names=["text", "id"]))) == expected


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_nulls(pipeline, kind):
    tables = rows(pipeline.process_batch(array(["雨", None, "風"], kind)))
    assert [row["doc_id"] for row in tables["documents"]] == ["-#1", "-#3"]
    (error,) = tables["errors"]
    assert (error["source_record"], error["code"], error["stage"]) == (2, "wrong_type", "parse")
    assert error["message"] == "the field “text” is null, not text"


def test_texts_alone(pipeline, expected):
    def without_ids(tables):
        return [{**row, "doc_id": None} for row in tables["tokens"]]

    for texts in [
        TEXTS,
        tuple(TEXTS),
        iter(TEXTS),
        pyarrow.array(TEXTS),
        pyarrow.chunked_array([TEXTS[:1], TEXTS[1:]]),
        polars.Series(TEXTS),
        pandas.Series(TEXTS),
    ]:
        assert without_ids(rows(pipeline.process_batch(texts))) == without_ids(expected)


def test_libraries(pipeline, expected):
    columns = {"text": TEXTS, "id": IDS}
    connection = duckdb.connect()
    connection.register("articles", pyarrow.table(columns))
    for table in [
        polars.DataFrame(columns),
        pandas.DataFrame(columns),
        connection.sql("SELECT id, text FROM articles"),
        pipeline.process_batch(columns, with_text=True)["documents"],
    ]:
        given = {"id": "doc_id"} if isinstance(table, yiming.Table) else {}
        got = rows(pipeline.process_batch(table, **given))
        assert got["tokens"] == expected["tokens"]


def test_columns_of_a_dict_may_be_of_any_library(pipeline, expected):
    for columns in [
        {"text": pyarrow.array(TEXTS), "id": pyarrow.chunked_array([IDS[:2], IDS[2:]])},
        {"text": polars.Series(TEXTS), "id": pandas.Series(IDS)},
        {"text": numpy.array(TEXTS), "id": iter(IDS)},
    ]:
        assert rows(pipeline.process_batch(columns)) == expected
    numbered = pipeline.process_batch({"text": TEXTS, "id": numpy.arange(5)})
    assert [row["doc_id"] for row in rows(numbered)["documents"]] == ["0", "1", "2", "3", "4"]


def test_a_stream_that_fails_is_an_exception(pipeline):
    schema = pyarrow.schema({"text": pyarrow.string()})

    def batches():
        yield pyarrow.record_batch({"text": ["雨"]})
        raise OSError("the disk is gone")

    with pytest.raises(ValueError, match="the disk is gone"):
        pipeline.process_batch(pyarrow.RecordBatchReader.from_batches(schema, batches()))


class Capsules:
    """Gives the same capsules again and again."""

    def __init__(self, table):
        batch = table.to_batches()[0]
        self.stream, self.array = table.__arrow_c_stream__(), batch.__arrow_c_array__()

    def __arrow_c_stream__(self, requested_schema=None):
        return self.stream


class ArrayCapsules(Capsules):
    __arrow_c_stream__ = None

    def __arrow_c_array__(self, requested_schema=None):
        return self.array


def test_what_was_taken_before_is_an_exception(pipeline):
    table = pyarrow.table({"text": TEXTS})
    stream, array = Capsules(table), ArrayCapsules(table)
    assert len(pipeline.process_batch(stream)["documents"]) == 5
    with pytest.raises(ValueError, match="already released"):
        pipeline.process_batch(stream)
    assert len(pipeline.process_batch(array)["documents"]) == 5
    with pytest.raises(ValueError, match="taken before"):
        pipeline.process_batch(array)
    stream.stream = array.array
    with pytest.raises(TypeError):
        pipeline.process_batch(stream)
    stream.stream = array.array[0]
    with pytest.raises(ValueError, match="incorrect name"):
        pipeline.process_batch(stream)


class PythonFile(io.BytesIO):
    """What pyarrow reads by calling Python; of a BytesIO it takes the bytes."""


def test_a_stream_may_need_the_interpreter_in_threads_of_its_own(pipeline):
    """pyarrow reads ahead in a thread, here from a file of Python's: both would wait for ever if the interpreter were held."""
    file = PythonFile("\n".join(["text", *(f"雨{number}" for number in range(20_000))]).encode())
    stream = pyarrow.csv.open_csv(file, read_options=pyarrow.csv.ReadOptions(block_size=1 << 10))
    assert len(pipeline.process_batch(stream)["documents"]) == 20_000


def test_bytes_that_are_no_text_refuse_their_record_alone(pipeline):
    wrong = pyarrow.array([b"\xe9\x9b\xa8", b"\xff\xfe"])
    unchecked = pyarrow.Array.from_buffers(pyarrow.string(), 2, wrong.buffers())
    for texts in (wrong, unchecked, ["雨", "\ud800"]):
        tables = rows(pipeline.process_batch(texts))
        assert [row["doc_id"] for row in tables["documents"]] == ["-#1"]
        assert [row["code"] for row in tables["errors"]] == ["invalid_utf8"]


def test_columns_are_named(pipeline):
    table = pyarrow.table(
        {
            "body": TEXTS[:2],
            "key": pyarrow.array([7, 8], pyarrow.int32()),
            "day": pyarrow.array([19844, None], pyarrow.date32()),
        }
    )
    tables = rows(pipeline.process_batch(table, text="body", id="key", date="day", source="wire"))
    documents = [(row["doc_id"], row["date"], row["source_path"]) for row in tables["documents"]]
    assert documents == [("7", "2024-05-01", "wire"), ("8", None, "wire")]
    moments = pandas.DataFrame({"text": TEXTS[:2], "date": pandas.to_datetime(["2024-05-01 08:30", None])})
    listed = {"text": TEXTS[:2], "date": [datetime.date(2024, 5, 1), None]}
    for dated in (moments, polars.from_pandas(moments), listed):
        assert [row["date"] for row in rows(pipeline.process_batch(dated))["documents"]] == ["2024-05-01", None]
    with pytest.raises(ValueError, match="no column “text”\nhelp: the columns are body, key, day"):
        pipeline.process_batch(table)
    with pytest.raises(TypeError, match="“day” is Date32, not text\nhelp: cast it"):
        pipeline.process_batch(table, text="day")
    with pytest.raises(TypeError, match="one text is no batch\nhelp: "):
        pipeline.process_batch("黃仁勳")
    with pytest.raises(ValueError, match="not equally long"):
        pipeline.process_batch({"text": ["一"], "id": ["a", "b"]})


def test_output_is_read_without_pyarrow_in_between(pipeline):
    tables = pipeline.process_batch(TEXTS)
    mentions = tables["mentions"]
    ids = ["jensen-huang", "ilya-sutskever"]
    assert polars.DataFrame(mentions)["entity_id"].to_list()[:1] == ids[:1]
    assert duckdb.sql("SELECT count(*) FROM mentions").fetchall() == [(len(mentions),)]
    assert len(pandas.DataFrame.from_records(pyarrow.table(mentions).to_pylist())) == len(mentions)
    # It may be read as often as one likes, and longer than the table itself lives.
    again = pyarrow.table(mentions)
    del tables, mentions
    assert ids[1] in again["entity_id"].to_pylist()


def test_schema_is_that_of_the_tables(pipeline):
    types = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool"}
    tables = pipeline.process_batch([])
    for name, _, columns in yiming._native.tables():
        schema = pyarrow.schema(tables[name])
        assert schema.names == tables[name].column_names == [column for column, *_ in columns]
        assert [(str(field.type), not field.nullable) for field in schema] == [(types[c[1]], c[2]) for c in columns]
        assert [field.metadata[b"description"].decode() for field in schema] == [column[3] for column in columns]
        assert pyarrow.table(tables[name]).num_rows == len(tables[name]) == 0


def test_a_panic_refuses_one_document(monkeypatch, texts):
    variable = getattr(yiming._native, "_POISON", None)
    if variable is None:
        pytest.skip("the package was built without the feature poison")
    monkeypatch.setenv(variable, "-#3")
    poisoned = yiming.Pipeline()
    tables = rows(poisoned.process_batch(texts))
    assert len(tables["documents"]) == 39
    (error,) = tables["errors"]
    assert (error["source_record"], error["stage"], error["code"]) == (3, "process", "panic")
    assert not any(row["doc_id"] == "-#3" for name in ("documents", "tokens", "mentions") for row in tables[name])
    with pytest.raises(RuntimeError, match="the program failed on this document.*\nhelp: "):
        poisoned.process("雨", "-#3")


def test_any_number_of_threads_gives_the_same(pipeline, texts):
    first, *others = (rows(pipeline.process_batch(texts * 5, threads=threads)) for threads in (1, 2, 5))
    assert all(other == first for other in others)


def test_an_interrupt_ends_a_batch(pipeline, texts):
    class Interrupted(Exception):
        pass

    def interrupt(*_):
        raise Interrupted

    previous = signal.signal(signal.SIGALRM, interrupt)
    begun = time.monotonic()
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(Interrupted):
            # Half a minute's work.
            pipeline.process_batch(texts * 3000, threads=1)
    finally:
        signal.signal(signal.SIGALRM, previous)
    assert time.monotonic() - begun < 10


def test_the_interpreter_goes_on_meanwhile(pipeline, texts):
    """While a batch is made, another thread counts. It could not if the interpreter were held."""
    counted, is_done = 0, threading.Event()

    def work():
        pipeline.process_batch(texts * 20, threads=1)
        is_done.set()

    worker = threading.Thread(target=work)
    worker.start()
    while not is_done.wait(0.001):
        counted += 1
    worker.join()
    assert counted > 10
