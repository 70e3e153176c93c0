"""Alembic's entry: migrations run on the connection they are given, inside its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=False,  # the caller holds the transaction, on both databases
)
context.run_migrations()
