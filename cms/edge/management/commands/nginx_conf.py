"""``manage.py nginx_conf``: prints the configuration of the proxy for this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from cms.core.commands import DeskCommand

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(DeskCommand):
    """What the environment knows goes into the file; certificates and ports are options."""

    help = "Prints the nginx configuration of this installation: cache, purge, static files, media host."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen and where the web servers are."""
        parser.add_argument("--listen", default="80", help="Address or port of the site (443 ssl with --certificate).")
        parser.add_argument("--purge-listen", default="127.0.0.1:8099", help="Where purges are taken; never public.")
        parser.add_argument(
            "--upstream", action="append", default=[], help="A web server; may be given more than once."
        )
        parser.add_argument(
            "--media-host", default="", help="The media's own host name; from MEDIA_BASE_URL otherwise."
        )
        parser.add_argument("--cache-dir", default="/var/cache/nginx/bulletin", help="Where copies are kept.")
        parser.add_argument("--certificate", default="", help="Folder with fullchain.pem and privkey.pem.")
        parser.add_argument("--fresh-seconds", type=int, default=30, help="How long a copy is given without asking.")
        parser.add_argument(
            "--whole", action="store_true", help="A whole nginx.conf, to be run by an ordinary account."
        )
        parser.add_argument("--no-brotli", action="store_true", help="Where nginx lacks the module brotli_static.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints it."""
        environment = settings.ENVIRONMENT
        for name in ("listen", "purge_listen", "cache_dir", "certificate", "media_host"):
            if set(options[name]) & set(";{}\"'\n\\"):
                self.refuse(f"--{name.replace('_', '-')} can't hold quotes, braces or semicolons.")
        context = {
            **options,
            "hosts": [host.lstrip(".") for host in settings.ALLOWED_HOSTS],
            "canonical": urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname,
            "media_host": options["media_host"] or urlsplit(settings.MEDIA_URL).hostname or "",
            "media_path": urlsplit(settings.MEDIA_URL).path,
            "upstreams": options["upstream"] or [f"127.0.0.1:{environment.port}"],
            "static_root": settings.STATIC_ROOT,
            "media_root": settings.MEDIA_ROOT,
            "data_dir": environment.data_dir,
            "demo": settings.DEMO,
        }
        self.stdout.write(render_to_string("edge/nginx.conf", context))
