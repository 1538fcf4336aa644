"""Addresses of signing in and of one's own account. Names with a prefix are those that allauth looks for."""

from django.urls import path

from lapor.account.views import citizens, factors, notices, officials, own, passkeys, passwords

urlpatterns = [
    path("masuk/", citizens.sign_in, name="account_login"),
    path("masuk/kode/", citizens.confirm, name="account_confirm_login_code"),
    path("keluar/", citizens.sign_out, name="sign_out"),
    path("masuk/petugas/", officials.official_login, name="official_login"),
    path("masuk/petugas/kode/", officials.second_factor, name="mfa_authenticate"),
    path("masuk/petugas/lupa/", passwords.forgotten, name="account_reset_password"),
    path("masuk/petugas/sandi/<str:key>/", passwords.by_link, name="account_reset_password_from_key"),
    path("akun/", own.account, name="account"),
    path("akun/nama/", own.name, name="account_name"),
    path("akun/perangkat/", own.devices, name="usersessions_list"),
    path("akun/pemberitahuan/", notices.notice_settings, name="notice_settings"),
    path("akun/sandi/", passwords.change, name="account_change_password"),
    path("akun/pengaman/", factors.overview, name="mfa_index"),
    path("akun/pengaman/telepon/", factors.set_up, name="mfa_activate_totp"),
    path("akun/pengaman/kode-cadangan/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/pengaman/kunci/", passkeys.add, name="mfa_add_webauthn"),
]
