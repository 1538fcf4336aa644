"""Complaints: their steps, clocks, events and files."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "lapor.complaints"
    default_auto_field = "django.db.models.BigAutoField"
