"""Offices, people, positions, calendars, and who may open which page."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "lapor.people"
    default_auto_field = "django.db.models.BigAutoField"
