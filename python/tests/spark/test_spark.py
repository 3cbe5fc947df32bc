"""Spark on a cluster whose workers lack the package: the rows are those of the command line, whoever is killed."""

import csv
import doctest
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

import yiming
from conftest import ROOT, texts_of
from test_command_line import as_csv

pytest.importorskip("pyspark")
WORKER_PYTHON = os.environ.get("YIMING_WORKER_PYTHON")
if WORKER_PYTHON is None or shutil.which("java") is None:
    pytest.skip("YIMING_WORKER_PYTHON names no Python for workers, or there is no Java", allow_module_level=True)

from pyspark import SparkFiles  # noqa: E402
from pyspark.errors import PySparkException  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

import yiming.spark  # noqa: E402
from cluster import QUICK, Cluster  # noqa: E402
from yiming.spark import _command, _process, _shipping  # noqa: E402

TABLES = ["documents", "tokens", "mentions", "errors"]
# The variable by which executors are told of a document that panics, where the package was built with the feature poison.
POISON = getattr(yiming._native, "_POISON", None)


@pytest.fixture(scope="module")
def cluster():
    with Cluster(WORKER_PYTHON) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def spark(cluster):
    os.environ |= {
        "PYSPARK_PYTHON": WORKER_PYTHON,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_SUBMIT_ARGS": f"--driver-java-options '{QUICK}' pyspark-shell",
    }
    builder = SparkSession.builder.appName("tests")
    poison = {f"spark.executorEnv.{POISON}": "poisoned"} if POISON else {}
    for name, value in {**cluster.settings(), **poison}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory):
    path = tmp_path_factory.mktemp("dictionary") / "names.csv"
    path.write_text("alias,entity_id,label\n麵包,bread,FOOD\n", "utf-8")
    return path


def expected(program, folder, inputs, *options):
    """The rows of `yiming run`, sorted."""
    command = [program, "run", *inputs, "-o", folder, "--quiet", "--no-settings", *options]
    subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    return {name: rows((folder / f"{name}.csv").read_text("utf-8")) for name in TABLES}


def rows(*texts):
    """The rows of CSV, without the header of each, sorted."""
    found = []
    for text in texts:
        found += list(csv.reader(io.StringIO(text, newline="")))[1:]
    return sorted(found)


def of_csv(folder):
    return {name: rows(*(path.read_text("utf-8") for path in (folder / name).glob("part-*.csv"))) for name in TABLES}


def of_parquet(folder):
    return {name: rows(*map(as_text, (folder / name).glob("part-*.parquet"))) for name in TABLES}


def as_text(path):
    return as_csv(pyarrow.parquet.ParquetFile(path).read()).decode()


def of_frames(tables):
    return {name: rows(as_csv(table.toArrow()).decode()) for name, table in tables.items()}


def of_package(records, **options):
    """The rows that the package has here for the same records, as Spark calls what they are from."""
    tables = yiming.Pipeline(**options).process_batch(records)
    found = {name: rows(as_csv(tables[name]).decode()) for name in TABLES}
    for row in found["documents"]:
        row[1:3] = [row[0], ""]
    return found


def records(texts):
    return pyarrow.table({"id": [f"文章,{number}" for number in range(len(texts))], "text": texts})


def run(spark, *arguments):
    return _command.run(spark, _command.parser().parse_args([str(argument) for argument in arguments]))


