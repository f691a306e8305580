# The initial tables: each model whole, then all triggers by one operation (see yuping.core.migration_operations).

import django.db.models.deletion
import pgtrigger.compiler
import yuping.core.fields
import yuping.core.migration_operations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('scheme', 'scheme account'), ('risk_deposit', 'risk deposit'), ('loans', 'loans of the households'), ('subsidy', 'interest subsidy'), ('village', 'village collective')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('area_code', models.CharField(max_length=12, verbose_name='area code')),
            ],
            options={
                'verbose_name': 'book',
                'verbose_name_plural': 'books',
                'ordering': ['kind', 'code'],
                'triggers': [pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of this table are never deleted' USING ERRCODE = '23514';", hash='46f34b9e5a198fd32b874ff985cc418b5bc6959b', operation='DELETE', pgid='pgtrigger_no_delete_b53ed', table='ledger_book', when='BEFORE')), pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF ROW(OLD.code, OLD.kind, OLD.area_code) IS DISTINCT FROM ROW(NEW.code, NEW.kind, NEW.area_code) AND NOT (FALSE) THEN\n                RAISE EXCEPTION 'these columns are frozen: code, kind, area_code' USING ERRCODE = '23514';\n            END IF;\n            RETURN NEW;\n        ", hash='eccffbac5cd52f0a68640ae7b0eb154322d2f44e', operation='UPDATE', pgid='pgtrigger_frozen_99702', table='ledger_book', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, verbose_name='account')),
                ('party', models.CharField(blank=True, max_length=40, verbose_name='party')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('debit_normal', models.BooleanField(verbose_name='balance stands in debit')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='ledger.book', verbose_name='book')),
            ],
            options={
                'verbose_name': 'account of a book',
                'verbose_name_plural': 'accounts of a book',
                'ordering': ['book', 'code', 'party'],
                'constraints': [models.UniqueConstraint(fields=('book', 'code', 'party'), name='ledger_account_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of this table are never deleted' USING ERRCODE = '23514';", hash='51e632eeecb683ee281a94e6583751a115eb3d78', operation='DELETE', pgid='pgtrigger_no_delete_cc148', table='ledger_account', when='BEFORE')), pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF ROW(OLD.book_id, OLD.code, OLD.party, OLD.debit_normal) IS DISTINCT FROM ROW(NEW.book_id, NEW.code, NEW.party, NEW.debit_normal) AND NOT (FALSE) THEN\n                RAISE EXCEPTION 'these columns are frozen: book_id, code, party, debit_normal' USING ERRCODE = '23514';\n            END IF;\n            RETURN NEW;\n        ", hash='68b1b21899db9ec4660fc02fe99b73231298ab80', operation='UPDATE', pgid='pgtrigger_frozen_54fe4', table='ledger_account', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='idempotency key')),
                ('date', models.DateField(verbose_name='business date')),
                ('text', models.CharField(max_length=200, verbose_name='text')),
                ('source_type', models.CharField(max_length=60, verbose_name='kind of paper')),
                ('source_id', models.CharField(max_length=40, verbose_name='paper')),
                ('posted_by_id', models.BigIntegerField(verbose_name='posted by')),
                ('posted_at', models.DateTimeField(auto_now_add=True, verbose_name='posted at')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.book', verbose_name='book')),
            ],
            options={
                'verbose_name': 'journal entry',
                'verbose_name_plural': 'journal',
                'ordering': ['-date', '-pk'],
                'indexes': [models.Index(fields=['source_type', 'source_id'], name='ledger_source')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of this table are never changed or deleted' USING ERRCODE = '23514';", hash='66582b641c8724a8115862d478e5841c9e8c345a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d47c8', table='ledger_journalentry', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'this table is never truncated' USING ERRCODE = '23514';", hash='ea47fc8c3c9fb891f4284a66336cdd744c01b19e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_f453a', table='ledger_journalentry', when='BEFORE')), pgtrigger.compiler.Trigger(name='needs_postings', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n            IF NOT EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id = NEW.id) THEN\n                RAISE EXCEPTION 'a journal entry has postings' USING ERRCODE = '23514';\n            END IF;\n            RETURN NULL;\n        ", hash='4f3e9986131c92fc64a60f6f4ff583f851aba7bf', operation='INSERT', pgid='pgtrigger_needs_postings_7f421', table='ledger_journalentry', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('village_code', models.CharField(blank=True, max_length=12, verbose_name='village')),
                ('debit', yuping.core.fields.MoneyField(default=0, verbose_name='debit')),
                ('credit', yuping.core.fields.MoneyField(default=0, verbose_name='credit')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.account', verbose_name='account')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.journalentry', verbose_name='entry')),
            ],
            options={
                'verbose_name': 'posting in the journal',
                'verbose_name_plural': 'postings in the journal',
                'ordering': ['entry', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('debit__gt', 0), ('credit', 0)), models.Q(('debit', 0), ('credit__gt', 0)), _connector='OR'), name='ledger_one_side_only')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of this table are never changed or deleted' USING ERRCODE = '23514';", hash='ac9cd7aa6c27b139bc378777b504a9c7674491eb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f2ff5', table='ledger_posting', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'this table is never truncated' USING ERRCODE = '23514';", hash='1882081d05117bcb18caa8f88cb9e6353a69ebad', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_96585', table='ledger_posting', when='BEFORE')), pgtrigger.compiler.Trigger(name='balanced', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE wrong integer; difference numeric;', func="\n            SELECT sum(debit) - sum(credit) INTO difference FROM ledger_posting WHERE entry_id = NEW.entry_id;\n            IF difference <> 0 THEN\n                RAISE EXCEPTION 'the postings of an entry must balance' USING ERRCODE = '23514';\n            END IF;\n            SELECT count(*) INTO wrong FROM ledger_posting p\n                JOIN ledger_account a ON a.id = p.account_id\n                JOIN ledger_journalentry e ON e.id = p.entry_id\n                WHERE p.entry_id = NEW.entry_id AND a.book_id <> e.book_id;\n            IF wrong > 0 THEN\n                RAISE EXCEPTION 'an entry stays within its book' USING ERRCODE = '23514';\n            END IF;\n            RETURN NULL;\n        ", hash='2c0f7966bc1cd331b52b82e58db353e87721fedf', operation='INSERT', pgid='pgtrigger_balanced_945d5', table='ledger_posting', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER'))],
            },
        ),
        yuping.core.migration_operations.InstallTriggers(
            models=['book', 'account', 'journalentry', 'posting'],
        ),
    ]
