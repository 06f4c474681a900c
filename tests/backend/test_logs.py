"""What the processes write about their work."""

from __future__ import annotations

import json
import subprocess
import sys

from settings import ROOT

PROGRAM = """
import logging, structlog
from logs import configure_logging
configure_logging("backend", "INFO")
structlog.get_logger().info("case.filed", number="GD-1234-5678-9")
logging.getLogger("library").warning("words")
logging.getLogger("library").debug("chatter")
telephone = "13900000001"
try:
    raise RuntimeError("broken")
except RuntimeError:
    structlog.get_logger().exception("fault")
"""


def test_every_record_is_one_json_object_without_local_variables() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    records = [json.loads(line) for line in done.stderr.splitlines()]
    assert [record["event"] for record in records] == ["case.filed", "words", "fault"]
    assert {record["process"] for record in records} == {"backend"}
    assert records[0]["number"] == "GD-1234-5678-9"
    assert records[2]["exception"][0]["exc_value"] == "broken"
    assert "13900000001" not in done.stderr
