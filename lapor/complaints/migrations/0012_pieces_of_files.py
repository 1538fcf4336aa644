"""Files come in pieces."""


import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0011_spots_names_of_files_identity_requests'),
    ]

    operations = [
        migrations.CreateModel(
            name='UploadPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(max_length=64)),
                ('total', models.PositiveIntegerField()),
                ('begins', models.PositiveIntegerField()),
                ('data', models.BinaryField()),
                ('settled', models.BooleanField(default=False)),
                ('said', models.CharField(blank=True, max_length=400)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='complaints.draft')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draft', 'file', 'begins'), name='a_piece_comes_once')],
            },
        ),
    ]
