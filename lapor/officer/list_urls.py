"""Addresses of agencies, of lists, and of lists in and out."""

from django.urls import path

from lapor.officer.views import admin_agencies, admin_lists, admin_procedures, admin_sheets, admin_trial, answers

urlpatterns = [
    path("pengaturan/opd/", admin_agencies.agencies, name="admin_agencies"),
    path("pengaturan/opd/baru/", admin_agencies.agency_new, name="admin_agency_new"),
    path("pengaturan/opd/<str:code>/", admin_agencies.agency, name="admin_agency"),
    path("pengaturan/opd/<str:code>/ubah/", admin_agencies.agency_edit, name="admin_agency_edit"),
    path("pengaturan/opd/<str:code>/tutup/", admin_agencies.agency_close, name="admin_agency_close"),
    path("pengaturan/unit/<int:pk>/", admin_agencies.unit, name="admin_unit"),
    path("pengaturan/jenis-opd/", admin_lists.kinds, name="admin_kinds"),
    path("pengaturan/jenis-opd/baru/", admin_lists.kind_new, name="admin_kind_new"),
    path("pengaturan/jenis-opd/<slug:code>/", admin_lists.kind, name="admin_kind"),
    path("pengaturan/kategori/", admin_lists.categories, name="admin_categories"),
    path("pengaturan/kategori/baru/", admin_lists.category_new, name="admin_category_new"),
    path("pengaturan/kategori/<int:number>/", admin_lists.category, name="admin_category"),
    path("pengaturan/daftar/", admin_sheets.sheets, name="admin_sheets"),
    path("pengaturan/daftar/<slug:slug>/", admin_sheets.sheet, name="admin_sheet"),
    path("pengaturan/daftar/<slug:slug>/unduh.<str:form>", admin_sheets.sheet_out, name="admin_sheet_out"),
    path("pengaturan/prosedur/", admin_procedures.versions, name="admin_procedures"),
    path("pengaturan/prosedur/baru/", admin_procedures.version_new, name="admin_procedure_new"),
    path("pengaturan/prosedur/uji/", admin_trial.try_out, name="admin_trial"),
    path("pengaturan/prosedur/<slug:code>/", admin_procedures.version, name="admin_procedure"),
    path("pengaturan/prosedur/<slug:code>/ubah/", admin_procedures.version_edit, name="admin_procedure_edit"),
    path("meja/jawaban-baku/", answers.answers, name="answers"),
    path("meja/jawaban-baku/baru/", answers.answer_new, name="answer_new"),
    path("meja/jawaban-baku/<int:pk>/", answers.answer_edit, name="answer_edit"),
]
