"""Keys of rows and events."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): keys made in sequence lie close together in an index."""
    return UUID(int=uuid_utils.uuid7().int)
