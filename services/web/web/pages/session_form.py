"""The form of a session: slots in rows that a plain form can add and remove, kept whatever the service answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from chassis.clock import PARIS
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused

SLOT_NAMES = (
    "slot_id", "date", "start_time", "end_time", "delivery_mode", "place_name", "street", "postcode", "city",
    "map_url", "remote_url",
)  # fmt: skip
MOST_ROWS = 60
_PLACE = ("place_name", "street", "postcode", "city")
Row = dict[str, str]


@dataclass(kw_only=True)
class SessionForm:
    """What was typed, as texts; `errors` by name of the field, `faults` of the whole."""

    is_self_paced: bool
    rows: list[Row] = field(default_factory=list)
    capacity: str = ""
    waiting_list_capacity: str = "0"
    first_day: str = ""
    last_day: str = ""
    opens_at: str = ""
    closes_at: str = ""
    version: str = ""
    key: str = ""
    duration_confirmed: bool = False
    asks_duration: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def plan(self) -> Json:
        """What the API takes; what cannot be read is noted among the errors."""
        body: Json = {
            "capacity": self._number("capacity") if self.capacity else None,
            "waiting_list_capacity": self._number("waiting_list_capacity") or 0,
            "first_day": self.first_day or None,
            "last_day": self.last_day or None,
            "registration_opens_at": self._moment("opens_at"),
            "registration_closes_at": self._moment("closes_at"),
            "duration_confirmed": self.duration_confirmed,
            "slots": [] if self.is_self_paced else [self._slot(number) for number in self._filled()],
        }
        return {name: value for name, value in body.items() if value is not None or name == "capacity"}

    def _filled(self) -> list[int]:
        return [number for number, row in enumerate(self.rows) if row["date"] or row["start_time"] or row["city"]]

    def _number(self, name: str) -> int | None:
        text = getattr(self, name)
        if not text.isascii() or not text.lstrip("-").isdigit() or len(text) > 6:
            self.errors[name] = labels.FORM_ERRORS["whole-number"]
            return None
        return int(text)

    def _moment(self, name: str) -> str | None:
        """The instant of an hour of Paris; None where nothing was typed."""
        text = getattr(self, name)
        if not text:
            return None
        try:
            local = datetime.fromisoformat(text).replace(tzinfo=PARIS)
        except ValueError:
            self.errors[name] = labels.FORM_ERRORS["moment"]
            return None
        return local.isoformat()

    def _slot(self, number: int) -> Json:
        row = self.rows[number]
        slot: dict[str, Any] = {name: row[name] for name in ("date", "start_time", "end_time", "delivery_mode")}
        for name in ("date", "start_time", "end_time"):
            if not row[name]:
                self._note(number, name)
        if any(row[name] for name in _PLACE) and row["delivery_mode"] != "remote":
            slot["place"] = {
                "name": row["place_name"] or row["city"],
                "street": row["street"],
                "postcode": row["postcode"],
                "city": row["city"],
            }
        slot |= {name: row[name] for name in ("slot_id", "map_url", "remote_url") if row[name]}
        return slot

    def _note(self, number: int, name: str) -> None:
        text = labels.FORM_ERRORS["slot-field"]
        field_label = labels.editing.SLOT_FIELDS.get(name, name)
        self.errors[f"slot-{number}-{name}"] = labels.filled(text, number=number + 1, field=field_label)

    def note(self, refused: Refused) -> bool:
        """Tie what the API found to its fields; False where it is told in another way."""
        before = len(self.errors) + len(self.faults)
        filled = self._filled()
        for fault in refused.figures.get("faults", ()):
            self._note_fault(fault, filled)
        for name, found in refused.errors.items():
            self._note_input(name, found, filled)
        if refused.code == "duration-inconsistent":
            self.asks_duration = True
        return len(self.errors) + len(self.faults) > before

    def _note_fault(self, fault: Json, filled: list[int]) -> None:
        text = labels.editing.SESSION_FAULTS.get(str(fault.get("fault")), labels.PROBLEMS["refused"])
        positions = [filled[at] for at in fault.get("slots", ()) if at < len(filled)]
        for number in positions:
            told = labels.filled(labels.FORM_ERRORS["slot-fault"], number=number + 1, fault=text)
            self.errors[f"slot-{number}-date"] = told
        if not positions:
            self.faults.append(text)

    def _note_input(self, name: str, found: Any, filled: list[int]) -> None:
        """The API's schema: slots by position, the rest by name."""
        if name == "slots" and isinstance(found, dict):
            for at, fields in found.items():
                number = filled[int(at)] if str(at).isdigit() and int(at) < len(filled) else 0
                for inner, deeper in fields.items() if isinstance(fields, dict) else ():
                    names = deeper if inner == "place" and isinstance(deeper, dict) else {inner: deeper}
                    for one in names:
                        self._note(number, "place_name" if one == "name" else str(one))
        elif name in ("capacity", "waiting_list_capacity"):
            self.errors[name] = labels.FORM_ERRORS["whole-number"]
        else:
            known = {"registration_opens_at": "opens_at", "registration_closes_at": "closes_at"}
            self.errors[known.get(name, name)] = labels.FORM_ERRORS["moment"]


