"""``manage.py destination list|add|policy|pause|resume|test|by-hand|…``: where articles are sent, and which."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.adapters import KINDS, Adapter
from bulletin.forwarding.commands import ForwardingCommand
from bulletin.forwarding.destinations import changes as destination_changes
from bulletin.forwarding.destinations import probes
from bulletin.forwarding.destinations.checks import checked_secret
from bulletin.forwarding.errors import BadValue, NotFound
from bulletin.forwarding.handover.actions import set_route
from bulletin.forwarding.models import Destination
from bulletin.forwarding.policy import actions as policy_actions
from bulletin.forwarding.policy import words as policy_words
from bulletin.forwarding.policy.options import add_policy_arguments, values_of
from bulletin.forwarding.policy.rules import Policy
from cms.accounts.models import User


def destination_row(destination: Destination) -> dict[str, Any]:
    """A destination without anything secret."""
    return {
        "name": destination.name,
        "kind": destination.kind,
        "base_url": destination.base_url,
        "state": destination.state,
        "state_reason": destination.state_reason,
        "state_since": destination.state_since.isoformat(),
        "allow_private": destination.allow_private,
        **Policy.of(destination).written(),
        "is_ours": destination.is_ours,
        "options": destination.options,
        "is_retired": destination.is_retired,
        "has_secret": bool(destination.secrets_sealed),
        "secrets_set_at": destination_changes.secret_dates(destination),
    }


def choices() -> str:
    """What each kind leaves to choose, in one line."""
    return "; ".join(f"{kind}: {_offered(adapter)}" for kind, adapter in KINDS.items() if adapter.options)


def _offered(adapter: type[Adapter]) -> str:
    return ", ".join(f"{name}={'|'.join(values)}" for name, values in adapter.options.items())


class Command(ForwardingCommand):
    """Destinations."""

    help = "Lists, adds, pauses, resumes and tests the sites that articles are sent to."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        # --json is understood before the verb and after it, and the later place must not reset the earlier one.
        super().add_arguments(parser)
        for name, description in (
            ("list", "all destinations"),
            ("add", "a new destination"),
            ("policy", "what is sent there, when, under which names; without options the policy in force"),
            ("pause", "send nothing more until it is resumed"),
            ("resume", "send again, takedowns first"),
            ("test", "ask the other site for an article that does not exist; sends nothing"),
            ("by-hand", "who puts articles in at a destination of the kind “package”"),
            ("add-secret", "put a new secret in front; the old one signs too until it is dropped"),
            ("drop-secrets", "keep the newest secret alone"),
            ("retire", "send nothing there any more, for ever"),
        ):
            verb = verbs.add_parser(name, help=description)
            verb.add_argument("--json", action="store_true", dest="json_after")
            if name not in ("list", "add"):
                verb.add_argument("name")
            if name == "by-hand":
                verb.add_argument(
                    "--person", required=True, metavar="MAIL", help="a forwarding officer's mail address"
                )
                verb.add_argument("--hours", type=int, default=24, help="until it should be up")
                verb.add_argument(
                    "--mail", action="append", default=[], help="an address that gets the package, may be repeated"
                )
            if name in ("policy", "pause", "resume", "add-secret", "drop-secrets", "retire"):
                verb.add_argument("--reason", default="", help="why; kept in the history")
            if name == "policy":
                add_policy_arguments(verb)
            if name == "add-secret":
                verb.add_argument("--secret-env", required=True, metavar="VAR", help="variable that holds the secret")
            if name == "add":
                verb.add_argument("--kind", required=True, help=", ".join(KINDS))
                verb.add_argument("--name", required=True)
                verb.add_argument("--base-url", required=True)
                verb.add_argument("--user", default="", help="user name at the other site")
                verb.add_argument("--secret-env", default="", metavar="VAR", help="variable that holds the secret")
                verb.add_argument(
                    "--option",
                    action="append",
                    default=[],
                    metavar="NAME=VALUE",
                    help="a choice of the kind, may be repeated: " + choices(),
                )
                verb.add_argument(
                    "--translations", action="store_true", help="is sent the English versions of articles too"
                )
                verb.add_argument(
                    "--allow-private", action="store_true", help="may lie in the own network (demo only)"
                )

    def handle(self, *args: Any, **options: Any) -> None:
        """Takes ``--json`` from either place."""
        options["as_json"] = options["as_json"] or options.pop("json_after", False)
        super().handle(*args, **options)

    def run(self, **options: Any) -> None:
        """Carries out the one verb."""
        match options["verb"]:
            case "list":
                self._show(list(Destination.objects.all()), as_json=options["as_json"])
            case "add":
                self._one(self._add(options), as_json=options["as_json"])
            case "pause":
                reason = options["reason"] or "paused from the command line"
                key = self._named(options["name"]).pk
                paused = actions.pause(destination_id=key, reason=reason, actor=COMMAND_LINE)
                self._one(paused, as_json=options["as_json"])
            case "resume":
                key = self._named(options["name"]).pk
                resumed = actions.resume(destination_id=key, reason=options["reason"], actor=COMMAND_LINE)
                self._one(resumed, as_json=options["as_json"])
            case "by-hand":
                self._by_hand(options)
            case "policy":
                self._policy(options)
            case "add-secret" | "drop-secrets" | "retire" as change:
                self._one(self._change(change, options), as_json=options["as_json"])
            case "test":
                self._test(self._named(options["name"]), as_json=options["as_json"])

    @transaction.atomic
    def _change(self, change: str, options: dict[str, Any]) -> Destination:
        place = destination_changes.locked(self._named(options["name"]).pk)
        reason = options["reason"].strip()
        if not reason:
            raise BadValue(_("Please give a reason."))
        common: dict[str, Any] = {
            "destination": place,
            "actor": COMMAND_LINE,
            "at": timezone.now(),
            "reason": reason,
        }
        if change == "add-secret":
            (secret,) = checked_secret(kind=place.kind, secret=self._secret(options["secret_env"]))
            destination_changes.add_secret(secret=secret, **common)
        elif change == "drop-secrets":
            destination_changes.drop_secrets(**common)
        else:
            destination_changes.retire(**common)
        return place

    def _policy(self, options: dict[str, Any]) -> None:
        with transaction.atomic():
            place = destination_changes.locked(self._named(options["name"]).pk)
            values = values_of(options, before=Policy.of(place))
            if values:
                place = policy_actions.set_policy(
                    destination_id=place.pk, values=values, reason=options["reason"], actor=COMMAND_LINE
                )
        if options["as_json"]:
            self.document(destination_row(place))
            return
        for label, value in policy_words.lines(Policy.of(place)):
            self.stdout.write(f"{label}: {value}")

    def _secret(self, variable: str) -> str:
        secret = os.environ.get(variable, "")
        if not secret:
            raise BadValue(_("The variable %(name)s is empty.") % {"name": variable})
        return secret

    def _add(self, options: dict[str, Any]) -> Destination:
        secret = self._secret(options["secret_env"]) if options["secret_env"] else ""
        return actions.add_destination(
            kind=options["kind"],
            name=options["name"],
            base_url=options["base_url"],
            username=options["user"],
            secret=secret,
            allow_private=options["allow_private"],
            takes_translations=options["translations"],
            options=dict(each.partition("=")[::2] for each in options["option"]),
            actor=COMMAND_LINE,
        )

    def _by_hand(self, options: dict[str, Any]) -> None:
        destination = self._named(options["name"])
        person = User.objects.filter(email__iexact=options["person"]).first()
        if person is None:
            raise NotFound(_("There is nobody with the address “%(address)s”.") % {"address": options["person"]})
        set_route(
            destination_id=destination.pk,
            person=person,
            hours=options["hours"],
            recipients=options["mail"],
            actor=COMMAND_LINE,
        )
        self._one(destination, as_json=options["as_json"])

    def _named(self, name: str) -> Destination:
        found = Destination.objects.filter(name=name).first()
        if found is None:
            raise NotFound(_("There is no destination “%(name)s”.") % {"name": name})
        return found

    def _test(self, destination: Destination, *, as_json: bool) -> None:
        outcome = probes.probe(destination=destination)
        if as_json:
            self.document(
                {
                    "name": destination.name,
                    "ok": outcome.ok,
                    "message": outcome.message,
                    "milliseconds": outcome.milliseconds,
                }
            )
        else:
            self.stdout.write(f"{destination.name}: {outcome.message} ({outcome.milliseconds} ms)")
        if not outcome.ok:
            raise CommandError(f"{destination.name} did not pass the test: {outcome.message}", returncode=1)

    def _one(self, destination: Destination, *, as_json: bool) -> None:
        if as_json:
            self.document(destination_row(destination))
        else:
            self._show([destination], as_json=False)

    def _show(self, destinations: list[Destination], *, as_json: bool) -> None:
        if as_json:
            self.document([destination_row(destination) for destination in destinations])
            return
        for each in destinations:
            line = f"{each.name}  {each.kind}  {each.base_url}  {each.state}"
            self.stdout.write(f"{line}  {each.state_reason}".rstrip())
