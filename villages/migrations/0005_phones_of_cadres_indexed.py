"""The phones of the cadres on file get their search key. Of several with one number the first keeps it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yuping.core.vault import index_of


def index_phones(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Cadre = apps.get_model("villages", "Cadre")
    known: dict[str, int] = {}
    for cadre in Cadre._base_manager.exclude(phone="").order_by("pk"):
        known.setdefault(index_of(cadre.phone.open(), "cadre_phone"), cadre.pk)
    for index, pk in known.items():
        Cadre._base_manager.filter(pk=pk).update(phone_index=index)


class Migration(migrations.Migration):
    dependencies = [("villages", "0004_cadre_particulars")]

    operations = [migrations.RunPython(index_phones, migrations.RunPython.noop)]
