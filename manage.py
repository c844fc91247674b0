#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Runs one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.core.management import execute_from_command_line

    # Commands ring the bell as the web does, so the Celery app must be the current one here too.
    import cms.celery  # noqa: F401

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)  # the usual code for Ctrl-C, without a traceback


if __name__ == "__main__":
    main()
