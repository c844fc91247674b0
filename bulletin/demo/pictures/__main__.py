"""Redraw all pictures of the demo: `python -m bulletin.demo.pictures OUT_DIR`."""

import argparse
import sys
from pathlib import Path

from . import write_all


def main(arguments: list[str]) -> int:
    """Write all pictures to the folder named on the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bulletin.demo.pictures", description="Redraw the demo pictures.")
    parser.add_argument("out_dir", type=Path, metavar="OUT_DIR", help="folder for NN.jpg and cover-N.jpg")
    written = write_all(parser.parse_args(arguments).out_dir)
    sys.stdout.write(f"{len(written)} pictures, {sum(path.stat().st_size for path in written) // 1024} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
