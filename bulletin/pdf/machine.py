"""Running the press as a child: a folder that is thrown away, an emptied environment, and an end to its time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin.pdf.enums import Fault
from bulletin.pdf.press import NO_LIBRARY, NO_PAPER, PDF

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
# Wall clock. The processor time is the press's own limit; a machine that is busy with other things takes its time.
SECONDS = 90
MOST_BYTES = 60 * 1024 * 1024
# The machine's fonts are none of the business: every machine prints the same page.
_FONT_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


class PressFailed(Exception):
    """No PDF came of it. ``fault`` says why; the message is for the person who looks after the machine."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A finished PDF; ``refused`` are addresses that something in the issue asked for and did not get."""

    data: bytes
    pages: int
    refused: list[str]


def run(lay_out: Callable[[Path], None], *, seconds: float = SECONDS) -> Printed:
    """Has ``lay_out`` fill a folder and prints it.

    Raises:
        PressFailed: the libraries are missing, the time or the memory was not enough, or the press broke.
    """
    with tempfile.TemporaryDirectory(prefix="issue-pdf-") as name:
        folder = Path(name)
        lay_out(folder)
        (folder / "fonts.conf").write_text(_FONT_CONFIGURATION.format(folder=folder), encoding="utf-8")
        code, out, errors = _child(folder, seconds=seconds)
        if code == NO_LIBRARY:
            raise PressFailed(Fault.NO_LIBRARY, errors)
        if code == NO_PAPER:
            raise PressFailed(Fault.TOO_LONG, "not enough memory")
        if code != 0 or not (folder / PDF).is_file():
            fault = Fault.TOO_LONG if code in {-signal.SIGXCPU, -signal.SIGKILL} else Fault.BROKEN
            raise PressFailed(fault, f"exit {code}: {errors}")
        if (folder / PDF).stat().st_size > MOST_BYTES:
            raise PressFailed(Fault.TOO_LONG, f"the file would be larger than {MOST_BYTES} bytes")
        told = json.loads(out)
        return Printed(data=(folder / PDF).read_bytes(), pages=int(told["pages"]), refused=list(told["refused"]))


def _child(folder: Path, *, seconds: float) -> tuple[int, str, str]:
    # In a group of its own, so that nothing of it outlives its time.
    child = subprocess.Popen(
        [sys.executable, "-m", "bulletin.pdf.press", str(folder)],
        cwd=ROOT,
        env={
            "PATH": os.defpath,
            "LC_ALL": "C.UTF-8",
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "FONTCONFIG_FILE": str(folder / "fonts.conf"),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        out, errors = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise PressFailed(Fault.TOO_LONG, f"not done after {seconds:g} s") from None
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
    return child.returncode, out, errors.strip()[-400:]
