"""Clearing away what signing in leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

from lapor.account.models import CacheEntry, SignInCode

KEPT: Final = timedelta(days=1)


@app.periodic(cron="35 2 * * *")
@app.task(name="clear_sign_ins", queue="time", queueing_lock="clear_sign_ins")
def clear_sign_ins(timestamp: int) -> None:
    """Forget codes of yesterday, sessions that are over, and what the throttles counted and need no longer."""
    now = timezone.now()
    SignInCode.objects.filter(until__lt=now - KEPT).delete()
    CacheEntry.objects.filter(expires__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
