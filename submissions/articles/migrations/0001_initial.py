import cms.core.files
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("units", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("website", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticlePage",
            fields=[
                (
                    "storypage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="website.storypage",
                    ),
                ),
                (
                    "genre",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("news", "News item"),
                            ("article", "Feature article"),
                            ("reportage", "Reportage"),
                            ("photo_story", "Photo story"),
                            ("interview", "Interview"),
                            ("qa", "Questions and answers"),
                            ("infographic", "Infographic"),
                            ("video", "Motion graphic"),
                        ],
                        max_length=12,
                        verbose_name="genre",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("heading", 0), ("paragraph", 1), ("quote", 4), ("figure", 9), ("table", 14)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "icon": "title",
                                    "label": "Heading",
                                    "max_length": 200,
                                    "template": "articles/blocks/heading.html",
                                },
                            ),
                            1: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ol", "ul"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "articles/blocks/paragraph.html",
                                },
                            ),
                            2: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Who said it", "max_length": 200, "required": False},
                            ),
                            4: ("wagtail.blocks.StructBlock", [[("text", 2), ("attribution", 3)]], {}),
                            5: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Photo"}),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Alternative text", "max_length": 300, "required": False},
                            ),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 500, "required": False},
                            ),
                            8: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Credit", "max_length": 150, "required": False},
                            ),
                            9: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 5), ("alt", 6), ("caption", 7), ("credit", 8)]],
                                {},
                            ),
                            10: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"default": True, "label": "The first row is a heading", "required": False},
                            ),
                            11: ("wagtail.blocks.CharBlock", (), {"required": False}),
                            12: ("wagtail.blocks.ListBlock", (11,), {"label": "Cells"}),
                            13: ("wagtail.blocks.ListBlock", (12,), {"label": "Rows"}),
                            14: ("wagtail.blocks.StructBlock", [[("header", 10), ("rows", 13)]], {}),
                        },
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
            bases=("website.storypage",),
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("in_review", "In review"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                            ("scheduled", "Scheduled"),
                            ("published", "Published"),
                            ("correcting", "Correction in review"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("last_edited_at", models.DateTimeField(verbose_name="last edited at")),
                ("content_hash", models.CharField(blank=True, max_length=64, verbose_name="content hash")),
                ("period", models.DateField(blank=True, null=True, verbose_name="month")),
                ("first_submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="first submitted at")),
                ("on_time", models.BooleanField(null=True, verbose_name="on time")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted at")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                (
                    "confirmed_url",
                    models.URLField(blank=True, max_length=500, verbose_name="address at the other end"),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="submitted at")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="claimed at")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due at")),
                ("approved_hash", models.CharField(blank=True, max_length=64, verbose_name="approved hash")),
                ("scheduled_at", models.DateTimeField(blank=True, null=True, verbose_name="scheduled at")),
                ("correction_note", models.TextField(blank=True, verbose_name="note of the correction")),
                (
                    "original_file",
                    models.FileField(
                        blank=True,
                        storage=cms.core.files.private_storage,
                        upload_to="originals/%Y/%m/",
                        verbose_name="original file",
                    ),
                ),
                (
                    "original_name",
                    models.CharField(blank=True, max_length=255, verbose_name="name of the original file"),
                ),
                ("import_notes", models.JSONField(blank=True, default=list, verbose_name="notes of the import")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approved_revision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "first_submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "last_edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="submission",
                        to="articles.articlepage",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="units.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "indexes": [
                    models.Index(fields=["state", "submitted_at"], name="submission_by_state"),
                    models.Index(fields=["period", "unit"], name="submission_by_month"),
                    models.Index(
                        condition=models.Q(("state", "scheduled")), fields=["scheduled_at"], name="submission_due"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("first_submitted_at__isnull", True),
                                ("on_time__isnull", True),
                                ("period__isnull", True),
                            ),
                            models.Q(
                                ("first_submitted_at__isnull", False),
                                ("on_time__isnull", False),
                                ("period__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="submitted_has_month_and_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("first_submitted_at__isnull", False), _connector="OR"
                        ),
                        name="accepted_after_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True), ("accepted_at__isnull", False), _connector="OR"
                        ),
                        name="published_after_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", True), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="confirmed_after_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["approved", "correcting", "published", "scheduled"]), _negated=True
                            ),
                            models.Q(
                                ("approved_revision__isnull", False), models.Q(("approved_hash", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="decided_states_are_pinned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scheduled_at__isnull", False), ("state", "scheduled")),
                            models.Q(models.Q(("state", "scheduled"), _negated=True), ("scheduled_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="scheduled_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_review"), _negated=True),
                            ("claimed_by__isnull", False),
                            ("claimed_at__isnull", True),
                            _connector="OR",
                        ),
                        name="claims_name_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("create", "Created"),
                            ("edit", "Edited"),
                            ("submit", "Submitted"),
                            ("claim", "Claimed"),
                            ("release", "Released"),
                            ("return", "Returned"),
                            ("approve", "Approved"),
                            ("reject", "Rejected"),
                            ("reopen", "Reopened"),
                            ("schedule", "Scheduled"),
                            ("unschedule", "Unscheduled"),
                            ("publish", "Published"),
                            ("correct", "Correction started"),
                            ("drop_correction", "Correction dropped"),
                            ("withdraw", "Withdrawn"),
                            ("confirm", "Confirmed at the other end"),
                        ],
                        max_length=16,
                        verbose_name="verb",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("in_review", "In review"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                            ("scheduled", "Scheduled"),
                            ("published", "Published"),
                            ("correcting", "Correction in review"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="from",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("in_review", "In review"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                            ("scheduled", "Scheduled"),
                            ("published", "Published"),
                            ("correcting", "Correction in review"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="to",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("override_reason", models.TextField(blank=True, verbose_name="reason of the override")),
                ("content_hash", models.CharField(blank=True, max_length=64, verbose_name="content hash")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="articles.submission"
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["submission", "at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verb__in", ["return", "reject", "withdraw"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refusals_carry_a_reason",
                    )
                ],
            },
        ),
    ]
