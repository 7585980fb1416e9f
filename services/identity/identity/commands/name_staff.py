"""`name-staff ACCOUNT_ID [--no-longer]`: who works for Cap Métiers; the first ones are named by this command."""

import argparse
import sys
from uuid import UUID

from chassis.clock import now
from chassis.database import transaction
from chassis.errors import DomainError
from identity.domain.rights import OPERATOR
from identity.usecases.name_staff import name_staff


def run(arguments: list[str]) -> int:
    """1 where there is no such account or it is closed."""
    parser = argparse.ArgumentParser(prog="python -m identity name-staff", description=__doc__)
    parser.add_argument("account_id", type=UUID)
    parser.add_argument("--no-longer", action="store_true")
    asked = parser.parse_args(arguments)
    try:
        with transaction() as session:
            name_staff(session, asked.account_id, is_staff=not asked.no_longer, by=OPERATOR, now=now())
    except DomainError as refusal:
        print(f"refused: {refusal.title}", file=sys.stderr)
        return 1
    return 0
