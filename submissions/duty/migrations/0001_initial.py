import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.DateField(verbose_name="month")),
                ("document", models.CharField(max_length=120, verbose_name="number of the document")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exemptions", to="units.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "exemption",
                "verbose_name_plural": "exemptions",
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "period"), name="one_exemption_a_month"),
                    models.CheckConstraint(
                        condition=models.Q(("document", ""), _negated=True), name="exemption_names_its_document"
                    ),
                ],
            },
        ),
    ]
