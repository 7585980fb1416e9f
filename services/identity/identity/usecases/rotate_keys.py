"""Rotate the signing keys, refusing nobody: create the next, let everybody read it, promote it, retire the last."""

from datetime import datetime

from chassis.database import Session
from identity.domain.errors import KeyMoveRefused
from identity.domain.signing_keys import KeyMove, KeyState, SigningKey
from identity.store import key_ring, signing_keys


def published_keys(session: Session) -> list[SigningKey]:
    """Every key that a token alive now or soon may name."""
    return signing_keys.published_keys(session)


def ensure_key(session: Session, *, now: datetime) -> str:
    """Make sure that a key signs; gives its identifier."""
    for key in signing_keys.lock_keys(session):
        if key.state is KeyState.CURRENT:
            return key.kid
    return _add(session, KeyState.CURRENT, now=now)


def create_next_key(session: Session, *, now: datetime) -> str:
    """Publish the key that will sign next; gives its identifier.

    Raises:
        KeyMoveRefused: there is one already.
    """
    for key in signing_keys.lock_keys(session):
        if key.state is KeyState.NEXT:
            raise KeyMoveRefused(figures={"kid": key.kid, "state": key.state})
    return _add(session, KeyState.NEXT, now=now)


def promote_key(session: Session, *, now: datetime, at_once: bool = False) -> str:
    """Let the next key sign; the one that signed stays published. Gives the new one's identifier.

    Raises:
        KeyMoveRefused: there is no next key, or it is published for too short a time (unless `at_once`).
    """
    by_state = {key.state: key for key in signing_keys.lock_keys(session)}
    if KeyState.NEXT not in by_state:
        raise KeyMoveRefused(figures={"state": "no next key"})
    if KeyState.CURRENT in by_state:
        by_state[KeyState.CURRENT].move(KeyMove.SUPERSEDE, now=now)
        session.flush()
    promoted = by_state[KeyState.NEXT]
    promoted.move(KeyMove.PROMOTE, now=now, at_once=at_once)
    return promoted.kid


def retire_keys(session: Session, *, now: datetime, at_once: bool = False) -> list[str]:
    """Withdraw the keys that sign no more, once their last token is dead; gives their identifiers.

    Raises:
        KeyMoveRefused: one was superseded too short a time ago (unless `at_once`).
    """
    previous = [key for key in signing_keys.lock_keys(session) if key.state is KeyState.PREVIOUS]
    for key in previous:
        key.move(KeyMove.RETIRE, now=now, at_once=at_once)
    return [key.kid for key in previous]


def _add(session: Session, state: KeyState, *, now: datetime) -> str:
    kid, public_key, sealed = key_ring.generate()
    session.add(
        SigningKey(kid=kid, state=state, public_key=public_key, sealed_private_key=sealed, created_at=now, moved_at=now)
    )
    return kid
