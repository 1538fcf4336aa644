"""Example cases, walked through the real steps."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "lapor.demo"
