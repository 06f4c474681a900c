"""The supervisor as an operator meets it: a program in the foreground, signals, one clear line when it cannot run."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from settings import ROOT

PATIENCE_SECONDS = 30


def environment(data_dir: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BANGBAN_")}
    return kept | {"BANGBAN_DATA_DIR": str(data_dir), "BANGBAN_PORT": str(port)}


@contextmanager
def supervisor(data_dir: Path, *names: str, port: int = 0) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.supervisor.foreground", *names],
        cwd=ROOT,
        env=environment(data_dir, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def run_to_the_end(data_dir: Path, *names: str, port: int = 0) -> tuple[int, str, str]:
    with supervisor(data_dir, *names, port=port) as process:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
        return process.returncode, out, err


def until_ready(process: subprocess.Popen[str]) -> list[str]:
    lines = []
    assert process.stdout
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("ready: "):
            return lines
    raise AssertionError(f"never ready: {lines} {process.stderr and process.stderr.read()}")


def watched(pids: list[int]) -> list[int]:
    return [os.pidfd_open(pid) for pid in pids]


def all_gone(descriptors: list[int]) -> bool:
    gone = [bool(select.select([descriptor], [], [], PATIENCE_SECONDS)[0]) for descriptor in descriptors]
    for descriptor in descriptors:
        os.close(descriptor)
    return all(gone)


def pids(lines: list[str]) -> list[int]:
    return [int(word) for line in lines if " | pids " in line for word in line.split(" | pids ")[1].split()]


def redis_pid(lines: list[str]) -> int:
    """Redis begins every line of its log with its process id."""
    return next(int(line.removeprefix("redis | ").split(":")[0]) for line in lines if line.startswith("redis | "))


def test_ready_line_names_the_real_port_and_stands_alone(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with supervisor(tmp_path, "one", port=port) as process:
        lines = until_ready(process)
    assert lines[-1] == f"ready: http://127.0.0.1:{port}/"
    assert any(line.startswith("one: ready after") for line in lines)
    assert "\033" not in "".join(lines), "no colour in a pipe"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_being_told_to_stop_stops_the_parts_last_first_and_is_no_failure(
    tmp_path: Path, number: signal.Signals
) -> None:
    with supervisor(tmp_path, "one", "two") as process:
        started = watched(pids(until_ready(process)))
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert err == ""
    assert out.splitlines() == ["stopping …", "two | told to stop", "one | told to stop"]
    assert len(started) == 4
    assert all_gone(started)


def test_a_killed_supervisor_leaves_nothing_behind(tmp_path: Path) -> None:
    with supervisor(tmp_path, "redis", "one", "two") as process:
        lines = until_ready(process)
        started = watched([*pids(lines), redis_pid(lines)])
        process.kill()
        assert len(started) == 5
        assert all_gone(started)
    code, _, err = run_to_the_end(tmp_path, "one_fails")
    assert (code, "in use" in err) == (1, False), "the next supervisor gets the data directory"


def test_a_busy_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        code, out, err = run_to_the_end(tmp_path, "one", port=port)
    assert code == 1
    assert out == ""
    assert err.count("\n") == 1
    assert f"port {port} is in use" in err
    assert "make run PORT=" in err


@pytest.mark.parametrize(("port", "said"), [("70000", "no port 70000"), ("abc", "BANGBAN_PORT='abc'")])
def test_an_impossible_port_is_refused_in_one_line(tmp_path: Path, port: str, said: str) -> None:
    code, _, err = run_to_the_end(tmp_path, "one", port=port)  # type: ignore[arg-type]
    assert code == 1
    assert err.count("\n") == 1
    assert said in err


def test_a_part_that_never_runs_ends_everything_with_its_last_words(tmp_path: Path) -> None:
    code, out, err = run_to_the_end(tmp_path, "one", "two_fails")
    assert code == 1
    assert err == "Bangban cannot run: two_fails ended 3 times before it was ready: no such table: items\n"
    assert "starting it again in 1 s" in out
    assert "starting it again in 2 s" in out


def test_one_data_directory_serves_one_supervisor(tmp_path: Path) -> None:
    with supervisor(tmp_path, "one") as first:
        until_ready(first)
        code, _, err = run_to_the_end(tmp_path, "one")
    assert code == 1
    assert f"{tmp_path} is in use by another run of Bangban (process {first.pid})" in err


def test_an_unwritable_data_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, _, err = run_to_the_end(tmp_path / "file" / "data", "one")
    assert code == 1
    assert err.startswith(f"Bangban cannot run: cannot write in {tmp_path}/file/data: Not a directory; ")
