"""What people of the demo have kept, and the file that staff have imported; a second time adds nothing."""

from datetime import date
from pathlib import Path
from uuid import UUID

from catalogue.commands.demo_days import day_of, morning_of
from catalogue.commands.demo_plans import Told
from catalogue.domain.criteria import search_of
from catalogue.domain.editors import Editor
from catalogue.domain.offers import ImportTerms
from catalogue.domain.training_actions import Access
from catalogue.usecases.import_operators_file import import_operators_file
from catalogue.usecases.keep_favourite import keep_favourite
from catalogue.usecases.manage_imports import ImportPlan, read_import
from catalogue.usecases.save_search import list_saved_searches, save_search
from chassis.database import Session, transaction
from chassis.errors import NotFound


def seed_kept(session: Session, data: Told, *, today: date) -> None:
    """Favourites and saved searches."""
    for told in data["favourites"]:
        key, now = UUID(told["training_action_id"]), morning_of(day_of(told["kept"], today))
        keep_favourite(session, UUID(told["account_id"]), training_action_id=key, now=now)
    for told in data["saved_searches"]:
        account_id, key = UUID(told["account_id"]), UUID(told["saved_search_id"])
        if key in {saved.saved_search_id for saved in list_saved_searches(session, account_id)}:
            continue
        made = save_search(
            session,
            account_id,
            label=told["label"],
            search=search_of(told["criteria"]),
            tells=told["tells"],
            now=morning_of(day_of(told["saved"], today)),
        )
        made.saved_search_id = key


def seed_import(told: Told, folder: Path, *, editor: Editor, today: date) -> None:
    """A file of another system, with its report."""
    key = UUID(told["import_id"])
    try:
        with transaction() as session:
            read_import(session, key)
    except NotFound:
        terms = ImportTerms(
            type_code=told["type_code"],
            theme_code=told["theme_code"],
            access=Access(told["access"]),
            capacity=told["capacity"],
            publish=False,
        )
        content = (folder / told["file_name"]).read_bytes()
        plan = ImportPlan(file_name=told["file_name"], terms=terms)
        now = morning_of(day_of(told["imported"], today))
        import_operators_file(plan, lambda: iter([content]), editor=editor, now=now, import_id=key)
