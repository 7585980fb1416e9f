"""`remove-second-factor ACCOUNT_ID`: for somebody who proved who they are, without devices or codes.

Passkeys go with it."""

import argparse
import sys
from uuid import UUID

from chassis.clock import now
from chassis.database import transaction
from chassis.errors import DomainError
from identity.domain.rights import OPERATOR
from identity.usecases.remove_second_factor import remove_second_factor


def run(arguments: list[str]) -> int:
    """1 where there is no such account, or it has no second factor."""
    parser = argparse.ArgumentParser(prog="python -m identity remove-second-factor", description=__doc__)
    parser.add_argument("account_id", type=UUID)
    asked = parser.parse_args(arguments)
    try:
        with transaction() as session:
            is_removed = remove_second_factor(session, asked.account_id, by=OPERATOR, now=now())
    except DomainError as refusal:
        print(f"refused: {refusal.title}", file=sys.stderr)
        return 1
    if not is_removed:
        print("there is no second factor", file=sys.stderr)
        return 1
    return 0
