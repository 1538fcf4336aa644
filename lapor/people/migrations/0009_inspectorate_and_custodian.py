"""The Inspektorat, which alone sees supervisory complaints, and the custodian of identities."""

import lapor.sop.states
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_procedures_approved_by_another_person'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='position',
            name='agency_where_the_role_has_one',
        ),
        migrations.AlterField(
            model_name='position',
            name='role',
            field=models.CharField(choices=[('verifier', 'Verifikator Tim Kabupaten'), ('chair', 'Ketua Tim Pelaksana Kabupaten'), ('operator', 'Operator'), ('officer', 'Penanggung jawab'), ('unit', 'Unit teknis'), ('head', 'Kepala OPD'), ('inspector', 'Verifikator Inspektorat'), ('investigator', 'Pemeriksa Inspektorat'), ('custodian', 'Penjaga identitas'), ('bupati', 'Bupati'), ('auditor', 'Auditor'), ('administrator', 'Pengelola')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', False), ('role__in', (lapor.sop.states.Role['OPERATOR'], lapor.sop.states.Role['OFFICER'], lapor.sop.states.Role['UNIT'], lapor.sop.states.Role['HEAD'], lapor.sop.states.Role['INSPECTOR'], lapor.sop.states.Role['INVESTIGATOR']))), models.Q(models.Q(('role__in', (lapor.sop.states.Role['OPERATOR'], lapor.sop.states.Role['OFFICER'], lapor.sop.states.Role['UNIT'], lapor.sop.states.Role['HEAD'], lapor.sop.states.Role['INSPECTOR'], lapor.sop.states.Role['INVESTIGATOR'])), _negated=True), ('agency__isnull', True)), _connector='OR'), name='agency_where_the_role_has_one'),
        ),
    ]
