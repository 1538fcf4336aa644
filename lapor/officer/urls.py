"""Addresses of the officials' pages."""

from django.urls import path

from lapor.officer.views import act, administration, audit, case, desk, figures, head, inbox, verification

urlpatterns = [
    path("meja/", desk.desk, name="desk"),
    path("meja/kotak-masuk/", inbox.inbox, name="inbox"),
    path("meja/verifikasi/", verification.verification, name="verification"),
    path("meja/verifikasi/<str:number>/", verification.verification_case, name="verification_case"),
    path("meja/aduan/<str:number>/", case.office_case, name="office_case"),
    path("meja/aduan/<str:number>/<slug:action>/", act.act, name="act"),
    path("meja/laporan-kepala/", head.head_reports, name="head_reports"),
    path("meja/cari/", desk.search, name="search"),
    path("ringkasan/", figures.figures, name="figures"),
    path("audit/", audit.audit, name="audit"),
    path("audit/<str:number>/", audit.audit_case, name="audit_case"),
    path("pengaturan/", administration.administration, name="administration"),
    path("jabatan/", desk.positions, name="positions"),
]
