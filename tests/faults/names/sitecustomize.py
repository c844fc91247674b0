"""A name service out of a file, for processes that are started with this folder on their path.

Python imports this module by itself. ``NAMES_FILE`` holds the names as JSON, ``{"name": "number"}``, and is read at every
question; a name that is not in it does not exist, and numbers stand for themselves.
"""

import json
import os
import socket
from ipaddress import ip_address
from pathlib import Path
from typing import Any

_numeric = socket.getaddrinfo


def getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
    """As the system's own."""
    try:
        ip_address(host)
    except ValueError:
        known = json.loads(Path(os.environ["NAMES_FILE"]).read_text(encoding="utf-8"))
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None
        host = known[host]
    return _numeric(host, *rest, **options)


if "NAMES_FILE" in os.environ:
    socket.getaddrinfo = getaddrinfo
