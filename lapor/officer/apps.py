"""The pages of officials."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "lapor.officer"
