"""Codes to sign in with, and the cache; what it holds is not worth writing twice."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CacheEntry',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'lapor_account_cache',
            },
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('address', models.CharField(db_index=True, max_length=64)),
                ('code', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField()),
                ('until', models.DateTimeField(db_index=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RunSQL("ALTER TABLE lapor_account_cache SET UNLOGGED", migrations.RunSQL.noop),
    ]
