import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="FrozenReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10, verbose_name="kind")),
                ("period", models.CharField(max_length=10, verbose_name="period")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="number")),
                ("figures", models.JSONField(verbose_name="figures")),
                ("frozen_at", models.DateTimeField(verbose_name="frozen at")),
                (
                    "frozen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "frozen report",
                "verbose_name_plural": "frozen reports",
                "ordering": ["kind", "period", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "period", "number"), name="one_report_a_number")
                ],
            },
        ),
    ]
