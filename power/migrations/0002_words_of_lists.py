from django.db import migrations

from config.values import trigrams

TABLES = ["power_substation", "power_line", "power_powerplant", "power_gridproject"]


def add(apps, schema_editor):
    trigrams.add(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    trigrams.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("power", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
