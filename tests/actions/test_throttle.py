"""Limits on what can be tried again and again."""

import pytest

from actions.accounts.throttle import neighbourhood


@pytest.mark.parametrize(
    ("client", "who"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_a_client_is_known_by_what_it_cannot_change(client: str, who: str) -> None:
    """A home has 2^64 addresses of IPv6, and must not have as many attempts."""
    assert neighbourhood(client) == who
