"""Signing keys: the next one is published before it signs, the last one after it has, so nobody is refused."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from identity.domain.errors import KeyMoveRefused
from identity.domain.lifetimes import KEY_IS_READ, KEY_STAYS_PUBLISHED


class KeyState(StrEnum):
    """next: published, signs nothing yet; current: signs; previous: still published; retired: gone."""

    NEXT = "next"
    CURRENT = "current"
    PREVIOUS = "previous"
    RETIRED = "retired"


class KeyMove(StrEnum):
    """What may happen to a key."""

    PROMOTE = "promote"
    SUPERSEDE = "supersede"
    RETIRE = "retire"


TRANSITIONS: dict[tuple[KeyState, KeyMove], KeyState] = {
    (KeyState.NEXT, KeyMove.PROMOTE): KeyState.CURRENT,
    (KeyState.CURRENT, KeyMove.SUPERSEDE): KeyState.PREVIOUS,
    (KeyState.PREVIOUS, KeyMove.RETIRE): KeyState.RETIRED,
}
_WAIT = {KeyMove.PROMOTE: KEY_IS_READ, KeyMove.RETIRE: KEY_STAYS_PUBLISHED}
PUBLISHED = (KeyState.NEXT, KeyState.CURRENT, KeyState.PREVIOUS)


@dataclass(eq=False, kw_only=True)
class SigningKey:
    """An RSA key. `kid` is its thumbprint (RFC 7638); `sealed_private_key` a JWE, None once retired."""

    kid: str
    state: KeyState
    public_key: dict[str, Any]
    sealed_private_key: str | None
    created_at: datetime
    moved_at: datetime

    def move(self, move: KeyMove, *, now: datetime, at_once: bool = False) -> None:
        """Apply a move; a retired key loses its private part. `at_once` is for a key that somebody has stolen.

        Raises:
            KeyMoveRefused: not in the table; or somebody may not have read it yet, or a token of it may still be alive.
        """
        target = TRANSITIONS.get((self.state, move))
        if target is None:
            raise KeyMoveRefused(figures={"state": self.state, "move": move})
        ready_at = self.moved_at + _WAIT.get(move, timedelta())
        if now < ready_at and not at_once:
            raise KeyMoveRefused(figures={"kid": self.kid, "ready_at": ready_at})
        if move is KeyMove.RETIRE:
            self.sealed_private_key = None
        self.state, self.moved_at = target, now
