"""Proof that the store which answers us is one that checks signatures."""

from dataclasses import replace
from http.client import HTTPConnection
from secrets import token_urlsafe
from urllib.parse import urlsplit

from storage.client import S3Location
from storage.credentials import credentials
from storage.links import Presigner

SECONDS = 5


def refuses_forgeries(location: S3Location) -> bool:
    """Whether a link is refused that was signed with a secret made up this moment.

    Together with an answer to our own secret, which no other store knows, it tells our
    store from a stranger on its port that lets everybody in.
    """
    forger = replace(location, secret_key=token_urlsafe(30))
    link = urlsplit(Presigner(forger, credentials(forger)).url("anything"))
    # http.client knows no proxies, and none could reach our own machine.
    connection = HTTPConnection(link.netloc, timeout=SECONDS)
    try:
        connection.request("GET", f"{link.path}?{link.query}")
        return connection.getresponse().status == 403
    finally:
        connection.close()
