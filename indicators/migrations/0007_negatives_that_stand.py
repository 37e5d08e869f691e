from django.db import migrations
from django.db.models import Q


def allow(apps, schema_editor):
    """An indicator whose figures go below zero already was meant to: what stands is not refused afterwards."""
    below_zero = Q(figures__value__lt=0) | Q(figures__upper__lt=0)
    indicators = apps.get_model("indicators", "Indicator").objects
    indicators.filter(pk__in=list(indicators.filter(below_zero).values_list("pk", flat=True))).update(
        may_be_negative=True
    )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0006_forms")]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
