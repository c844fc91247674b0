from django.db import migrations, models

from submissions.checks.delicate_words import delicate_rows


def bring_the_words_along(apps, schema_editor):
    """What was in the code becomes the first list, so that no article goes unasked between two commands."""
    model = apps.get_model("checks", "DelicateWords")
    if not model.objects.exists():
        model.objects.bulk_create(delicate_rows(model))


class Migration(migrations.Migration):
    dependencies = [("checks", "0001_lists")]

    operations = [
        migrations.CreateModel(
            name="DelicateWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="what they say")),
                (
                    "kind",
                    models.CharField(
                        choices=[("medical_claim", "medical claim"), ("critical_piece", "critical piece")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "wordings",
                    models.TextField(
                        help_text=(
                            "One a line, at least one. Capitals and commas make no difference; “không”, “tránh” and the "
                            "like before a wording take it back."
                        ),
                        verbose_name="wordings",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
            ],
            options={
                "verbose_name": "delicate words",
                "verbose_name_plural": "delicate words",
                "ordering": ["kind", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("wordings", ""), _negated=True),
                            models.Q(("source", ""), _negated=True),
                        ),
                        name="delicate_words_are_named_and_sourced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["medical_claim", "critical_piece"])),
                        name="delicate_words_are_of_a_kind",
                    ),
                ],
            },
        ),
        migrations.RunPython(bring_the_words_along, migrations.RunPython.noop),
    ]
