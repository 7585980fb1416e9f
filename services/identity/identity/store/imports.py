"""How far imports have come, what they left out, and the names of legal units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from identity.domain.sirene import LineFault
from identity.store.mapping import metadata

IMPORTS = sa.Table(
    "sirene_imports",
    metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("byte_offset", sa.BigInteger, nullable=False),
    sa.Column("lines", sa.BigInteger, nullable=False),
    sa.Column("counts", JSONB, nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("finished_at", sa.DateTime(timezone=True)),
)
FAULTS = sa.Table(
    "sirene_import_faults",
    metadata,
    sa.Column("digest", sa.LargeBinary, sa.ForeignKey(IMPORTS.c.digest), primary_key=True),
    sa.Column("line", sa.BigInteger, primary_key=True),
    sa.Column("fault", sa.Text, nullable=False),
)
LEGAL_UNITS = sa.Table(
    "legal_units",
    metadata,
    sa.Column("siren", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)


@dataclass(kw_only=True)
class Checkpoint:
    """How far one file was read: `byte_offset` is where the next record begins, `lines` how many lines lie before."""

    digest: bytes
    file_name: str
    byte_offset: int = 0
    lines: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    finished_at: datetime | None = None

    def count(self, name: str, number: int = 1) -> None:
        """Add to one of the counts."""
        self.counts[name] = self.counts.get(name, 0) + number


def open_checkpoint(session: Session, digest: bytes, *, file_name: str, restart: bool, now: datetime) -> Checkpoint:
    """Where an earlier import of the same file stopped, or the beginning; locked until the transaction ends."""
    if restart:
        session.execute(sa.delete(FAULTS).where(FAULTS.c.digest == digest))
        session.execute(sa.delete(IMPORTS).where(IMPORTS.c.digest == digest))
    first = {"byte_offset": 0, "lines": 0, "counts": {}, "started_at": now}
    begun = insert(IMPORTS).values(digest=digest, file_name=file_name, **first).on_conflict_do_nothing()
    session.execute(begun)
    row = session.execute(sa.select(IMPORTS).where(IMPORTS.c.digest == digest).with_for_update()).one()
    return Checkpoint(
        digest=digest,
        file_name=file_name,
        byte_offset=row.byte_offset,
        lines=row.lines,
        counts=dict(row.counts),
        finished_at=row.finished_at,
    )


def keep_checkpoint(session: Session, checkpoint: Checkpoint, *, faults: Mapping[int, LineFault]) -> None:
    """In the transaction of what was imported, so that neither is lost without the other."""
    session.execute(
        sa.update(IMPORTS)
        .where(IMPORTS.c.digest == checkpoint.digest)
        .values(
            byte_offset=checkpoint.byte_offset,
            lines=checkpoint.lines,
            counts=checkpoint.counts,
            finished_at=checkpoint.finished_at,
        )
    )
    rows = [{"digest": checkpoint.digest, "line": line, "fault": fault.value} for line, fault in faults.items()]
    if rows:
        session.execute(insert(FAULTS).on_conflict_do_nothing(), rows)


def keep_legal_units(session: Session, names: Mapping[str, str]) -> None:
    """Write the names, newer ones over older ones."""
    if names:
        statement = insert(LEGAL_UNITS).values([{"siren": siren, "name": name} for siren, name in names.items()])
        session.execute(
            statement.on_conflict_do_update(index_elements=["siren"], set_={"name": statement.excluded.name})
        )


def names_of_legal_units(session: Session, sirens: Iterable[str]) -> dict[str, str]:
    """Those of these that are known."""
    rows = session.execute(sa.select(LEGAL_UNITS).where(LEGAL_UNITS.c.siren.in_(list(sirens))))
    return {row.siren: row.name for row in rows}
