"""What the sandbox province holds, kept in one append-only file of JSON lines, so that a restart keeps it."""

import json
import os
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Held:
    """One article as the province holds it. ``data`` is the sender's ``data`` object, empty after a retraction."""

    article_id: str
    version: int
    retracted: bool
    data: dict[str, Any]
    received_at: str


@dataclass(frozen=True)
class Answer:
    """What a request was answered; kept by idempotency key so that a repetition gets the same."""

    status: int
    body: dict[str, Any]


class Store:
    """Articles, idempotency keys and the request log. Every change is on disk before it is answered."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.lock = threading.RLock()
        self.articles: dict[str, Held] = {}
        self.keys: dict[str, tuple[str, Answer]] = {}
        self.log: list[dict[str, Any]] = []
        self._path = folder / "province.jsonl"
        self._replay()
        self._file = self._path.open("ab")

    def close(self) -> None:
        """Close the file; nothing is pending, since every line was synced."""
        with self.lock:
            self._file.close()

    def keep(self, held: Held, *, key: str, body_hash: str, answer: Answer) -> None:
        """Hold an article and remember its key, in one line, so that a kill leaves both or neither."""
        entry = {"kind": "article", "held": asdict(held), "key": key, "body_hash": body_hash, "answer": asdict(answer)}
        with self.lock:
            self._write(entry)
            self._apply(entry)

    def received(self, entry: dict[str, Any]) -> int:
        """Log a request on arrival; the number is its place in the log, from 1."""
        with self.lock:
            number = len(self.log) + 1
            line = {"kind": "request", "entry": {"n": number, "at": _now(), **entry}}
            self._write(line)
            self._apply(line)
            return number

    def answered(self, number: int, result: dict[str, Any]) -> None:
        """Add to a logged request what became of it."""
        line = {"kind": "result", "n": number, "result": result}
        with self.lock:
            self._write(line)
            self._apply(line)

    def forget(self) -> None:
        """Lose every article and key, as a site restored from an old backup would; the log stays."""
        with self.lock:
            self._write({"kind": "forget"})
            self._apply({"kind": "forget"})

    def _write(self, entry: dict[str, Any]) -> None:
        self._file.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def _apply(self, entry: dict[str, Any]) -> None:
        match entry["kind"]:
            case "article":
                held = Held(**entry["held"])
                self.articles[held.article_id] = held
                if entry["key"]:
                    self.keys[entry["key"]] = (entry["body_hash"], Answer(**entry["answer"]))
            case "request":
                self.log.append(dict(entry["entry"]))
            case "result":
                self.log[entry["n"] - 1].update(entry["result"])
            case "forget":
                self.articles.clear()
                self.keys.clear()

    def _replay(self) -> None:
        """Read the file back; a last line torn by a kill was never answered, so it is cut off."""
        if not self._path.exists():
            return
        whole = 0
        with self._path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._apply(json.loads(line))
                whole += len(line)
        if whole != self._path.stat().st_size:
            with self._path.open("r+b") as file:
                file.truncate(whole)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def stamp() -> str:
    """The present moment as the province writes it: ISO 8601, UTC, milliseconds."""
    return _now()
