"""Addresses of the citizens' pages."""

from django.urls import path

from lapor.public.views import (
    acts,
    blur,
    case,
    drafting,
    filing,
    letters_links,
    offline,
    pages,
    protection,
    receipt_pdf,
    sheet,
    time,
    tracking,
    where,
)
from lapor.public.views import attachments as files

urlpatterns = [
    path("", pages.home, name="home"),
    path("lapor/", filing.file, name="file"),
    path("lapor/kunci/", drafting.fresh_token, name="fresh_token"),
    path("lapor/bagian/", drafting.upload_piece, name="upload_piece"),
    path("lapor/berkas/", drafting.draft_files, name="draft_files"),
    path("lapor/draf/", drafting.draft_keep, name="draft_keep"),
    path("lapor/draf/hapus/", drafting.draft_discard, name="draft_discard"),
    path("lapor/titik/", where.where_is, name="where_is"),
    path("lapor/foto/<uuid:key>/<uuid:name>/", blur.draft_picture, name="draft_picture"),
    path("lapor/luring/", offline.offline_form, name="offline_form"),
    path("luring/", offline.offline_page, name="offline_page"),
    path("pekerja.js", offline.service_worker, name="service_worker"),
    path("aplikasi.webmanifest", offline.manifest, name="manifest"),
    path("tanda-terima/", filing.receipt, name="receipt"),
    path("lacak/", tracking.track, name="track"),
    path("surat/<str:secret>/", letters_links.mail_link, name="mail_link"),
    path("aduan/<str:number>/", case.case, name="case"),
    path("aduan/<str:number>/tanda-terima.pdf", receipt_pdf.receipt_pdf, name="receipt_pdf"),
    path("aduan/<str:number>/lindungi/", protection.hide, name="hide"),
    path("aduan/<str:number>/waktu/", time.case_time, name="case_time"),
    path("aduan/<str:number>/<slug:action>/", acts.citizen_act, name="citizen_act"),
    path("aduan-saya/", case.mine, name="mine"),
    path("sop/", sheet.sop, name="sop"),
    path("privasi/", pages.privacy, name="privacy"),
    path("bantuan/", pages.help_page, name="help"),
    path("berkas/<uuid:name>/", files.attachment, name="attachment"),
    path("berkas/<uuid:name>/kecil/", files.attachment_thumb, name="attachment_thumb"),
]
