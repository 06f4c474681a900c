"""A small part of a stack: answers /readyz, starts a process of its own, and says what it does.

`python -m tests.supervisor.part URL [fails|stubborn]`
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path in ("/readyz", "/healthz") else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def main(url: str, behaviour: str = "") -> None:
    if behaviour == "fails":
        print("about to fail", flush=True)
        sys.exit("no such table: items")
    grandchild = subprocess.Popen(["sleep", "600"])
    signal.signal(signal.SIGTERM, signal.SIG_IGN if behaviour == "stubborn" else lambda *_: sys.exit("told to stop"))
    place = urlsplit(url)
    server = HTTPServer((place.hostname or "", place.port or 0), Ready)
    print(f"pids {os.getpid()} {grandchild.pid}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
