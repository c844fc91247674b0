"""Tells the people at the terminal, once the site answers, where it is and who may sign in.

``python -m cms.core.announcement PORT TEXT_FILE LOG_DIR`` runs beside the supervisor and ends with it.
"""

from __future__ import annotations

import http.client
import sys
import time
from pathlib import Path

from cms.core import lifeline

PATIENCE_SECONDS = 90

# Sign-ins of the demo, as documented for everybody; `manage.py demo` makes them.
DEMO_PASSWORD = "ban-tin-demo-2026"
DEMO_PEOPLE = (
    ("writer.bvdkt@demo.local", "unit writer, BVDKT"),
    ("writer.ttytcl@demo.local", "unit writer, TTYT-CL"),
    ("head.bvdkt@demo.local", "unit head, BVDKT"),
    ("editor1@demo.local", "CDC editor"),
    ("editor2@demo.local", "CDC editor (the second pair of eyes)"),
    ("desk@demo.local", "desk editor"),
    ("board@demo.local", "editorial board"),
    ("officer@demo.local", "forwarding officer (TCHC)"),
    ("admin@demo.local", "administrator"),
)


def announcement(*, base_url: str, province_url: str | None, demo: bool, data_dir: Path) -> str:
    """The table of addresses and, in a demo, of sign-ins."""
    lines = [
        "",
        f"  Reader site         {base_url}/",
        f"  Editorial desk      {base_url}/quan-tri/",
    ]
    if province_url:
        lines.append(f"  Sandbox province    {province_url}/")
    lines.append(f"  Data and logs       {data_dir}, {data_dir / 'log'}")
    if demo:
        lines += ["", f"  Sign in with the password  {DEMO_PASSWORD}  as"]
        lines += [f"    {email:<26}{role}" for email, role in DEMO_PEOPLE]
    lines += ["", "  Ctrl-C stops everything.", ""]
    return "\n".join(lines)


def answers(port: int) -> bool:
    """Whether the site on this machine says that it is ready. Any answer but a server error counts as one: behind a
    proxy in production, a plain local request is answered by a redirect to the public address."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_and_print(*, port: int, text_file: Path, log_dir: Path) -> int:
    """Waits until the site answers, then prints the file; after 90 s says where to look instead. Returns an exit code."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not answers(port):
        if time.monotonic() > deadline:
            print(f"The site does not answer on port {port}. Its logs are in {log_dir}.", file=sys.stderr, flush=True)
            return 1
        time.sleep(0.1)
    print(text_file.read_text(encoding="utf-8"), flush=True)
    return 0


def main(port: str, text_file: str, log_dir: str) -> int:
    """Waits and prints, unless the supervisor or the user ends it first."""
    lifeline.end_with_parent()
    try:
        return wait_and_print(port=int(port), text_file=Path(text_file), log_dir=Path(log_dir))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
