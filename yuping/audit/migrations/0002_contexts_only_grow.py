"""Who changed what, of the field history, only ever gains further facts: a request writes its context again."""

from django.db import migrations

GUARD = """
    CREATE FUNCTION public.audit_context_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at OR NOT coalesce(NEW.metadata @> OLD.metadata, FALSE) THEN
            RAISE EXCEPTION 'the context of a change keeps what it says' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER audit_context_only_grows BEFORE UPDATE ON public.pghistory_context
        FOR EACH ROW EXECUTE FUNCTION public.audit_context_only_grows();
"""
TAKEN_BACK = """
    DROP TRIGGER audit_context_only_grows ON public.pghistory_context;
    DROP FUNCTION public.audit_context_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [migrations.RunSQL(GUARD, TAKEN_BACK)]
