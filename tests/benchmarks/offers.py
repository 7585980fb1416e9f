"""Made-up offers in any number, by COPY: actions with three sessions each, and a vocabulary as varied as a real one."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

from sqlalchemy import text

from catalogue.store.search_index import index_everything, tidy_vocabulary
from chassis import database
from chassis.database import transaction
from chassis.ids import new_id

SESSIONS_EACH = 3
WORDS = 12_000
PROVIDERS = 200
COMMUNES = (
    ("17000", "La Rochelle"), ("33000", "Bordeaux"), ("86000", "Poitiers"), ("87000", "Limoges"), ("64000", "Pau"),
    ("79000", "Niort"), ("16000", "Angoulême"), ("24000", "Périgueux"), ("40100", "Dax"), ("47000", "Agen"),
)  # fmt: skip
_SYLLABLES = (
    "ba", "cri", "do", "fer", "gna", "hil", "jo", "kar", "lem", "mon", "nu", "oli", "pre", "qui", "ros", "ste", "tur",
    "val", "xi", "zo", "cha", "phi", "ver", "tion", "ment", "eur", "age", "isme", "elle", "ance",
)  # fmt: skip
_ACTION = (
    "training_action_id", "title", "type_code", "theme_code", "nature", "delivery_mode", "duration_days", "access",
    "hr_approval_required", "provider_approval_required", "provider_organisation_id", "trainers", "objectives",
    "audience", "prerequisites", "content", "methods", "evaluation", "evaluation_planned", "accessibility",
    "rules_of_procedure", "contact_name", "contact_email", "contact_phone",
)  # fmt: skip
Row = Sequence[Any]


class Offers:
    """The same seed makes the same offers."""

    def __init__(self, *, actions: int, today: date, seed: int = 4) -> None:
        self._dice = random.Random(seed)
        self._today = today
        self._actions = actions
        self.words = sorted({self._word() for _ in range(WORDS)})
        self._dice.shuffle(self.words)
        # As in any language, few words are said often (Zipf).
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(len(self.words))))
        self._providers = [new_id() for _ in range(PROVIDERS)]

    def _word(self) -> str:
        return "".join(self._dice.choices(_SYLLABLES, k=self._dice.randint(2, 4)))

    def _said(self, count: int) -> str:
        return " ".join(self._dice.choices(self.words, cum_weights=self._weights, k=count))

    def usual_words(self, count: int) -> list[str]:
        """Words that some hundreds of a large catalogue hold: what people search for."""
        return self.words[300 : 300 + count]

    def _action(self, key: UUID) -> Row:
        dice = self._dice
        mode = dice.choice(("in_person", "remote", "blended"))
        access = dice.choice(("open", "members"))
        described = (self._said(25), self._said(12), self._said(6), self._said(70), self._said(15))
        return (
            key, self._said(dice.randint(4, 8)).capitalize(), f"type{dice.randrange(5)}", f"theme{dice.randrange(12)}",
            "training", mode, dice.choice(("0.2", "0.5", "1.0", "2.0", "3.0")), access, True, True,
            dice.choice(self._providers), json.dumps([]), *described, "", False, "-", "-", "-", "", "",
        )  # fmt: skip

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Table and row, in an order that the foreign keys allow."""
        created = datetime.combine(self._today, time(), UTC) - timedelta(days=90)
        for number in range(5):
            yield "training_action_types", (f"type{number}", f"Type {number}", True, False, number)
        for number in range(12):
            yield "themes", (f"theme{number}", f"Thème {number}", number)
        for key in self._providers:
            yield "organisations", (key, "0" * 14, f"Organisme {key}", "-", "33000", "Bordeaux", 1, created)
        for _ in range(self._actions):
            action = self._action(new_id())
            yield "training_actions", (*action, created, created, "published", 1, 1, 1)
            kind, theme = action[2], action[3]
            yield "publications", (*action, 1, created, 1, True, kind, True, False, theme)
            for _ in range(SESSIONS_EACH):
                yield from self._session(action[0], created=created, mode=action[5])

    def _session(self, action_id: UUID, *, created: datetime, mode: str) -> Iterator[tuple[str, Row]]:
        dice, key = self._dice, new_id()
        day = self._today + timedelta(days=dice.randint(-60, 300))
        starts = datetime.combine(day, time(8), UTC)
        ends = starts + timedelta(hours=7)
        terms = (dice.randint(6, 20), 4, created, starts, day, day, starts, ends, starts, created)
        yield "training_sessions", (key, action_id, False, *terms, "scheduled", 1)
        postcode, city = dice.choice(COMMUNES)
        place = (None,) * 5 if mode == "remote" else ("Salle", "1 rue", postcode, city, city.lower().replace("é", "e"))
        yield "slots", (new_id(), key, day, starts, ends, mode, *place)
        if taken := dice.randrange(4):
            full = taken == 3  # one in four is full
            yield "seats", (key, 10, 10 if full else taken, 0 if full else 10 - taken, 0, 4, full, 1, created)


_COLUMNS = {
    "training_action_types": ("code", "label", "counts_as_formation", "self_paced", "rank"),
    "themes": ("code", "label", "rank"),
    "organisations": ("organisation_id", "siret", "name", "street", "postcode", "city", "version", "told_at"),
    "training_actions": (
        *_ACTION, "created_at", "changed_at", "status", "publication_number", "version", "revision",
    ),
    "publications": (
        *_ACTION, "publication_number", "published_at", "version", "is_listed", "type_label", "counts_as_formation",
        "self_paced", "theme_label",
    ),
    "training_sessions": (
        "training_session_id", "training_action_id", "is_self_paced", "capacity", "waiting_list_capacity",
        "registration_opens_at", "registration_closes_at", "first_day", "last_day", "starts_at", "ends_at", "begins_at",
        "scheduled_at", "status", "version",
    ),
    "slots": (
        "slot_id", "training_session_id", "day", "starts_at", "ends_at", "delivery_mode", "place_name", "street",
        "postcode", "city", "city_key",
    ),
    "seats": (
        "training_session_id", "capacity", "taken_seats", "remaining_seats", "waiting", "waiting_list_capacity",
        "is_full", "version", "told_at",
    ),
}  # fmt: skip


def load(offers: Offers) -> None:
    """Write them into the catalogue that this process is bound to, and index them."""
    by_table: dict[str, list[Row]] = {name: [] for name in _COLUMNS}
    for name, row in offers.rows():
        by_table[name].append(row)
    with transaction() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor:
            for name, rows in by_table.items():
                with cursor.copy(f"COPY {name} ({', '.join(_COLUMNS[name])}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
        index_everything(session)
        tidy_vocabulary(session)
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
