"""The parent's side of the jail: one child, one folder, one end.

Every child leads a session and a process group of its own and is killed with the whole group, when its time is over and
also when it ends by itself, so that nothing it started stays behind.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from submissions.intake.docx.codes import RefusalCode
from submissions.intake.docx.shapes import MEGABYTE, IntakeRefused
from submissions.intake.jail.inside import OUT_OF_MEMORY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Isolated: neither the environment nor the current folder has a say in what Python loads.
COMMAND = (sys.executable, "-I", "-B", "-X", "utf8", str(Path(__file__).with_name("inside.py")))
SAID_LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one child may use: seconds of wall clock and of the processor, address space and file sizes in bytes."""

    wall_seconds: float
    seconds: int
    memory: int
    file_bytes: int
    open_files: int


# A photo of 40 million pixels takes 300 MB at most while it is drawn anew.
READING = Bounds(wall_seconds=30, seconds=30, memory=1024 * MEGABYTE, file_bytes=64 * MEGABYTE, open_files=64)
# LibreOffice maps far more than it uses; measured: 1.2 GB of addresses, 200 MB of memory.
OFFICE = Bounds(wall_seconds=60, seconds=60, memory=4096 * MEGABYTE, file_bytes=256 * MEGABYTE, open_files=512)


# No child lives for so long: a folder of this age was left by a worker that was killed.
ABANDONED_SECONDS = 3_600
PREFIX = "desk-jail-"


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one child, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        yield Path(name)


def remove_abandoned(*, now: float) -> int:
    """Removes the folders that killed workers left, with the writers' files in them; returns how many.

    ``now`` in seconds since the epoch. Only our own user's, and nothing is followed.
    """
    removed = 0
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            seen = left.lstat()
        except OSError:
            continue  # another worker was quicker
        ours = seen.st_uid == os.getuid() and stat.S_ISDIR(seen.st_mode)
        if ours and now - seen.st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
            removed += 1
    return removed


def run(place: Path, *, bounds: Bounds, command: Sequence[str] = (), names: Sequence[str] = ()) -> None:
    """Runs the child in ``place``: the reader over its ``source``, or ``command`` where one is given.

    Raises:
        IntakeRefused: it was killed by a limit (TIMED_OUT, OUT_OF_MEMORY) or ended in another wrong way (CRASHED).
    """
    write_order(place, bounds=bounds, command=command, names=names)
    noise = place / "noise.txt"
    home = str(place)
    with noise.open("wb") as said:
        child = subprocess.Popen(
            COMMAND,
            cwd=place,
            env={"HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            close_fds=True,
            start_new_session=True,
        )
    in_time = False
    try:
        in_time = _ends(child, within=bounds.wall_seconds)
    finally:
        # Before its number is given back to the kernel: until then nobody else can have it.
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if not in_time:
        raise IntakeRefused(RefusalCode.TIMED_OUT, f"killed after {bounds.wall_seconds:g} s")
    if child.returncode:
        raise IntakeRefused(_reason(child.returncode), f"ended with {child.returncode}: {_last_words(noise)}")


def write_order(place: Path, *, bounds: Bounds, command: Sequence[str] = (), names: Sequence[str] = ()) -> None:
    """Leaves the child's order in its folder."""
    limits = asdict(bounds)
    del limits["wall_seconds"]
    order = {"command": list(command), "names": list(names), "bounds": limits}
    (place / "order.json").write_text(json.dumps(order), encoding="utf-8")


def _ends(child: subprocess.Popen[bytes], *, within: float) -> bool:
    """Whether the child ends in that many seconds; it stays a zombie, so that its group can still be named."""
    descriptor = os.pidfd_open(child.pid)
    try:
        watch = select.poll()
        watch.register(descriptor, select.POLLIN)
        return bool(watch.poll(within * 1000))
    finally:
        os.close(descriptor)


def _reason(code: int) -> RefusalCode:
    if code == -signal.SIGXCPU:
        return RefusalCode.TIMED_OUT
    # SIGKILL that was not ours comes from the kernel, which is short of memory, or from the hard limit of time.
    return RefusalCode.OUT_OF_MEMORY if code in (OUT_OF_MEMORY, -signal.SIGKILL) else RefusalCode.CRASHED


def _last_words(noise: Path) -> str:
    with noise.open("rb") as said:
        said.seek(max(0, noise.stat().st_size - SAID_LONGEST))
        return " ".join(said.read(SAID_LONGEST).decode("utf-8", "replace").split())
