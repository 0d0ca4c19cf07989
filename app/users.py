"""`ecogram users`: accounts from the command line, for whoever runs the machine."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable, Mapping

from actions.access import OPERATOR
from actions.accounts import people
from actions.errors import Refused
from app.connections import database
from app.parts import database_of
from app.settings import Settings
from documents.errors import DocumentsError
from documents.users import Role, User


class NoSuchAccount(DocumentsError):
    """Nobody has this address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"There is no account for {email}.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="tell all accounts")
    for verb, words in (
        ("add", "make an account; asks for its password"),
        ("password", "give an account another password; asks for it"),
        ("role", "give an account another role"),
    ):
        one = verbs.add_parser(verb, help=words)
        one.add_argument("email")
        if verb == "add":
            one.add_argument("--name", help="what to call them; by default made of the address")
        if verb != "password":
            one.add_argument("--role", type=Role, choices=list(Role), required=True)


async def main(settings: Settings, options: argparse.Namespace) -> int:
    """Do it; 1 if it was refused, with the reason. Works beside a running Ecogram, too."""
    async with database_of(settings) as uri, database(uri, settings.mongodb_database):
        try:
            await VERBS[options.verb](options)
        except (Refused, DocumentsError) as refusal:
            sys.stderr.write(f"ecogram: {refusal}\n")
            return 1
    return 0


async def _list(_: argparse.Namespace) -> None:
    users = await people.list_users(OPERATOR)
    while users:
        for user in users:
            alive = "" if user.alive else "\tdisabled"
            sys.stdout.write(f"{user.email}\t{user.role}\t{user.name}{alive}\n")
        users = await people.list_users(OPERATOR, after=users[-1].id)


async def _add(options: argparse.Namespace) -> None:
    await people.create_user(
        OPERATOR,
        email=options.email,
        password=await _password(),
        role=options.role,
        name=options.name,
    )


async def _role(options: argparse.Namespace) -> None:
    await people.set_role(OPERATOR, (await _known(options.email)).id, options.role)


async def _set_password(options: argparse.Namespace) -> None:
    user = await _known(options.email)
    await people.set_password(OPERATOR, user.id, await _password())


async def _known(email: str) -> User:
    user = await User.by_email(email.strip().lower())
    if user is None:
        raise NoSuchAccount(email)
    return user


async def _password() -> str:
    """From the terminal without showing it, or one line of what is piped in."""
    if sys.stdin.isatty():
        return str(await asyncio.to_thread(getpass.getpass, "Password: "))
    line: str = await asyncio.to_thread(sys.stdin.readline)
    return line.rstrip("\n")


VERBS: Mapping[str, Callable[[argparse.Namespace], Awaitable[None]]] = {
    "list": _list,
    "add": _add,
    "role": _role,
    "password": _set_password,
}
