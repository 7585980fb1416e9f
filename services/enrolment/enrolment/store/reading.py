"""What a read needs: the session of a transaction, or the connection of a snapshot."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

Reader = Session | Connection
