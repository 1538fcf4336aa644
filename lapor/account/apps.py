"""The application of `lapor.account`."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save, pre_save


class AccountConfig(AppConfig):
    name = "lapor.account"
    label = "lapor_account"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.usersessions.models import UserSession

        from lapor.people.models import Person

        pre_save.connect(_without_address, sender=UserSession)
        post_save.connect(_closed, sender=Person)


def _without_address(instance: Any, **more: Any) -> None:
    """A list of one's devices needs no addresses, so none are kept."""
    instance.ip = "0.0.0.0"


def _closed(instance: Any, **more: Any) -> None:
    """Whoever closes an account ends its sessions, wherever he does it."""
    from lapor.account import sessions

    if not instance.is_active:
        sessions.end_all(instance)
