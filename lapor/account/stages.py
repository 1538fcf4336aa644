"""What stands between a right password and a session."""

from __future__ import annotations

from typing import Any

from allauth.mfa.stages import AuthenticateStage

from lapor.account import standing


class SecondFactor(AuthenticateStage):  # type: ignore[misc]  # allauth carries no types
    """Asks officials who have a second factor for it; who has none is led to set one up once signed in."""

    def _should_handle(self, request: Any) -> bool:
        person = self.login.user
        return standing.will_hold(person, request.today) and standing.has_second_factor(person)
