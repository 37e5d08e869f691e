from django.db import migrations

from config.values.fields import refold

MARKS = {
    "Estate": "investor_kind",
    "InvestmentProject": "investor_kind",
    "ExtensionScheme": "implementer_kind",
    "TypicalProduct": "producer_kind",
}
BATCH = 1000


def refold_marked(apps, schema_editor):
    """Rows that SQL marked as a person's or a household's may still be found by the name."""
    for name, mark in MARKS.items():
        rows = apps.get_model("projects", name).objects.exclude(**{mark: ""}).order_by("pk")
        last = 0
        while batch := list(rows.filter(pk__gt=last)[:BATCH]):
            rows.model.objects.bulk_update(batch, refold(batch))
            last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_owners_marked")]

    operations = [migrations.RunPython(refold_marked, migrations.RunPython.noop)]
