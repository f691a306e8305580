# The initial tables: each model whole, then all triggers by one operation (see yuping.core.migration_operations).

import pgtrigger.compiler
import yuping.core.migration_operations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='number')),
                ('at', models.DateTimeField(verbose_name='recorded at')),
                ('business_date', models.DateField(verbose_name='business date')),
                ('actor_id', models.BigIntegerField(null=True, verbose_name='account')),
                ('actor_name', models.CharField(max_length=60, verbose_name='person')),
                ('role', models.CharField(blank=True, max_length=30, verbose_name='role')),
                ('area_code', models.CharField(blank=True, db_index=True, max_length=12, verbose_name='area code')),
                ('verb', models.CharField(db_index=True, max_length=80, verbose_name='act')),
                ('outcome', models.CharField(choices=[('done', 'done'), ('refused', 'refused')], default='done', max_length=10, verbose_name='outcome')),
                ('object_type', models.CharField(max_length=60, verbose_name='kind of record')),
                ('object_id', models.CharField(max_length=40, verbose_name='record number')),
                ('object_text', models.CharField(max_length=200, verbose_name='record')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('facts', models.JSONField(default=dict, verbose_name='facts')),
                ('history_context', models.UUIDField(null=True, verbose_name='history context')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='network address')),
                ('previous', models.CharField(max_length=64, unique=True)),
                ('link', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit record',
                'ordering': ['-seq'],
                'indexes': [models.Index(fields=['object_type', 'object_id'], name='audit_object')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of this table are never changed or deleted' USING ERRCODE = '23514';", hash='8c06f73babd6449de5778403c38bb191f921a20f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6cfb3', table='audit_auditentry', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'this table is never truncated' USING ERRCODE = '23514';", hash='7b8d141fc02112912ab77c42bff368b16b71a5c6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_f9722', table='audit_auditentry', when='BEFORE'))],
            },
        ),
        yuping.core.migration_operations.InstallTriggers(
            models=['auditentry'],
        ),
    ]
