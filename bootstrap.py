"""Makes the Python environment in .venv from the lock files; done at once when nothing has changed.

    python3 bootstrap.py          the product's own packages (requirements.lock)
    python3 bootstrap.py --dev    the tools of tests and checks as well (requirements-dev.lock)
    python3 bootstrap.py --next   .venv-next: as --dev, but with the newest Wagtail and Django

Standard library only, run by any Python: an old one is told so. A signal ends the packages' installation too, and an
interrupted one is taken up again by the next call.
"""

import sys

if sys.version_info < (3, 11):  # before anything that older versions can't read
    sys.exit("Python 3.11 or newer is needed; this is %s (%s)." % (sys.version.split()[0], sys.executable))

import hashlib
import os
import re
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
NEWEST = ("django", "wagtail")


def run(*commands: Sequence[str | Path]) -> bool:
    """Runs commands side by side; whether all succeeded. Each has a session of its own, so that when this process is
    ended it can take all of theirs along."""
    started = [
        subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, start_new_session=True)
        for command in commands
    ]
    try:
        codes = [process.wait() for process in started]
    except BaseException:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()
        raise
    return not any(codes)


def python_of(folder: Path) -> Path:
    """The interpreter of an environment."""
    return folder / "bin" / "python"


def is_usable(folder: Path) -> bool:
    """Whether the environment has a working interpreter with pip: not after an interruption or a removed Python."""
    try:
        return subprocess.run([python_of(folder), "-c", "import pip"], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def make_environment(folder: Path) -> None:
    """Makes an empty environment with pip in it."""
    if not run([sys.executable, "-m", "venv", "--clear", folder]):
        sys.exit(
            "The environment could not be made. On Debian and Ubuntu the module is a package of its own: "
            "apt install python3-venv"
        )


def install(folder: Path, *requests: Sequence[str | Path]) -> None:
    """Installs packages by pip, from whatever index this machine's pip is set up for; one pip per request."""
    pip: list[str | Path] = [
        python_of(folder),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
    ]
    if not run(*([*pip, *request] for request in requests)):
        sys.exit("The packages could not be installed; pip's own words are above. The next try goes on from here.")


def halves(lock: Path, folder: Path) -> list[Path]:
    """The lock in two files, every other package in each: unpacking takes processor time, and most machines have two
    cores. That is sound because a lock is complete, so that neither pip has to resolve anything."""
    packages = re.split(r"\n(?=[a-z])", lock.read_text())
    parts = [folder / f"{lock.stem}-{number}.txt" for number in (1, 2)]
    for number, part in enumerate(parts):
        part.write_text("\n".join(packages[number::2]) + "\n")
    return parts


def set_up(kind: str) -> None:
    """Brings .venv to the state of a lock file."""
    folder, lock = ROOT / ".venv", LOCKS[kind]
    stamp = folder / f"{kind}.sha256"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest and python_of(folder).exists():
        return
    print("Environment ...", flush=True)
    if not is_usable(folder):
        make_environment(folder)
    install(folder, *(("--require-hashes", "--no-deps", "-r", str(part)) for part in halves(lock, folder)))
    stamp.write_text(digest)


def set_up_next() -> None:
    """Makes .venv-next anew each time: what is newest changes without any file here changing."""
    folder = ROOT / ".venv-next"
    make_environment(folder)
    named = (ROOT / "requirements.txt").read_text() + (ROOT / "requirements-dev.txt").read_text()
    pins = [line for line in named.splitlines() if re.match(r"[A-Za-z]", line)]
    kept = [pin for pin in pins if re.split(r"[=\[]", pin)[0].lower() not in NEWEST]
    install(folder, ["--upgrade", *kept, *NEWEST])


def end(number: int, _frame: FrameType | None) -> NoReturn:
    """Turns a signal into an ordinary way out, past the `except` of `run`."""
    sys.exit(128 + number)


def main(arguments: list[str]) -> None:
    """Does what the one option says."""
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGHUP, end)
    try:
        if "--next" in arguments:
            set_up_next()
        else:
            set_up("dev" if "--dev" in arguments else "run")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main(sys.argv[1:])
