"""`python -m actions.store upgrade` brings the tables to the newest form; `revision "words"` drafts a migration."""

from __future__ import annotations

import argparse
import asyncio

from alembic import command
from sqlalchemy.engine import Connection

from actions.store.engine import Store, open_store
from actions.store.migrate import alembic_config, upgrade
from settings import settings


async def _draft(store: Store, message: str) -> None:
    def draft(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True)

    async with store.engine.connect() as connection:
        await connection.run_sync(draft)


async def _main(arguments: argparse.Namespace) -> None:
    store = open_store(settings())
    try:
        await upgrade(store)
        if arguments.do == "revision":
            await _draft(store, arguments.message)
    finally:
        await store.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m actions.store", description=__doc__)
    commands = parser.add_subparsers(dest="do", required=True)
    commands.add_parser("upgrade", help="apply the missing migrations")
    commands.add_parser("revision", help="draft a migration from the models").add_argument("message")
    asyncio.run(_main(parser.parse_args()))
