"""Acting officials, reorganisations, and the journal of the administration that nobody can edit."""

import django.db.models.deletion
from django.db import migrations, models


STAYS = """
CREATE FUNCTION lapor_journal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER change_rows_stay BEFORE UPDATE OR DELETE ON people_change
    FOR EACH ROW EXECUTE FUNCTION lapor_journal_stays();
CREATE TRIGGER change_table_stays BEFORE TRUNCATE ON people_change
    FOR EACH STATEMENT EXECUTE FUNCTION lapor_journal_stays();
"""
GOES = """
DROP TRIGGER change_rows_stay ON people_change;
DROP TRIGGER change_table_stays ON people_change;
DROP FUNCTION lapor_journal_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_kinds_of_agencies'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('action', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=60)),
                ('data', models.JSONField(default=dict)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Reorganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('action', models.CharField(choices=[('change', 'Perubahan'), ('close', 'Penutupan')], max_length=10)),
                ('facts', models.JSONField(blank=True, default=dict)),
                ('decree', models.CharField(blank=True, max_length=160)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['day', 'id'],
            },
        ),
        migrations.AddField(
            model_name='agency',
            name='closed',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='agency',
            name='successor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='people.agency'),
        ),
        migrations.AddField(
            model_name='person',
            name='phone',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='position',
            name='acting',
            field=models.CharField(blank=True, choices=[('plt', 'Plt.'), ('plh', 'Plh.')], max_length=3),
        ),
        migrations.AddField(
            model_name='unit',
            name='active',
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name='position',
            name='acting_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to='people.position'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('closed__isnull', False), _connector='OR'), name='successor_of_a_closed_agency_only'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.CheckConstraint(condition=models.Q(('successor__isnull', True), models.Q(('successor', models.F('id')), _negated=True), _connector='OR'), name='no_agency_succeeds_itself'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(('acting_for__isnull', True), models.Q(('acting', ''), _negated=True), _connector='OR'), name='acting_for_somebody_only_when_acting'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(('acting_for__isnull', True), models.Q(('acting_for', models.F('id')), _negated=True), _connector='OR'), name='nobody_stands_in_for_himself'),
        ),
        migrations.AddField(
            model_name='change',
            name='position',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='people.position'),
        ),
        migrations.AddField(
            model_name='reorganisation',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reorganisations', to='people.agency'),
        ),
        migrations.AddField(
            model_name='reorganisation',
            name='successor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['subject'], name='people_chan_subject_03f801_idx'),
        ),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('agency', 'day'), name='one_plan_per_agency_and_day'),
        ),
        migrations.RunSQL(STAYS, GOES),
    ]
