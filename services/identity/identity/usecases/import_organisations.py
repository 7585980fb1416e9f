"""Import organisations, and the names of legal units, from SIRENE's stock files: a batch is a transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chassis import outbox
from chassis.database import Session
from chassis.ids import new_id
from identity.domain.organisations import Organisation
from identity.domain.sirene import BadLine, Establishment, LineFault, read_establishment, read_legal_unit
from identity.store import imports, organisations
from identity.store.imports import Checkpoint

# A record with the number of its first line; None where it could not be read at all.
Record = tuple[int, Mapping[str, str] | LineFault]


def import_establishments(
    session: Session, records: Sequence[Record], *, departments: frozenset[str], checkpoint: Checkpoint, now: datetime
) -> dict[int, LineFault]:
    """Register what is open and not known; close what is known and closed. Known open ones stay as they are: their
    referents report what changes. `departments`: beginnings of postcodes, empty for all. Returns what was left out.
    """
    read, faults = _read_establishments(records, departments=departments, checkpoint=checkpoint)
    known = {one.siret: one for one in organisations.with_sirets(session, read)}
    names = imports.names_of_legal_units(session, {one.siren for _, one in read.values() if not one.name})
    for siret, (line, one) in read.items():
        if siret in known:
            _meet_again(session, known[siret], told=one, checkpoint=checkpoint, now=now)
        elif one.closed_on is not None:
            checkpoint.count("closed")
        elif not (one.name or names.get(one.siren)):
            faults[line] = LineFault.NO_NAME
        else:
            _register(session, one, name=one.name or names[one.siren], now=now)
            checkpoint.count("registered")
    checkpoint.count("faults", len(faults))
    imports.keep_checkpoint(session, checkpoint, faults=faults)
    session.flush()
    return faults


def _read_establishments(
    records: Sequence[Record], *, departments: frozenset[str], checkpoint: Checkpoint
) -> tuple[dict[str, tuple[int, Establishment]], dict[int, LineFault]]:
    read: dict[str, tuple[int, Establishment]] = {}
    faults: dict[int, LineFault] = {}
    for line, row in records:
        try:
            one = _establishment(row)
        except BadLine as bad:
            faults[line] = bad.fault
            continue
        if departments and not one.postcode.startswith(tuple(departments)):
            checkpoint.count("elsewhere")
        elif one.siret in read:
            faults[line] = LineFault.REPEATED
        else:
            read[one.siret] = (line, one)
    return read, faults


def _establishment(row: Mapping[str, str] | LineFault) -> Establishment:
    if isinstance(row, LineFault):
        raise BadLine(row)
    return read_establishment(row)


def _meet_again(
    session: Session, organisation: Organisation, *, told: Establishment, checkpoint: Checkpoint, now: datetime
) -> None:
    if told.closed_on is None or organisation.closed_on is not None:
        checkpoint.count("known")
        return
    outbox.append(session, organisation.change({"closed_on": told.closed_on.isoformat()}, now=now))
    checkpoint.count("closed_now")


def _register(session: Session, one: Establishment, *, name: str, now: datetime) -> None:
    organisation = Organisation(
        id=new_id(),
        siret=one.siret,
        name=name,
        street=one.street,
        postcode=one.postcode,
        city=one.city,
        activity_declaration_number=None,
        created_at=now,
        changed_at=now,
    )
    outbox.append(session, organisation.registered(now=now))
    session.add(organisation)


def import_legal_units(session: Session, records: Sequence[Record], *, checkpoint: Checkpoint) -> dict[int, LineFault]:
    """Keep the names that establishments without a name of their own are known by. Returns what was left out."""
    names: dict[str, str] = {}
    faults: dict[int, LineFault] = {}
    for line, row in records:
        try:
            if isinstance(row, LineFault):
                raise BadLine(row)
            siren, name = read_legal_unit(row)
            names[siren] = name
        except BadLine as bad:
            faults[line] = bad.fault
    imports.keep_legal_units(session, names)
    checkpoint.count("named", len(names))
    checkpoint.count("faults", len(faults))
    imports.keep_checkpoint(session, checkpoint, faults=faults)
    return faults
