from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=160, unique=True, verbose_name="key")),
                ("recipient", models.EmailField(max_length=254, verbose_name="recipient")),
                ("subject", models.CharField(max_length=250, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(blank=True, verbose_name="HTML")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("last_error", models.CharField(blank=True, max_length=500, verbose_name="last error")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("next_attempt_at", models.DateTimeField(verbose_name="next attempt at")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
            ],
            options={
                "verbose_name": "outgoing mail",
                "verbose_name_plural": "outgoing mails",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_attempt_at"], name="mail_waiting"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, verbose_name="code")),
                ("scope", models.CharField(blank=True, max_length=40, verbose_name="scope")),
                ("value", models.CharField(max_length=200, verbose_name="value")),
                ("source", models.CharField(max_length=300, verbose_name="source document")),
                ("effective_from", models.DateField(verbose_name="effective from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="effective to")),
            ],
            options={
                "verbose_name": "rule",
                "verbose_name_plural": "rules",
                "ordering": ["code", "scope", "-effective_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "scope", "effective_from"), name="rule_one_value_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="rule_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="rule_names_its_source"
                    ),
                ],
            },
        ),
    ]
