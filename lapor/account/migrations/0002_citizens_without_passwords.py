"""Citizens sign in by a code from now on: a password that nobody proved an address for opens nothing later on."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import migrations


def void(apps: Any, schema_editor: Any) -> None:
    Person = apps.get_model("people", "Person")
    Person.objects.filter(positions=None).update(password=make_password(None))


class Migration(migrations.Migration):
    dependencies = [("lapor_account", "0001_codes_and_cache"), ("people", "0003_acting_reorganisation_journal")]
    operations = [migrations.RunPython(void, migrations.RunPython.noop)]
