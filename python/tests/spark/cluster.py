"""A cluster of Spark's own kind on the loopback interface: a master, and workers whose Python has pyarrow and not this package. `local[*]` and
`local-cluster` would hide that something does not travel, since they have the driver's Python.
"""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent
# Programs that live for seconds are started sooner without the second compiler.
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def end_with_parent():
    """Has the system end this process when the one that started it is killed (Linux: PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Cluster:
    """What is started is ended by its process id, the executors among it, which end with their worker."""

    def __init__(self, worker_python, workers=2, memory="1g", java=QUICK):
        self.folder = Path(tempfile.mkdtemp(prefix="yiming-spark-"))
        self.address = f"spark://127.0.0.1:{free_port()}"
        self.java = java
        self.memory = memory
        self.workers = workers
        self.environment = {
            **os.environ,
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(self.folder),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": QUICK,
            "PYSPARK_PYTHON": str(worker_python),
            "PYSPARK_DRIVER_PYTHON": sys.executable,
            "PYTHONPATH": "",
        }
        self.started = []

    def __enter__(self):
        try:
            port = self.address.rpartition(":")[2]
            self._start("master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", "0")
            self._wait_for(int(port))
            for number in range(self.workers):
                options = ["--cores", "1", "--memory", self.memory, "--webui-port", "0", "--host", "127.0.0.1"]
                self._start(
                    "worker.Worker", *options, "--work-dir", str(self.folder / f"worker-{number}"), self.address
                )
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self, name, *options):
        log = open(self.folder / f"{name}-{len(self.started)}.log", "wb")
        command = [HOME / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", *options]
        self.started.append(
            subprocess.Popen(
                command,
                env=self.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                preexec_fn=end_with_parent,
            )
        )

    def _wait_for(self, port):
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError((self.folder / "master.Master-0.log").read_text())

    def settings(self):
        """The settings of an application on it."""
        return {
            "spark.master": self.address,
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.executor.memory": self.memory,
            "spark.executor.extraJavaOptions": self.java,
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.log.level": "ERROR",
        }

    def executors(self):
        """The process ids of the executors' JVMs."""
        found = []
        for worker in self.started[1:]:
            for pid in children(worker.pid):
                if b"CoarseGrainedExecutorBackend" in command_line(pid):
                    found.append(pid)
        return found

    def sent(self, application, name):
        """The copies of a file that the executors of an application have been sent."""
        return sorted(self.folder.glob(f"worker-*/{application}/*/{name}"))

    def __exit__(self, *_):
        for process in reversed(self.started):
            process.send_signal(signal.SIGTERM)
        for process in self.started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def children(pid):
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            if task.name != str(pid)
            for child in (task / "children").read_text().split()
        ]
    except FileNotFoundError:
        return []


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""
