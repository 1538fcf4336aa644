"""Whoever wrote a version of the SOP does not approve it, under whatever position."""

from __future__ import annotations

from django.db import migrations

STAYS = """
CREATE FUNCTION lapor_another_person_approves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT person_id FROM people_position WHERE id = NEW.approved_by_id)
        = (SELECT person_id FROM people_position WHERE id = NEW.written_by_id) THEN
        RAISE EXCEPTION 'version % of the procedure is approved by its writer', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approved_by_another_person';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approved_by_another_person BEFORE INSERT OR UPDATE ON people_sopversion
    FOR EACH ROW WHEN (NEW.approved_by_id IS NOT NULL) EXECUTE FUNCTION lapor_another_person_approves();
"""
GOES = """
DROP TRIGGER approved_by_another_person ON people_sopversion;
DROP FUNCTION lapor_another_person_approves();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_calendars_gone")]
    operations = [migrations.RunSQL(STAYS, GOES)]
