"""How many pages a second: the product beside the least that could give the same bytes, asked by wrk in turns.

An article page that nobody keeps, against a bare Django view with one query under the same server program and against
the same HTML as a file of nginx; and the page kept by the nginx of ``manage.py nginx_conf``, against that same file.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from cms.core import lifeline
from tests.faults.edge import Proxy
from tests.faults.processes import ROOT, free_ports, until
from tests.services import nginx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.houses import House

KEPT_AIM = 0.9  # of what nginx gives from a file
READERS = 16  # connections
ROUNDS = 5
_PER_SECOND = re.compile(r"Requests/sec:\s+([\d.]+)")
_REFUSED = re.compile(r"Non-2xx or 3xx responses: (\d+)")
# As the printed configuration has it, so that only the way to the bytes differs.
_FILES = """worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
daemon off;
events {{ worker_connections 1024; }}
http {{
types {{ text/html html; }}
sendfile on; tcp_nopush on; access_log off;
gzip on; gzip_vary on; gzip_comp_level 5; gzip_min_length 1000;
{paths}
server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""
_OWN_PATHS = "\n".join(
    f"{name}_temp_path {{folder}}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)


class NotServed(Exception):
    """Something that was to be measured did not answer as it should; the message says what."""


@dataclass(kw_only=True)
class Served:
    """One way to give the page: requests a second, a figure for each round."""

    name: str
    url: str
    headers: tuple[str, ...] = ()
    rates: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median of the rounds."""
        return median(self.rates)


def missing() -> str:
    """What is not installed, in words with what to do; empty if all is there."""
    if not shutil.which("wrk"):
        return "Requests a second were not measured: wrk is missing (Debian: apt-get install wrk)."
    if not nginx():
        return (
            "Requests a second were not measured: nginx with its purge module is missing (Debian: apt-get install nginx"
            " libnginx-mod-http-cache-purge)."
        )
    return ""


def table(house: House, *, path: str, seconds: int) -> str:
    """The table, or what is missing for it. Raises NotServed."""
    return missing() or lines(measure(house, path=path, seconds=seconds))


def measure(house: House, *, path: str, seconds: int) -> list[Served]:
    """The ways to give the page at ``path`` of a running installation, each measured `ROUNDS` times in turns.

    Raises:
        NotServed: one did not answer, or not with the page.
    """
    with ExitStack() as stack:
        folder = house.folder / "serving"
        (folder / "files").mkdir(parents=True)
        for place in (house.folder, folder, folder / "files"):
            place.chmod(0o755)
        address = f"http://127.0.0.1:{house.port}{path}"
        html = _get(address)
        (folder / "files" / "page.html").write_bytes(html)
        files, kept, purges, bare = free_ports(4)

        proxy = Proxy(program=nginx(), folder=house.folder / "edge", port=kept, purge_port=purges, fresh_seconds=3600)
        configuration = proxy.configure(
            upstream=house.port, environment={"DATA_DIR": str(house.folder / "var"), "DEMO": "1"}
        )
        stack.callback(proxy.stop)
        proxy.start(configuration)
        workers = re.search(r"worker_processes (\w+);", configuration.read_text())
        _begin(stack, _nginx_of_files(folder, port=files, workers=workers[1] if workers else "1"), {})
        # As `cms.core.supervision` starts the product.
        granian = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(bare), "--no-ws",
            "--workers", "1", "--blocking-threads", "4", "--log-level", "warning",
        ]  # fmt: skip
        _begin(
            stack,
            [*granian, "tests.bench.bare:application"],
            {"BARE_PAGE": str(folder / "files" / "page.html"), "BARE_DATABASE": house.database},
        )
        plain, packed = (), ("Accept-Encoding: gzip",)
        ways = [
            Served(name="article page, uncached", url=address),
            Served(name="bare Django view, one query", url=f"http://127.0.0.1:{bare}/"),
            Served(name="nginx, a file", url=f"http://127.0.0.1:{files}/page.html", headers=plain),
            Served(name="nginx, kept copy", url=f"http://127.0.0.1:{kept}{path}", headers=plain),
            Served(
                name="nginx, a file, compressed for each", url=f"http://127.0.0.1:{files}/page.html", headers=packed
            ),
            Served(name="nginx, kept copy, compressed for each", url=f"http://127.0.0.1:{kept}{path}", headers=packed),
        ]
        for way in ways:
            # Also puts the copy into the proxy.
            if not until(lambda url=way.url: _answers(url), seconds=20):  # type: ignore[misc]
                raise NotServed(f"{way.name}: {way.url} does not answer")
            if len(_get(way.url)) != len(html):
                raise NotServed(f"{way.name}: {way.url} does not give the same page")
        for number in range(ROUNDS):
            for way in ways if number % 2 else reversed(ways):
                way.rates.append(_per_second(way, seconds=seconds))
    return ways


def lines(ways: Sequence[Served]) -> str:
    """The figures and their ratios as a table that is also Markdown."""
    uncached, bare, file, kept, packed_file, packed_kept = ways
    rows = [
        (uncached, bare, None), (uncached, file, None), (kept, file, KEPT_AIM), (packed_kept, packed_file, KEPT_AIM)
    ]  # fmt: skip
    text = ["| the same page | requests/s | beside | requests/s | ratio | |", "| --- | --: | --- | --: | --: | --- |"]
    for ours, theirs, aim in rows:
        ratio = median(one / other for one, other in zip(ours.rates, theirs.rates, strict=True))
        remark = f"under {aim}" if aim is not None and ratio < aim else ""
        text.append(
            f"| {ours.name} | {ours.rate:,.0f} | {theirs.name} | {theirs.rate:,.0f} | {ratio:.{2 if ratio > 0.1 else 4}f} | {remark} |"
        )
    return "\n".join(text)


def _per_second(way: Served, *, seconds: int) -> float:
    headers = [part for each in way.headers for part in ("-H", each)]
    command = ["wrk", "-t1", f"-c{READERS}", f"-d{seconds}s", *headers, way.url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = _PER_SECOND.search(said)
    if found is None or _REFUSED.search(said):
        raise NotServed(f"{way.name}: {said}")
    return float(found[1])


def _nginx_of_files(folder: Path, *, port: int, workers: str) -> list[str]:
    paths = _OWN_PATHS.format(folder=folder)
    text = _FILES.format(folder=folder, port=port, workers=workers, paths=paths)
    if os.geteuid() == 0:
        # As root nginx would hand its workers to an account that can't read this folder.
        text = f"user root;\n{text}"
    (folder / "nginx.conf").write_text(text)
    return [nginx(), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]


def _begin(stack: ExitStack, command: list[str], environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lifeline.end_with_parent,
    )

    def end() -> None:
        process.terminate()
        process.wait(20)

    stack.callback(end)


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as answer:
        body: bytes = answer.read()
    return body


def _answers(url: str) -> bool:
    try:
        _get(url)
    except OSError:
        return False
    return True