def _local(instant: str) -> str:
    found = datetime.fromisoformat(instant).astimezone(PARIS)
    return f"{found:%Y-%m-%dT%H:%M:%S}" if found.second else f"{found:%Y-%m-%dT%H:%M}"


def empty_row() -> Row:
    """Nothing typed yet."""
    return {**dict.fromkeys(SLOT_NAMES, ""), "delivery_mode": "in_person"}


def row_of(slot: Json) -> Row:
    """A slot that exists."""
    place = slot["place"] or {}
    return {
        "slot_id": slot["slot_id"],
        "date": slot["date"],
        "start_time": _local(slot["starts_at"])[-5:],
        "end_time": _local(slot["ends_at"])[-5:],
        "delivery_mode": slot["delivery_mode"],
        "place_name": place.get("name", ""),
        "street": place.get("street", ""),
        "postcode": place.get("postcode", ""),
        "city": place.get("city", ""),
        "map_url": slot["map_url"] or "",
        "remote_url": slot["remote_url"] or "",
    }


def next_row(rows: list[Row]) -> Row:
    """Like the last one, a day later: what people add most often."""
    if not rows:
        return empty_row()
    last = {**rows[-1], "slot_id": ""}
    try:
        last["date"] = (date.fromisoformat(last["date"]) + timedelta(days=1)).isoformat()
    except ValueError:
        last["date"] = ""
    return last


def form_of(session: Json) -> SessionForm:
    """What there is; registration that closes with the beginning is left empty, and follows it."""
    begins_at = session["ends_at"] if session["is_self_paced"] else session["starts_at"]
    closes_at = session["registration_closes_at"]
    return SessionForm(
        is_self_paced=session["is_self_paced"],
        rows=[row_of(slot) for slot in session["slots"]],
        capacity="" if session["capacity"] is None else str(session["capacity"]),
        waiting_list_capacity=str(session["waiting_list_capacity"]),
        first_day=session["first_day"] if session["is_self_paced"] else "",
        last_day=session["last_day"] if session["is_self_paced"] else "",
        opens_at=_local(session["registration_opens_at"]),
        closes_at="" if closes_at == begins_at else _local(closes_at),
        version=str(session["version"]),
    )


def copy_of(session: Json) -> SessionForm:
    """The same places, hours and seats; the days are chosen anew."""
    made = form_of(session)
    made.rows = [{**row, "slot_id": "", "date": ""} for row in made.rows]
    made.first_day = made.last_day = made.opens_at = made.closes_at = made.version = ""
    return made


def read_form(typed: Mapping[str, str], *, is_self_paced: bool) -> SessionForm:
    """What was sent; rows that are ticked go."""
    rows = []
    for number in range(MOST_ROWS):
        if f"slot-{number}-date" in typed and f"slot-{number}-gone" not in typed:
            rows.append({name: typed.get(f"slot-{number}-{name}", "").strip() for name in SLOT_NAMES})
    made = SessionForm(is_self_paced=is_self_paced, rows=rows, duration_confirmed="duration_confirmed" in typed)
    for name in ("capacity", "first_day", "last_day", "opens_at", "closes_at", "version", "key"):
        setattr(made, name, typed.get(name, "").strip())
    made.waiting_list_capacity = typed.get("waiting_list_capacity", "").strip() or "0"
    return made
