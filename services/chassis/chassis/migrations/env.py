"""Alembic's environment, the same for every service: one transaction a migration, and locks that give up early."""

from alembic import context
from sqlalchemy import create_engine, pool, text

LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "5min"

engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
with engine.connect() as connection:
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
