"""The application of `lapor.notices`."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lapor.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
