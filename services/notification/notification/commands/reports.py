"""`python -m notification import-reports FILE…`: apply what mail servers reported: bounces, complaints."""

import sys
from pathlib import Path

from chassis.clock import now
from chassis.database import transaction
from notification.channels.bounces import Unreadable, read_report
from notification.usecases.note_bounce import note_report


def _import(path: Path) -> str:
    report = read_report(path.read_bytes())
    with transaction() as session:
        return "applied" if note_report(session, report, now=now()) else "changed nothing"


def run(arguments: list[str]) -> int:
    """Read e-mail files one by one and say what became of each; status 1 where one could not be read, 2 without any."""
    if not arguments:
        sys.stderr.write("usage: python -m notification import-reports FILE…\n")
        return 2
    unread = 0
    for name in arguments:
        try:
            outcome = _import(Path(name))
        except (Unreadable, OSError) as fault:
            unread += 1
            outcome = f"not read: {fault}"
        sys.stdout.write(f"{name}: {outcome}\n")
    return 1 if unread else 0
