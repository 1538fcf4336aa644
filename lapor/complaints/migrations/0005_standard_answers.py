"""Standard answers, and categories that are no longer given."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0004_words_of_titles'),
        ('people', '0003_acting_reorganisation_journal'),
    ]

    operations = [
        migrations.AddField(
            model_name='category',
            name='active',
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name='StandardAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('pass_on', 'Jawaban sementara'), ('answer', 'Jawaban'), ('answer_simple', 'Jawaban langsung'), ('ask_completion', 'Permintaan kelengkapan'), ('archive', 'Alasan pengarsipan')], max_length=30)),
                ('title', models.CharField(max_length=80)),
                ('text', models.TextField()),
                ('active', models.BooleanField(default=True)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='standard_answers', to='people.agency')),
            ],
            options={
                'ordering': ['action', 'title'],
                'constraints': [models.UniqueConstraint(fields=('agency', 'action', 'title'), name='standard_answer_once', nulls_distinct=False)],
            },
        ),
    ]
