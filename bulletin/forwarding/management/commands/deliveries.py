"""``manage.py deliveries [--state S] [--json]``: the ledger, newest first."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from bulletin.forwarding.commands import ForwardingCommand, delivery_row
from bulletin.forwarding.errors import BadValue
from bulletin.forwarding.models import Delivery
from bulletin.forwarding.states import State


class Command(ForwardingCommand):
    """Lists deliveries."""

    help = "Lists the deliveries of articles to other sites, newest first."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--state", default="", help=f"only those in one state: {', '.join(State.values)}")

    def run(self, **options: Any) -> None:
        """Prints the rows. A state that does not exist is refused."""
        state = options["state"]
        if state and state not in State.values:
            raise BadValue(
                _("There is no state “%(state)s”. Known states: %(known)s.")
                % {"state": state, "known": ", ".join(State.values)}
            )
        rows = Delivery.objects.select_related("destination").defer("body")
        if state:
            rows = rows.filter(state=state)
        if options["as_json"]:
            self.document([delivery_row(row) for row in rows.iterator()])
            return
        for row in rows.iterator():
            line = f"{row.pk}  {row.state:<10}  v{row.version}  {row.destination.name}  {row.title}"
            self.stdout.write(f"{line}  {row.last_error}".rstrip())
