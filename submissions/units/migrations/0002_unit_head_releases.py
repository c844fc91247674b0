from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="head_releases",
            field=models.BooleanField(default=False, verbose_name="the head of unit releases articles"),
        ),
    ]
