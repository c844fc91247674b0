from django.db import migrations

from cms.website.bylines import name_key, names_of
from cms.website.contributors import contributor_slug


def credit_published(apps, schema_editor):
    """Stories that were published before contributors were known: their bylines, as the publish action reads them."""
    Story = apps.get_model("website", "StoryPage")
    Contributor = apps.get_model("website", "Contributor")
    Credit = apps.get_model("website", "Credit")
    public = Story.objects.filter(public_at__isnull=False, kind="article").order_by("public_at", "pk")
    for pk, byline, unit_code in public.values_list("pk", "byline", "unit_code").iterator(chunk_size=500):
        for place, name in enumerate(names_of(byline)):
            mine = {"key": name_key(name), "unit_code": unit_code}
            person = Contributor.objects.filter(**mine).first()
            if person is None:
                slug = contributor_slug(name=name, unit_code=unit_code, taken=False)
                if Contributor.objects.filter(slug=slug).exists():
                    slug = contributor_slug(name=name, unit_code=unit_code, taken=True)
                person = Contributor.objects.create(name=name, slug=slug, **mine)
            Credit.objects.get_or_create(story_id=pk, contributor=person, defaults={"position": place})


class Migration(migrations.Migration):
    dependencies = [("website", "0003_reader_pages")]

    operations = [migrations.RunPython(credit_published, migrations.RunPython.noop)]
