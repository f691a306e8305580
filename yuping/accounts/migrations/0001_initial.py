# The initial tables: each model whole, then all triggers by one operation (see yuping.core.migration_operations).

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import yuping.core.migration_operations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=40, unique=True, verbose_name='sign-in name')),
                ('full_name', models.CharField(max_length=60, verbose_name='full name')),
                ('unit', models.CharField(max_length=80, verbose_name='unit')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='phone')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('must_change_password', models.BooleanField(default=True, verbose_name='must change the password')),
                ('password_changed_at', models.DateTimeField(blank=True, null=True, verbose_name='password changed')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'ordering': ['username'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='accounts_username_ignores_case', violation_error_message='This sign-in name is taken.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("created_at", "full_name", "id", "is_active", "last_login", "must_change_password", "password_changed_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "unit", "username") VALUES (NEW."created_at", NEW."full_name", NEW."id", NEW."is_active", NEW."last_login", NEW."must_change_password", NEW."password_changed_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."unit", NEW."username"); RETURN NULL;', hash='142fbd0d2c35b0ed3e8a92b65c5d0196f0fc2566', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."last_login" IS DISTINCT FROM (NEW."last_login") OR OLD."must_change_password" IS DISTINCT FROM (NEW."must_change_password") OR OLD."password_changed_at" IS DISTINCT FROM (NEW."password_changed_at") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."username" IS DISTINCT FROM (NEW."username"))', func='INSERT INTO "accounts_userevent" ("created_at", "full_name", "id", "is_active", "last_login", "must_change_password", "password_changed_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "unit", "username") VALUES (NEW."created_at", NEW."full_name", NEW."id", NEW."is_active", NEW."last_login", NEW."must_change_password", NEW."password_changed_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."unit", NEW."username"); RETURN NULL;', hash='446108803b5135a879c2bfb1a7be770ee67c0f3b', operation='UPDATE', pgid='pgtrigger_update_update_0e890', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("created_at", "full_name", "id", "is_active", "last_login", "must_change_password", "password_changed_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "unit", "username") VALUES (OLD."created_at", OLD."full_name", OLD."id", OLD."is_active", OLD."last_login", OLD."must_change_password", OLD."password_changed_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."unit", OLD."username"); RETURN NULL;', hash='dcb5acf2e754d6b3e2e2b184bfcfa658f2fb0dec', operation='DELETE', pgid='pgtrigger_delete_delete_19f14', table='accounts_user', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('village_cadre', 'village cadre'), ('township_clerk', 'township clerk'), ('poverty_office', 'county poverty office'), ('investment_company', 'county investment company'), ('credit_union', 'credit union officer'), ('finance_approver', 'county finance approver'), ('finance_cashier', 'county finance cashier'), ('leadership', 'leadership'), ('auditor', 'auditor'), ('system_admin', 'system administrator'), ('security_admin', 'security administrator'), ('audit_admin', 'audit administrator')], max_length=30, verbose_name='role')),
                ('area_code', models.CharField(max_length=12, verbose_name='area code')),
                ('area_name', models.CharField(max_length=60, verbose_name='area')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'posting',
                'verbose_name_plural': 'postings',
                'ordering': ['user', 'valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('area_code__regex', '^(\\d{6}|\\d{9}|\\d{12})$')), name='accounts_posting_area_level'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='accounts_posting_period'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('requested_by')), _negated=True), _connector='OR'), name='accounts_posting_two_people', violation_error_message='Another administrator has to confirm the posting.'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('user')), _negated=True), _connector='OR'), name='accounts_posting_not_by_oneself')],
                'triggers': [pgtrigger.compiler.Trigger(name='incompatible_roles', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR UPDATE;\n            IF EXISTS (\n                SELECT 1 FROM accounts_posting other\n                WHERE other.user_id = NEW.user_id AND other.id IS DISTINCT FROM NEW.id\n                  AND daterange(other.valid_from, other.valid_to, '[]')\n                      && daterange(NEW.valid_from, NEW.valid_to, '[]')\n                  AND (other.role, NEW.role) IN (('audit_admin', 'auditor'), ('auditor', 'audit_admin'), ('audit_admin', 'credit_union'), ('credit_union', 'audit_admin'), ('audit_admin', 'finance_approver'), ('finance_approver', 'audit_admin'), ('audit_admin', 'finance_cashier'), ('finance_cashier', 'audit_admin'), ('audit_admin', 'investment_company'), ('investment_company', 'audit_admin'), ('audit_admin', 'leadership'), ('leadership', 'audit_admin'), ('audit_admin', 'poverty_office'), ('poverty_office', 'audit_admin'), ('audit_admin', 'security_admin'), ('security_admin', 'audit_admin'), ('audit_admin', 'system_admin'), ('system_admin', 'audit_admin'), ('audit_admin', 'township_clerk'), ('township_clerk', 'audit_admin'), ('audit_admin', 'village_cadre'), ('village_cadre', 'audit_admin'), ('auditor', 'credit_union'), ('credit_union', 'auditor'), ('auditor', 'finance_approver'), ('finance_approver', 'auditor'), ('auditor', 'finance_cashier'), ('finance_cashier', 'auditor'), ('auditor', 'investment_company'), ('investment_company', 'auditor'), ('auditor', 'poverty_office'), ('poverty_office', 'auditor'), ('auditor', 'security_admin'), ('security_admin', 'auditor'), ('auditor', 'system_admin'), ('system_admin', 'auditor'), ('auditor', 'township_clerk'), ('township_clerk', 'auditor'), ('auditor', 'village_cadre'), ('village_cadre', 'auditor'), ('credit_union', 'finance_approver'), ('finance_approver', 'credit_union'), ('credit_union', 'finance_cashier'), ('finance_cashier', 'credit_union'), ('credit_union', 'investment_company'), ('investment_company', 'credit_union'), ('credit_union', 'poverty_office'), ('poverty_office', 'credit_union'), ('credit_union', 'security_admin'), ('security_admin', 'credit_union'), ('credit_union', 'system_admin'), ('system_admin', 'credit_union'), ('credit_union', 'township_clerk'), ('township_clerk', 'credit_union'), ('credit_union', 'village_cadre'), ('village_cadre', 'credit_union'), ('finance_approver', 'finance_cashier'), ('finance_cashier', 'finance_approver'), ('finance_approver', 'investment_company'), ('investment_company', 'finance_approver'), ('finance_approver', 'poverty_office'), ('poverty_office', 'finance_approver'), ('finance_approver', 'security_admin'), ('security_admin', 'finance_approver'), ('finance_approver', 'system_admin'), ('system_admin', 'finance_approver'), ('finance_approver', 'township_clerk'), ('township_clerk', 'finance_approver'), ('finance_approver', 'village_cadre'), ('village_cadre', 'finance_approver'), ('finance_cashier', 'investment_company'), ('investment_company', 'finance_cashier'), ('finance_cashier', 'poverty_office'), ('poverty_office', 'finance_cashier'), ('finance_cashier', 'security_admin'), ('security_admin', 'finance_cashier'), ('finance_cashier', 'system_admin'), ('system_admin', 'finance_cashier'), ('finance_cashier', 'township_clerk'), ('township_clerk', 'finance_cashier'), ('finance_cashier', 'village_cadre'), ('village_cadre', 'finance_cashier'), ('investment_company', 'poverty_office'), ('poverty_office', 'investment_company'), ('investment_company', 'security_admin'), ('security_admin', 'investment_company'), ('investment_company', 'system_admin'), ('system_admin', 'investment_company'), ('investment_company', 'township_clerk'), ('township_clerk', 'investment_company'), ('investment_company', 'village_cadre'), ('village_cadre', 'investment_company'), ('leadership', 'security_admin'), ('security_admin', 'leadership'), ('leadership', 'system_admin'), ('system_admin', 'leadership'), ('poverty_office', 'security_admin'), ('security_admin', 'poverty_office'), ('poverty_office', 'system_admin'), ('system_admin', 'poverty_office'), ('security_admin', 'system_admin'), ('system_admin', 'security_admin'), ('security_admin', 'township_clerk'), ('township_clerk', 'security_admin'), ('security_admin', 'village_cadre'), ('village_cadre', 'security_admin'), ('system_admin', 'township_clerk'), ('township_clerk', 'system_admin'), ('system_admin', 'village_cadre'), ('village_cadre', 'system_admin'))\n            ) THEN\n                RAISE EXCEPTION 'these two roles must not meet in one person' USING ERRCODE = '23514';\n            END IF;\n            RETURN NEW;\n        ", hash='16248e54195a3605a1e848a409a91ae4bd56091e', operation='INSERT OR UPDATE', pgid='pgtrigger_incompatible_roles_aded5', table='accounts_posting', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of this table are never deleted' USING ERRCODE = '23514';", hash='e324168d26ec5c39777fa984582cfee337d5ae6f', operation='DELETE', pgid='pgtrigger_no_delete_090aa', table='accounts_posting', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_postingevent" ("area_code", "area_name", "confirmed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_by_id", "role", "user_id", "valid_from", "valid_to") VALUES (NEW."area_code", NEW."area_name", NEW."confirmed_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."requested_by_id", NEW."role", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='858759449b603364e57aa6dd941808ecd4d76b3e', operation='INSERT', pgid='pgtrigger_insert_insert_b77f2', table='accounts_posting', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_postingevent" ("area_code", "area_name", "confirmed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_by_id", "role", "user_id", "valid_from", "valid_to") VALUES (NEW."area_code", NEW."area_name", NEW."confirmed_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."requested_by_id", NEW."role", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='4c1f1a22b9fc5cccf0c3ab9cab02c485be60a84b', operation='UPDATE', pgid='pgtrigger_update_update_0f4ef', table='accounts_posting', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_postingevent" ("area_code", "area_name", "confirmed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_by_id", "role", "user_id", "valid_from", "valid_to") VALUES (OLD."area_code", OLD."area_name", OLD."confirmed_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."requested_by_id", OLD."role", OLD."user_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='0936a619c8befe072d4b49aa039e5b0bb1483c05', operation='DELETE', pgid='pgtrigger_delete_delete_37497', table='accounts_posting', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PostingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('village_cadre', 'village cadre'), ('township_clerk', 'township clerk'), ('poverty_office', 'county poverty office'), ('investment_company', 'county investment company'), ('credit_union', 'credit union officer'), ('finance_approver', 'county finance approver'), ('finance_cashier', 'county finance cashier'), ('leadership', 'leadership'), ('auditor', 'auditor'), ('system_admin', 'system administrator'), ('security_admin', 'security administrator'), ('audit_admin', 'audit administrator')], max_length=30, verbose_name='role')),
                ('area_code', models.CharField(max_length=12, verbose_name='area code')),
                ('area_name', models.CharField(max_length=60, verbose_name='area')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to')),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.posting')),
                ('requested_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='67a9d43a1aa45558559ab82ecf3267bc803e78cf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a2702', table='accounts_postingevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=40, verbose_name='sign-in name')),
                ('full_name', models.CharField(max_length=60, verbose_name='full name')),
                ('unit', models.CharField(max_length=80, verbose_name='unit')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='phone')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('must_change_password', models.BooleanField(default=True, verbose_name='must change the password')),
                ('password_changed_at', models.DateTimeField(blank=True, null=True, verbose_name='password changed')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e9498e73f6fbdf2642fb33fa14189f1ad2382c8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45b21', table='accounts_userevent', when='BEFORE'))],
            },
        ),
        yuping.core.migration_operations.InstallTriggers(
            models=['user', 'posting', 'postingevent', 'userevent'],
        ),
    ]
