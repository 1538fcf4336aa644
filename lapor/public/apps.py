"""The pages of citizens."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "lapor.public"
