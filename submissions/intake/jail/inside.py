"""The child: ``python -I inside.py`` in a folder of its own that holds ``order.json`` and ``source``.

An order to read leaves ``result.json`` and the drawn pictures there; an order to run becomes that program. How it ended is
told by the exit code (`OUT_OF_MEMORY` or anything else but 0) or by the signal that killed it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

# Run as a file by an isolated interpreter, whose search path has neither this folder nor the project.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from submissions.intake.jail import fence

OUT_OF_MEMORY = 77


def main() -> None:
    """Shuts the doors, then does what was ordered. The order is the parent's own word."""
    order: dict[str, Any] = json.loads(Path("order.json").read_bytes())
    command: list[str] = order["command"]
    fence.shut(programs=bool(command), **order["bounds"])
    if command:
        os.execv(command[0], command)
    try:
        _read(order["names"])
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _read(names: list[str]) -> None:
    from submissions.intake.docx import IntakeRefused, read_docx
    from submissions.intake.jail import answer

    folder = Path.cwd()
    try:
        article = read_docx(Path("source").read_bytes(), names=names)
    except IntakeRefused as refused:
        answer.write_refusal(refused, folder)
    else:
        answer.write_article(article, folder)


if __name__ == "__main__":
    main()