# First, since an application takes all cores of the cluster.
def test_spark_submit_where_workers_have_the_package(cluster, program, tmp_path, dictionary):
    package = Path(yiming.__file__).parent
    shutil.copytree(package, tmp_path / "installed" / "yiming")
    settings = cluster.settings() | {"spark.executorEnv.PYTHONPATH": str(tmp_path / "installed")}
    command = [Path(cluster.environment["SPARK_HOME"], "bin", "spark-submit"), "--driver-java-options", QUICK]
    for name, value in settings.items():
        command += ["--conf", f"{name}={value}"]
    command += [package / "spark" / "__main__.py", "corpus", "-o", tmp_path / "out", "--dict", dictionary]
    command += ["--with-text", "--installed"]
    environment = cluster.environment | {"PYTHONPATH": str(package.parent)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    # spark-submit puts all that a program says on its own standard output.
    assert f"{tmp_path / 'out'}: 40 documents, 0 refused" in done.stdout
    expect = expected(program, tmp_path / "expected", ["corpus"], "--with-text", "--dict", dictionary)
    assert of_csv(tmp_path / "out") == expect


def test_a_master_that_is_none(tmp_path):
    command = [sys.executable, "-m", "yiming.spark", "corpus", "-o", tmp_path / "out", "--master", "cluster-7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 2
    assert "error: Spark did not start: " in done.stderr and "\nhelp: " in done.stderr and "Traceback" not in done.stderr


def test_the_workers_lack_the_package(spark):
    assert subprocess.run([WORKER_PYTHON, "-c", "import yiming"], stderr=subprocess.DEVNULL).returncode == 1
    # What has it is what is sent: without that, the job fails.
    frame = spark.createDataFrame([("a", "雨")], "id string, text string")
    with pytest.raises(PySparkException, match="No module named 'yiming'"):
        yiming.spark.process(frame, ship=False)["tokens"].count()


def test_a_wheel_is_sent_in_place_of_what_is_installed(spark, tmp_path):
    wheel = tmp_path / "yiming.whl"
    wheel.write_bytes(_shipping._installed())
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("yiming/another.txt", "")
    name = yiming.spark.ship(spark, wheel)
    is_there = spark.sparkContext.parallelize([0]).map(
        lambda _: os.path.exists(f"{SparkFiles.get(name)}/yiming/another.txt")
    )
    assert is_there.collect() == [True]
    frame = spark.createDataFrame([("a", "下雨天")], "id string, text string")
    with yiming.spark.process(frame, ship=name) as tables:
        assert tables["tokens"].first().token == "下雨天"


LINES = [
    {"id": "a", "text": "黃仁勳在台大演講。", "date": "2024/5/1"},
    {"text": "沒有名字"},
    {"id": 7, "text": '一,"二"\r\n三'},
    {"id": "b", "text": None},
    {"id": "c", "text": 12},
    {"id": "d"},
    ["e"],
    {"id": "", "text": ""},
]


def test_lines_of_json(spark, program, tmp_path):
    folder = tmp_path / "in"
    (folder / "deep er").mkdir(parents=True)
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES)
    (folder / "deep er" / "100%.jsonl").write_text(f"{lines}\n  \n{{\n{json.dumps({'text': '尾'})}", "utf-8")
    filler = "".join(json.dumps({"text": "雨" * 40}, ensure_ascii=False) + "\n" for _ in range(200))
    (folder / "long.jsonl").write_text(filler, "utf-8")
    (folder / "mark.txt").write_bytes("\ufeff一個檔案\r\n兩行".encode())
    (folder / "big5.txt").write_bytes("不是萬國碼".encode("big5"))
    spark.conf.set("spark.sql.files.maxPartitionBytes", "8k")
    spark.conf.set("spark.sql.files.openCostInBytes", "0")
    try:
        assert run(spark, folder, "-o", tmp_path / "out", "--format", "parquet") == 1
    finally:
        spark.conf.unset("spark.sql.files.maxPartitionBytes")
        spark.conf.unset("spark.sql.files.openCostInBytes")
    expect = expected(program, tmp_path / "expected", [folder], "--encoding", "utf-8")
    found = of_parquet(tmp_path / "out")
    assert {row[0] for row in found["documents"]} >= {"deep er/100%.jsonl#2", "long.jsonl#200", "mark.txt"}
    for name in ("documents", "tokens", "mentions"):
        assert found[name] == expect[name], name
    # Where in a file a line begins, Spark does not say, and its messages are Python's.
    assert [[row[0], row[1], row[3], row[4]] for row in found["errors"]] == sorted(
        [row[0], row[1], row[3], row[4]] for row in expect["errors"]
    )


def test_articles_as_parquet(spark, program, tmp_path, texts, capsys):
    folder = Path(os.environ.get("YIMING_SHARED", ""), "data", "articles")
    if os.environ.get("YIMING_SHARED") and folder.is_dir():
        texts = texts_of(folder)
    table = records(texts)
    pyarrow.parquet.write_table(table, tmp_path / "in.parquet", row_group_size=50)
    with open(tmp_path / "in.jsonl", "w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record) + "\n" for record in table.to_pylist())
    assert run(spark, tmp_path / "in.parquet", "-o", tmp_path / "out", "--format", "parquet") == 0
    expect = expected(program, tmp_path / "expected", [tmp_path / "in.jsonl"])
    for row in expect["documents"]:
        row[1] = row[1].replace(".jsonl", ".parquet")
    assert of_parquet(tmp_path / "out") == expect
    assert run(spark, tmp_path / "in.parquet", "-o", tmp_path / "out") == 2
    assert "the output folder is not empty\nhelp: choose another folder" in capsys.readouterr().err
    assert run(spark, tmp_path / "in.parquet", "-o", tmp_path / "out", "--format", "parquet", "--force") == 0
    assert of_parquet(tmp_path / "out") == expect
    # By Spark's own writer, in the same place, with folders for labels.
    by_spark = ["--format", "parquet", "--parquet-writer", "spark", "--partition-by", "label"]
    assert run(spark, tmp_path / "in.parquet", "-o", tmp_path / "out", *by_spark) == 2
    assert run(spark, tmp_path / "in.parquet", "-o", tmp_path / "out", *by_spark, "--force") == 0
    mentions = spark.read.parquet(str(tmp_path / "out" / "mentions")).toArrow()
    labels = set(mentions["label"].to_pylist())
    folders = {path.name for path in (tmp_path / "out" / "mentions").iterdir() if path.is_dir()}
    assert folders == {f"label={label or '__HIVE_DEFAULT_PARTITION__'}" for label in labels} and len(labels) > 2
    expected_mentions = expect.pop("mentions")
    found = of_parquet(tmp_path / "out")
    assert found.pop("mentions") == [] and found == expect
    assert rows(as_csv(mentions.select(yiming.spark._schema.schemas()["mentions"].names)).decode()) == expected_mentions
    # The names of files are those of Spark's committer.
    assert (tmp_path / "out" / "tokens" / "_SUCCESS").exists()
    assert list((tmp_path / "out" / "tokens").glob("part-*.snappy.parquet"))


def test_a_data_frame(spark, texts):
    made = records(texts)
    frame = spark.createDataFrame(made).withColumnRenamed("text", "body").repartition(3)
    with yiming.spark.process(frame, "body", candidates=False) as tables:
        found = of_frames(tables)
    assert found == of_package(made, candidates=False)
    assert [field.metadata["comment"] for field in tables["tokens"].schema][0] == "The document."


@pytest.mark.skipif(POISON is None, reason="the package was built without the feature poison")
def test_a_poisoned_document_is_an_error(spark, tmp_path, texts):
    made = records(texts)
    poisoned = pyarrow.table({"id": ["poisoned"], "text": ["黃仁勳在台大演講。"]})
    frame = spark.createDataFrame(pyarrow.concat_tables([made, poisoned])).repartition(3)
    expect = of_package(made)
    assert expect.pop("errors") == []
    with yiming.spark.process(frame) as tables:
        of_process = of_frames(tables)
    yiming.spark.write_parquet(frame, str(tmp_path / "out"))
    for found in (of_process, of_parquet(tmp_path / "out")):
        (error,) = found.pop("errors")
        assert error[0] == "poisoned" and error[3:5] == ["process", "panic"]
        assert found == expect


@pytest.mark.parametrize("how", ["written", "frames"])
def test_an_executor_that_is_killed(spark, cluster, tmp_path, texts, how):
    many = records(texts * 15)
    frame = spark.createDataFrame(many).repartition(12)
    # Once a task has ended, so that something which counted is lost.
    tracker = spark.sparkContext.statusTracker()

    def kill():
        while not any(
            stage and stage.numCompletedTasks and stage.numTasks == 12
            for job in tracker.getActiveJobsIds()
            for stage in map(tracker.getStageInfo, tracker.getJobInfo(job).stageIds)
        ):
            time.sleep(0.02)
        victim = cluster.executors()[0]
        os.kill(victim, signal.SIGKILL)
        killed.append(victim)

    killed = []
    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    if how == "written":
        yiming.spark.write_parquet(frame, str(tmp_path / "out"))
        found = of_parquet(tmp_path / "out")
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(TABLES)
    else:
        with yiming.spark.process(frame) as tables:
            found = of_frames(tables)
    assert killed
    assert found == of_package(many)


def test_another_image_on_a_worker(spark, cluster, tmp_path, dictionary):
    ((name, there),) = _shipping.ship_dictionaries(spark, dictionary)
    # Executors get files with any task, and look into them with ours.
    spark.sparkContext.parallelize(range(4), 4).foreach(lambda _: time.sleep(1))
    copies = cluster.sent(spark.sparkContext.applicationId, name)
    other = tmp_path / "other.csv"
    other.write_text("alias,entity_id\n饅頭,bread\n", "utf-8")
    (image,) = yiming._native.images([other])
    assert copies
    copies[0].unlink()
    copies[0].write_bytes(image)
    here = hashlib.sha256(image).hexdigest()
    frame = spark.createDataFrame(
        [(str(number), "麵包") for number in range(40)], "id string, text string"
    ).repartition(8)
    with pytest.raises(PySparkException, match=f"SHA-256 {here} here, {there} there"):
        yiming.spark.write_parquet(frame, str(tmp_path / "out"), dicts=dictionary)
    assert list(tmp_path.glob("out/**/*.parquet")) == []
    with yiming.spark.process(frame, dicts=dictionary) as tables:
        with pytest.raises(PySparkException, match=f"SHA-256 {here} here, {there} there"):
            tables["mentions"].count()


def test_another_library_on_the_workers(spark, tmp_path, monkeypatch, capsys):
    here = _process.identity()
    monkeypatch.setattr(_process, "identity", lambda: "0" * 64)
    frame = spark.createDataFrame([("a", "雨")], "id string, text string")
    with pytest.raises(PySparkException) as raised:
        yiming.spark.write_parquet(frame, str(tmp_path / "out"))
    told = _command._cause(str(raised.value))
    assert f"SHA-256 {here} here, {'0' * 64} there\nhelp: " in told and len(told.splitlines()) == 2


def test_the_page(spark, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "spark.md").read_text("utf-8")
    # Where we are now, Spark does not know.
    page = page.replace('"tables', f'"{tmp_path}/tables')
    test = doctest.DocTestParser().get_doctest(page, {"spark": spark}, "spark.md", None, 0)
    failed, tried = doctest.DocTestRunner().run(test)
    assert tried == 10 and failed == 0


def test_what_the_command_refuses(spark, tmp_path, capsys):
    (tmp_path / "wrong.csv").write_text("alias,entity_id,kind\n老黃,jensen-huang,nick\n", "utf-8")
    (tmp_path / "empty").mkdir()
    for arguments, message in [
        ([tmp_path / "none", "-o", tmp_path / "out"], "none: is not there\nhelp: "),
        ([tmp_path / "empty", "-o", tmp_path / "out"], "empty: no file to read is in it\nhelp: "),
        (
            [ROOT / "corpus", "-o", tmp_path / "out", "--dict", tmp_path / "wrong.csv"],
            "wrong.csv:2:17: “nick” is no kind of alias",
        ),
    ]:
        options = _command.parser().parse_args([str(argument) for argument in arguments])
        assert _command.guarded(spark, options) == 2
        assert message in capsys.readouterr().err
    for options, message in [
        (["--partition-by", "colour"], "no table has a column “colour”\nhelp: "),
        (["--partition-by", "label", "--format", "parquet"], "help: have Spark write them: --parquet-writer spark"),
        (["--format", "papyrus"], "Failed to find the data source: papyrus"),
    ]:
        options = _command.parser().parse_args([str(ROOT / "corpus"), "-o", str(tmp_path / "out"), *options])
        assert _command.guarded(spark, options) == 2
        assert message in capsys.readouterr().err


def test_ids_that_occur_more_than_once(spark, tmp_path, capsys):
    (tmp_path / "in").mkdir()
    lines = '{"id":"a","text":"雨"}\n{"id":"b","text":"風"}\n{"id":"c.txt","text":"雪"}\n{"id":"b","text":"霧"}\n'
    (tmp_path / "in" / "lines.jsonl").write_text(lines, "utf-8")
    (tmp_path / "in" / "c.txt").write_text("雲", "utf-8")
    out = tmp_path / "out"
    assert run(spark, tmp_path / "in", "-o", out, "--format", "parquet") == 1
    assert f"{out}: 2 ids occur more than once, the first: “b”\nhelp: " in capsys.readouterr().err
    assert [row[0] for row in of_parquet(out)["documents"]] == ["a", "b", "b", "c.txt", "c.txt"]
    (tmp_path / "in" / "c.txt").unlink()
    assert run(spark, tmp_path / "in", "-o", out, "--force", "--format", "orc") == 1
    assert "1 id occurs more than once, the first: “b”" in capsys.readouterr().err
    assert spark.read.orc(str(out / "documents")).count() == 4
