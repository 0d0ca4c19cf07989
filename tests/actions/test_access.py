"""Who may do what."""

from itertools import pairwise

import pytest
from beanie import PydanticObjectId

from actions.access import ROLES, SCOPES, Permission, Viewer, require
from actions.errors import Forbidden, Unauthenticated, Why
from documents.api_keys import Scope
from documents.users import Role


def test_every_role_and_scope_has_a_line_in_the_table() -> None:
    """A role that is added without a line would fail at the first request."""
    assert set(ROLES) == set(Role)
    assert set(SCOPES) == set(Scope)


def test_each_role_may_do_all_that_the_one_before_may() -> None:
    """VIEWER, IMPORTER, REVIEWER, ADMIN: each adds something and takes nothing away."""
    steps = [ROLES[role] for role in Role]

    assert all(less < more for less, more in pairwise(steps))
    assert ROLES[Role.ADMIN] == set(Permission)


def test_a_catalogue_key_reads_the_catalogue_and_nothing_else() -> None:
    """The key stands in a shop's program: it must not open the library."""
    shop = Viewer(api_key_id=PydanticObjectId(), scopes=frozenset({Scope.CATALOG_READ}))

    assert shop.permissions == {Permission.READ_CATALOG}
    assert require(shop, Permission.READ_CATALOG) is shop
    with pytest.raises(Forbidden):
        require(shop, Permission.READ_LIBRARY)


def test_nobody_is_told_to_sign_in_before_anything_else() -> None:
    """Without a viewer it is not the permission that is missing."""
    with pytest.raises(Unauthenticated) as refused:
        require(None, Permission.READ_CATALOG)

    assert refused.value.why is Why.MISSING


def test_a_refusal_names_the_permission() -> None:
    """So that whoever reads it knows what to ask for."""
    with pytest.raises(Forbidden, match="MANAGE_KEYS") as refused:
        require(Viewer(role=Role.REVIEWER), Permission.MANAGE_KEYS)

    assert refused.value.permission == "MANAGE_KEYS"


def test_somebody_without_role_and_scopes_may_do_nothing() -> None:
    """Nothing is allowed that is not in the table."""
    assert Viewer().permissions == set()
