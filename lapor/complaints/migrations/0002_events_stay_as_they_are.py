"""The database itself refuses to change history: events never, their words only to nothing."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION lapor_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION lapor_only_erase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.words = '' AND NEW.salt = ''
       AND NEW.id = OLD.id AND NEW.event_id = OLD.event_id AND NEW.name = OLD.name THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'words of an event can be erased but not changed'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER event_rows_stay BEFORE UPDATE OR DELETE ON complaints_event
    FOR EACH ROW EXECUTE FUNCTION lapor_refuse_change();
CREATE TRIGGER event_table_stays BEFORE TRUNCATE ON complaints_event
    FOR EACH STATEMENT EXECUTE FUNCTION lapor_refuse_change();
CREATE TRIGGER event_text_is_only_erased BEFORE UPDATE ON complaints_eventtext
    FOR EACH ROW EXECUTE FUNCTION lapor_only_erase();
CREATE TRIGGER event_text_rows_stay BEFORE DELETE ON complaints_eventtext
    FOR EACH ROW EXECUTE FUNCTION lapor_refuse_change();
CREATE TRIGGER event_text_table_stays BEFORE TRUNCATE ON complaints_eventtext
    FOR EACH STATEMENT EXECUTE FUNCTION lapor_refuse_change();
CREATE TRIGGER seal_rows_stay BEFORE UPDATE OR DELETE ON complaints_seal
    FOR EACH ROW EXECUTE FUNCTION lapor_refuse_change();
CREATE TRIGGER seal_table_stays BEFORE TRUNCATE ON complaints_seal
    FOR EACH STATEMENT EXECUTE FUNCTION lapor_refuse_change();
"""

BACKWARD = """
DROP TRIGGER event_rows_stay ON complaints_event;
DROP TRIGGER event_table_stays ON complaints_event;
DROP TRIGGER event_text_is_only_erased ON complaints_eventtext;
DROP TRIGGER event_text_rows_stay ON complaints_eventtext;
DROP TRIGGER event_text_table_stays ON complaints_eventtext;
DROP TRIGGER seal_rows_stay ON complaints_seal;
DROP TRIGGER seal_table_stays ON complaints_seal;
DROP FUNCTION lapor_only_erase();
DROP FUNCTION lapor_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
