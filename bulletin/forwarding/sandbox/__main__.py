"""Command line of the sandbox province: ``python -m bulletin.forwarding.sandbox --port 8001 --data DIR``."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from .server import Province, ProvinceServer
from .signatures import DEMO_SECRET, ENVIRONMENT_NAME
from .store import Store


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; answer 0 after a clean stop, 2 where the port cannot be had."""
    parser = argparse.ArgumentParser(prog="bulletin.forwarding.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("PROVINCE_PORT", "8001")), help="0: any free one"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that keeps what was received")
    parser.add_argument("--public-url", default="", help="how the outside names this site, without a last slash")
    parser.add_argument(
        "--secret",
        action="append",
        help=f"webhook secret (whsec_...), may be repeated; else the variable {ENVIRONMENT_NAME}, else the demo secret",
    )
    options = parser.parse_args(arguments)
    secrets = options.secret or os.environ.get(ENVIRONMENT_NAME, "").split() or [DEMO_SECRET]

    store = Store(options.data)
    try:
        server = ProvinceServer((options.host, options.port), Province(store, secrets))
    except OSError as error:
        store.close()
        print(f"port {options.port}: {error.strerror}", file=sys.stderr)
        return 2
    port = server.server_address[1]
    server.province.public_url = options.public_url.rstrip("/") or f"http://{options.host}:{port}"

    def stop(number: int, frame: object) -> None:
        # shutdown() waits for serve_forever(), which this very thread runs: so it is asked from another one.
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"sandbox province on {server.province.public_url}", flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
