"""Addresses of signing in and of one's own account. Names with a prefix are those that allauth looks for."""

from django.urls import path

from lapor.account.views import factors, officials

urlpatterns = [
    path("masuk/petugas/", officials.official_login, name="official_login"),
    path("masuk/petugas/kode/", officials.second_factor, name="mfa_authenticate"),
    path("akun/pengaman/telepon/", factors.set_up, name="mfa_activate_totp"),
    path("akun/pengaman/kode-cadangan/", factors.recovery_codes, name="mfa_view_recovery_codes"),
]
