"""The application of `lapor.account`."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "lapor.account"
    label = "lapor_account"
    default_auto_field = "django.db.models.BigAutoField"
