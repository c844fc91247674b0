import bulletin.forwarding.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("website", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Destination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("base_url", models.CharField(max_length=500, verbose_name="base address")),
                ("username", models.CharField(blank=True, max_length=150, verbose_name="user name at the other site")),
                ("secrets_sealed", models.BinaryField(blank=True, default=b"", verbose_name="sealed secrets")),
                ("allowed_hosts", models.JSONField(default=list, verbose_name="allowed hosts")),
                ("allow_private", models.BooleanField(default=False, verbose_name="may lie in the own network")),
                (
                    "instance_role",
                    models.CharField(blank=True, max_length=40, verbose_name="role of the sending installation"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Active"), ("paused", "Paused")],
                        default="active",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("state_reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("state_since", models.DateTimeField(verbose_name="since")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("failures_in_row", models.PositiveIntegerField(default=0, verbose_name="failures in a row")),
                ("breaker_openings", models.PositiveSmallIntegerField(default=0, verbose_name="openings in a row")),
                ("breaker_open_until", models.DateTimeField(blank=True, null=True, verbose_name="not called before")),
                ("max_parallel", models.PositiveSmallIntegerField(default=4, verbose_name="requests at once")),
                ("rate_per_second", models.PositiveSmallIntegerField(default=5, verbose_name="requests a second")),
                ("next_send_at", models.DateTimeField(blank=True, null=True, verbose_name="next request not before")),
            ],
            options={
                "verbose_name": "destination",
                "verbose_name_plural": "destinations",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["active", "paused"])), name="destination_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "active"), models.Q(("state_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="destination_pause_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_parallel__gte", 1), ("rate_per_second__gte", 1)),
                        name="destination_limits_let_through",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "delivery_id",
                    models.UUIDField(
                        default=bulletin.forwarding.models.new_delivery_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="delivery",
                    ),
                ),
                ("article_id", models.UUIDField(verbose_name="article")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                (
                    "action",
                    models.CharField(
                        choices=[("published", "Publication"), ("updated", "Correction"), ("retracted", "Takedown")],
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=255, verbose_name="title")),
                ("body", models.BinaryField(blank=True, default=b"", verbose_name="body")),
                ("content_sha256", models.CharField(blank=True, max_length=64, verbose_name="content hash")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("retry_wait", "Waiting for another attempt"),
                            ("unknown", "Outcome unknown"),
                            ("delivered", "Received by the other site"),
                            ("confirmed", "Seen on the other site"),
                            ("rejected", "Rejected by the other site"),
                            ("paused", "Held while the destination is paused"),
                            ("superseded", "Replaced by a newer version"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Given up"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(default=1, verbose_name="priority")),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="attempts")),
                ("asked", models.PositiveIntegerField(default=0, verbose_name="questions about the outcome")),
                ("checked", models.PositiveIntegerField(default=0, verbose_name="looks at the public page")),
                ("next_attempt_at", models.DateTimeField(blank=True, null=True, verbose_name="next attempt")),
                ("check_at", models.DateTimeField(blank=True, null=True, verbose_name="next look at the public page")),
                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="lease until")),
                ("lease_owner", models.CharField(blank=True, max_length=36, verbose_name="lease owner")),
                ("first_sent_at", models.DateTimeField(blank=True, null=True, verbose_name="first sent at")),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="delivered at")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                ("remote_id", models.CharField(blank=True, max_length=200, verbose_name="id at the other site")),
                ("remote_url", models.CharField(blank=True, max_length=500, verbose_name="address at the other site")),
                (
                    "last_code",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="last HTTP status"),
                ),
                ("last_error", models.CharField(blank=True, max_length=500, verbose_name="last error")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("updated_at", models.DateTimeField(verbose_name="updated at")),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="website.storypage",
                        verbose_name="story",
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="forwarding.destination",
                        verbose_name="destination",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-created_at", "-delivery_id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "retry_wait"])),
                        fields=["destination", "priority", "next_attempt_at"],
                        name="delivery_claimable",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")), fields=["lease_until"], name="delivery_leased"
                    ),
                    models.Index(
                        condition=models.Q(("state", "unknown")), fields=["next_attempt_at"], name="delivery_unknown"
                    ),
                    models.Index(
                        condition=models.Q(("state", "delivered")), fields=["check_at"], name="delivery_to_check"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["paused", "rejected", "failed"])),
                        fields=["state", "created_at"],
                        name="delivery_for_a_person",
                    ),
                    models.Index(fields=["destination", "created_at"], name="delivery_by_destination"),
                    models.Index(
                        fields=["destination", "state", "created_at", "delivery_id"], name="delivery_by_state_and_age"
                    ),
                    models.Index(fields=["state", "confirmed_at", "destination"], name="delivery_by_confirmation"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("destination", "article_id", "version"), name="delivery_one_row_a_version"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["sending", "unknown"])),
                        fields=("destination", "article_id"),
                        name="delivery_one_in_flight",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "waiting",
                                    "sending",
                                    "retry_wait",
                                    "unknown",
                                    "delivered",
                                    "confirmed",
                                    "rejected",
                                    "paused",
                                    "superseded",
                                    "cancelled",
                                    "failed",
                                ],
                            )
                        ),
                        name="delivery_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("action__in", ["published", "updated", "retracted"])),
                        name="delivery_action_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="delivery_versions_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            models.Q(("lease_until__isnull", False), models.Q(("lease_owner", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="delivery_sending_is_leased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["waiting", "retry_wait"]), _negated=True),
                            ("next_attempt_at__isnull", False),
                            _connector="OR",
                        ),
                        name="delivery_claimable_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ["waiting", "retry_wait", "sending", "unknown", "delivered", "confirmed"],
                                ),
                                _negated=True,
                            ),
                            models.Q(("content_sha256", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="delivery_sent_has_a_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["delivered", "confirmed"]), _negated=True),
                            ("delivered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="delivery_delivered_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="delivery_confirmed_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            ("action", "retracted"),
                            models.Q(("remote_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="delivery_confirmed_has_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", "retracted"), _negated=True),
                            models.Q(("state", "failed"), _negated=True),
                            _connector="OR",
                        ),
                        name="delivery_takedown_never_gives_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=16, verbose_name="verb")),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("retry_wait", "Waiting for another attempt"),
                            ("unknown", "Outcome unknown"),
                            ("delivered", "Received by the other site"),
                            ("confirmed", "Seen on the other site"),
                            ("rejected", "Rejected by the other site"),
                            ("paused", "Held while the destination is paused"),
                            ("superseded", "Replaced by a newer version"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Given up"),
                        ],
                        max_length=12,
                        verbose_name="from",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("retry_wait", "Waiting for another attempt"),
                            ("unknown", "Outcome unknown"),
                            ("delivered", "Received by the other site"),
                            ("confirmed", "Seen on the other site"),
                            ("rejected", "Rejected by the other site"),
                            ("paused", "Held while the destination is paused"),
                            ("superseded", "Replaced by a newer version"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Given up"),
                        ],
                        max_length=12,
                        verbose_name="to",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("by", models.CharField(blank=True, max_length=40, verbose_name="by")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("attempt", models.PositiveIntegerField(default=0, verbose_name="attempt")),
                ("code", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="HTTP status")),
                ("answer", models.TextField(blank=True, verbose_name="start of the answer")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="forwarding.delivery"
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["delivery", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor__isnull", False), models.Q(("by", ""), _negated=True), _connector="OR"
                        ),
                        name="delivery_event_names_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_state", models.F("to_state")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="delivery_event_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verb__in",
                                [
                                    "enqueue",
                                    "claim",
                                    "deliver",
                                    "confirm",
                                    "postpone",
                                    "lose_sight",
                                    "reject",
                                    "give_up",
                                    "hold",
                                    "release",
                                    "supersede",
                                    "cancel",
                                    "redeliver",
                                    "miss",
                                    "ask",
                                ],
                            )
                        ),
                        name="delivery_event_verb_known",
                    ),
                ],
            },
        ),
    ]
