"""Addresses of the officials' pages."""

from django.urls import path

from lapor.officer import list_urls
from lapor.officer.views import (
    act,
    admin_handover,
    admin_journal,
    admin_notices,
    admin_people,
    admin_positions,
    administration,
    audit,
    case,
    desk,
    figures,
    head,
    inbox,
    verification,
)

urlpatterns = [
    path("meja/", desk.desk, name="desk"),
    path("meja/kotak-masuk/", inbox.inbox, name="inbox"),
    path("meja/verifikasi/", verification.verification, name="verification"),
    path("meja/verifikasi/<str:number>/", verification.verification_case, name="verification_case"),
    path("meja/aduan/<str:number>/", case.office_case, name="office_case"),
    path("meja/aduan/<str:number>/<slug:action>/", act.act, name="act"),
    path("meja/laporan-kepala/", head.head_reports, name="head_reports"),
    path("meja/cari/", desk.search, name="search"),
    path("meja/kesiapan/", administration.readiness, name="readiness"),
    path("ringkasan/", figures.figures, name="figures"),
    path("audit/", audit.audit, name="audit"),
    path("audit/<str:number>/", audit.audit_case, name="audit_case"),
    path("pengaturan/", administration.administration, name="administration"),
    path("pengaturan/waktu/", administration.office_time, name="admin_office_time"),
    path("pengaturan/pemberitahuan/", admin_notices.notices, name="admin_notices"),
    path("pengaturan/catatan/", admin_journal.journal, name="admin_journal"),
    path("pengaturan/orang/", admin_people.people, name="admin_people"),
    path("pengaturan/orang/baru/", admin_people.person_new, name="admin_person_new"),
    path("pengaturan/orang/<int:pk>/", admin_people.person, name="admin_person"),
    path("pengaturan/orang/<int:pk>/ubah/", admin_people.person_edit, name="admin_person_edit"),
    path("pengaturan/orang/<int:pk>/undang/", admin_people.person_invite, name="admin_person_invite"),
    path("pengaturan/orang/<int:pk>/kode-kedua/", admin_people.person_factor, name="admin_person_factor"),
    path("pengaturan/orang/<int:pk>/tutup/", admin_people.person_close, name="admin_person_close"),
    path("pengaturan/orang/<int:pk>/buka/", admin_people.person_reopen, name="admin_person_reopen"),
    path("pengaturan/orang/<int:pk>/jabatan/", admin_positions.position_new, name="admin_position_new"),
    path("pengaturan/orang/<int:pk>/serah-terima/", admin_handover.hand_over, name="admin_handover"),
    path("pengaturan/jabatan/<int:pk>/", admin_positions.position_edit, name="admin_position"),
    path("jabatan/", desk.positions, name="positions"),
    *list_urls.urlpatterns,
]
