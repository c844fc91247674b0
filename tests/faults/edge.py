"""A real nginx with the configuration that ``manage.py nginx_conf`` prints, in front of a running system."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.processes import ROOT, until


@dataclass(kw_only=True)
class Proxy:
    """nginx as an ordinary process on two ports: the site, and where purges are taken."""

    program: str
    folder: Path
    port: int
    purge_port: int
    fresh_seconds: int
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def configure(self, *, upstream: int, environment: dict[str, str]) -> Path:
        """Writes the configuration for a web server on a local port; returns its path."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        command = [
            sys.executable, "manage.py", "nginx_conf", "--whole", "--no-brotli", "--listen", f"127.0.0.1:{self.port}",
            "--purge-listen", f"127.0.0.1:{self.purge_port}", "--upstream", f"127.0.0.1:{upstream}",
            "--cache-dir", str(self.folder), "--fresh-seconds", str(self.fresh_seconds),
        ]  # fmt: skip
        given = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings", **environment}
        printed = subprocess.run(command, cwd=ROOT, env=given, check=True, capture_output=True, text=True).stdout
        if os.geteuid() == 0:
            # As root nginx would hand its workers to an account that can't read a test's folders.
            printed = f"user root;\n{printed}"
        path = self.folder / "nginx.conf"
        path.write_text(printed)
        return path

    def start(self, configuration: Path) -> None:
        """Starts it and waits until it listens."""
        with (self.folder / "nginx.log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.program, "-c", str(configuration), "-e", str(self.folder / "start.log")],
                stdout=log,
                stderr=log,
            )
        if not until(self._listens, seconds=15):
            words = [path.read_text(errors="replace")[-1500:] for path in self.folder.glob("*.log")]
            raise AssertionError("\n".join(words))

    def get(self, path: str, *, cookie: str = "") -> tuple[int, str, str]:
        """Status, what the proxy says of its copy (HIT, MISS, …), and the text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = connection.getresponse()
            return answer.status, answer.getheader("X-Cache", ""), answer.read().decode(errors="replace")
        finally:
            connection.close()

    def stop(self) -> None:
        """Ends it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)

    def _listens(self) -> bool:
        try:
            self.get("/nginx-is-there")
        except OSError:
            return False
        return True
