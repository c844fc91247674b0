import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("articles", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("website", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="IssueIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "verbose_name": "issue index",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="IssueYearPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "verbose_name": "year of issues",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="IssuePage",
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
                ("number", models.PositiveIntegerField(verbose_name="number in the year")),
                ("year", models.PositiveIntegerField(verbose_name="year")),
                ("period", models.DateField(verbose_name="month")),
                ("issue_date", models.DateField(verbose_name="date of issue")),
                ("editorial_note", models.TextField(blank=True, verbose_name="editorial note")),
                ("contents", models.JSONField(blank=True, default=list, verbose_name="contents")),
            ],
            options={
                "verbose_name": "issue",
                "verbose_name_plural": "issues",
                "constraints": [models.UniqueConstraint(fields=("year", "number"), name="one_issue_a_number")],
            },
            bases=("website.storypage",),
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.DateField(db_index=True, verbose_name="month")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "Before the board"),
                            ("approved", "Approved"),
                            ("scheduled", "Scheduled"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("scheduled_at", models.DateTimeField(blank=True, null=True, verbose_name="scheduled at")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                (
                    "approved_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "composed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issue", to="issues.issuepage"
                    ),
                ),
            ],
            options={
                "verbose_name": "issue",
                "verbose_name_plural": "issues",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "published", "scheduled"]), _negated=True),
                            models.Q(("approved_by__isnull", False), ("approved_revision__isnull", False)),
                            _connector="OR",
                        ),
                        name="decided_issues_are_pinned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scheduled_at__isnull", False), ("state", "scheduled")),
                            models.Q(models.Q(("state", "scheduled"), _negated=True), ("scheduled_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="scheduled_issue_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="published_issue_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IssueArticle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issue_entry",
                        to="articles.articlepage",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="issues.issue"
                    ),
                ),
            ],
            options={
                "verbose_name": "article of an issue",
                "ordering": ["issue", "position"],
                "constraints": [models.UniqueConstraint(fields=("issue", "position"), name="one_article_a_position")],
            },
        ),
        migrations.CreateModel(
            name="IssueEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("create", "Created"),
                            ("compose", "Composed"),
                            ("submit", "Put before the board"),
                            ("return", "Returned"),
                            ("approve", "Approved"),
                            ("reopen", "Reopened"),
                            ("schedule", "Scheduled"),
                            ("unschedule", "Unscheduled"),
                            ("publish", "Published"),
                        ],
                        max_length=12,
                        verbose_name="verb",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
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
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="issues.issue"
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "ordering": ["issue", "at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="Issue",
            name="articles",
            field=models.ManyToManyField(
                related_name="issues", through="issues.IssueArticle", to="articles.articlepage"
            ),
        ),
    ]
