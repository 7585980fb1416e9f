"""`seed-demo FILE`: load the demo data through the use cases, dates told from today. A second time adds nothing.

The communes stand in a file of their own beside it.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from catalogue.commands import demo_kept, load_communes
from catalogue.commands.demo_days import day_of, morning_of
from catalogue.commands.demo_plans import description_of, plan_of
from catalogue.domain.classification import Theme, TrainingActionType
from catalogue.domain.editors import Editor
from catalogue.domain.paris_time import day_of as paris_day
from catalogue.domain.training_actions import ActionStatus
from catalogue.usecases.create_training_action import create_training_action
from catalogue.usecases.keep_classification import keep_theme, keep_training_action_type
from catalogue.usecases.knows_organisations import knows_organisations
from catalogue.usecases.publish_training_action import publish_training_action
from catalogue.usecases.read_draft import read_draft
from catalogue.usecases.read_training_session import read_training_session
from catalogue.usecases.schedule_training_session import schedule_training_session
from catalogue.usecases.withdraw_training_action import withdraw_training_action
from chassis import clock
from chassis.database import Session, transaction
from chassis.errors import NotFound

COMMUNES = "communes.csv"
CREATED = timedelta(days=120)
PATIENCE_S = 30.0
Told = dict[str, Any]


def _exists(session: Session, read: Callable[..., object], key: UUID, *, editor: Editor) -> bool:
    try:
        read(session, key, editor=editor)
    except NotFound:
        return False
    return True


def _await_organisations(wanted: frozenset[UUID]) -> bool:
    """Identity's organisations arrive by events; says whether they did in time."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        with transaction() as session:
            if knows_organisations(session, wanted):
                return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)


def _seed_action(session: Session, told: Told, *, data: Told, editor: Editor, now: datetime) -> None:
    key = UUID(told["training_action_id"])
    if _exists(session, read_draft, key, editor=editor):
        return
    description = description_of(told["description"], defaults=data["description_defaults"])
    create_training_action(session, description, editor=editor, now=now, training_action_id=key)
    status = ActionStatus(told["status"])
    if status is not ActionStatus.DRAFT:
        publish_training_action(session, key, editor=editor, expected_revision=None, now=now)
    if status is ActionStatus.WITHDRAWN:
        withdraw_training_action(session, key, editor=editor, reason=None, now=now + timedelta(days=60))


def _seed_session(
    session: Session, told: Told, *, training_action_id: UUID, data: Told, editor: Editor, today: date
) -> None:
    key = UUID(told["training_session_id"])
    if _exists(session, read_training_session, key, editor=editor):
        return
    schedule_training_session(
        session,
        training_action_id,
        plan=plan_of(told, places=data["places"], today=today),
        editor=editor,
        now=morning_of(day_of(told["scheduled"], today)),
        training_session_id=key,
    )


def _seed(data: Told, folder: Path, *, now: datetime) -> None:
    editor = Editor(account_id=UUID(data["editor_account_id"]), role="staff", is_staff=True)
    today = paris_day(now)
    with transaction() as session:
        for kept in data["training_action_types"]:
            keep_training_action_type(session, TrainingActionType(**kept))
        for kept in data["themes"]:
            keep_theme(session, Theme(**kept))
    for told in data["training_actions"]:
        with transaction() as session:
            _seed_action(session, told, data=data, editor=editor, now=morning_of(today - CREATED))
            for planned in told["training_sessions"]:
                _seed_session(
                    session,
                    planned,
                    training_action_id=UUID(told["training_action_id"]),
                    data=data,
                    editor=editor,
                    today=today,
                )
    with transaction() as session:
        demo_kept.seed_kept(session, data, today=today)
    for told in data["imports"]:
        demo_kept.seed_import(told, folder, editor=editor, today=today)


def run(arguments: list[str]) -> int:
    """Status 2 where the call is wrong, 1 where identity's organisations have not arrived after half a minute."""
    if len(arguments) != 1:
        print("usage: python -m catalogue seed-demo FILE", file=sys.stderr)
        return 2
    file = Path(arguments[0])
    data: Told = orjson.loads(file.read_bytes())
    providers = frozenset(UUID(told["description"]["provider_organisation_id"]) for told in data["training_actions"])
    if not _await_organisations(providers):
        print("catalogue: the providers of the demo data are unknown; has identity been seeded?", file=sys.stderr)
        return 1
    _seed(data, file.parent, now=clock.now())
    return load_communes.run([str(file.with_name(COMMUNES))])
