"""Points on the map, addresses of files that can change, drafts of accounts, requests to look at an identity."""

import django.db.models.deletion
import lapor.sop.states
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0010_register_of_promises'),
        ('people', '0009_inspectorate_and_custodian'),
    ]

    operations = [
        migrations.CreateModel(
            name='IdentityRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('allowed', models.BooleanField(blank=True, null=True)),
                ('until', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Spot',
            fields=[
                ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='spot', serialize=False, to='complaints.complaint')),
                ('lat', models.DecimalField(decimal_places=6, max_digits=9)),
                ('lng', models.DecimalField(decimal_places=6, max_digits=9)),
                ('source', models.CharField(choices=[('device', 'Lokasi ponsel'), ('pin', 'Ditunjuk di peta'), ('photo', 'Dari foto')], max_length=10)),
                ('accuracy', models.PositiveIntegerField(blank=True, null=True)),
                ('finding', models.CharField(choices=[('inside', 'Di Bantul'), ('border', 'Perbatasan'), ('outside', 'Di luar Bantul')], max_length=10)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='handling',
            name='handling_state_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='stepclock',
            name='clock_name_is_known',
        ),
        migrations.AddField(
            model_name='attachment',
            name='facts',
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='attachment',
            name='name',
            field=models.UUIDField(default=None, editable=False, null=True),
        ),
        migrations.RunSQL("UPDATE complaints_attachment SET name = gen_random_uuid()", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='attachment',
            name='name',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name='attachment',
            name='private',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='attachment',
            name='seconds',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='account',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='draft',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='sealed',
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='role',
            field=models.CharField(choices=[('citizen', 'Pelapor'), ('verifier', 'Verifikator Tim Kabupaten'), ('chair', 'Ketua Tim Pelaksana Kabupaten'), ('operator', 'Operator'), ('officer', 'Penanggung jawab'), ('unit', 'Unit teknis'), ('head', 'Kepala OPD'), ('inspector', 'Verifikator Inspektorat'), ('investigator', 'Pemeriksa Inspektorat'), ('custodian', 'Penjaga identitas'), ('bupati', 'Bupati'), ('auditor', 'Auditor'), ('administrator', 'Pengelola'), ('system', 'Sistem')], max_length=20),
        ),
        migrations.AlterField(
            model_name='handling',
            name='state',
            field=models.CharField(choices=[('at_operator', 'Diterima OPD'), ('return_requested', 'Salah alamat'), ('at_officer', 'Diperiksa'), ('at_unit', 'Ditindaklanjuti'), ('checking', 'Laporan diperiksa'), ('to_answer', 'Siap dijawab'), ('investigated', 'Diperiksa Inspektorat'), ('concluded', 'Hasil pemeriksaan siap'), ('done', 'Dijawab'), ('returned', 'Dikembalikan'), ('cancelled', 'Dihentikan')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(condition=models.Q(('account', ''), _negated=True), fields=['account', '-changed_at'], name='drafts_of_an_account'),
        ),
        migrations.AddConstraint(
            model_name='handling',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [lapor.sop.states.H['AT_OPERATOR'], lapor.sop.states.H['RETURN_REQUESTED'], lapor.sop.states.H['AT_OFFICER'], lapor.sop.states.H['AT_UNIT'], lapor.sop.states.H['CHECKING'], lapor.sop.states.H['TO_ANSWER'], lapor.sop.states.H['INVESTIGATED'], lapor.sop.states.H['CONCLUDED'], lapor.sop.states.H['DONE'], lapor.sop.states.H['RETURNED'], lapor.sop.states.H['CANCELLED']])), name='handling_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='stepclock',
            constraint=models.CheckConstraint(condition=models.Q(('name__in', ['received', 'awaiting_citizen', 'in_handling', 'answered', 'closed', 'archived', 'lapsed', 'withdrawn', 'at_operator', 'return_requested', 'at_officer', 'at_unit', 'checking', 'to_answer', 'investigated', 'concluded', 'done', 'returned', 'cancelled', 'step8', 'confirmation', 'total', 'first_reply', 'settlement', 'promise'])), name='clock_name_is_known'),
        ),
        migrations.AddField(
            model_name='identityrequest',
            name='asked',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.event'),
        ),
        migrations.AddField(
            model_name='identityrequest',
            name='complaint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identity_requests', to='complaints.complaint'),
        ),
        migrations.AddField(
            model_name='identityrequest',
            name='decided',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.event'),
        ),
        migrations.AddField(
            model_name='identityrequest',
            name='position',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.position'),
        ),
        migrations.AddIndex(
            model_name='identityrequest',
            index=models.Index(condition=models.Q(('decided', None)), fields=['asked_at'], name='identity_requests_open'),
        ),
        migrations.AddConstraint(
            model_name='identityrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('decided', None)), fields=('complaint', 'position'), name='one_open_request_a_position'),
        ),
    ]
