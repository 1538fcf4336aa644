"""Addresses of our pages for somebody who reads them in a letter."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    """The whole address of this path."""
    return f"{settings.SITE}{path}"


def page(name: str, *arguments: object) -> str:
    """The whole address of the page of this name."""
    return absolute(reverse(name, args=arguments))
