"""Titles are found by the beginnings of their words."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("complaints", "0003_clocks_by_due")]

    operations = [
        migrations.AddIndex(
            model_name="complaint",
            index=GinIndex(SearchVector("title", config="simple"), name="complaint_title_words"),
        ),
    ]
