"""Mail that leaves signed holds at its reader's server; one changed letter does not."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from chassis.settings import BadSettings
from notification.channels import dkim_signing
from notification.channels.dkim_signing import DkimKey
from tests.contracts.apps import settings_of

Lookup = Callable[..., bytes]


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def pem(private_key: rsa.RSAPrivateKey) -> bytes:
    return private_key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


@pytest.fixture(scope="module")
def dns(private_key: rsa.RSAPrivateKey) -> Lookup:
    """The record that stands in DNS."""
    body = private_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode().split("\n")
    record = f"v=DKIM1; k=rsa; p={''.join(body[1:-2])}".encode()
    return lambda name, timeout=5: record if name == b"parcourspro._domainkey.cap-metiers.pro." else b""


@pytest.fixture
def _signing(pem: bytes, house: Any) -> Iterator[None]:
    assert house
    dkim_signing.bind(DkimKey(pem=pem, selector="parcourspro", domain="cap-metiers.pro"))
    yield
    dkim_signing.bind(None)


@pytest.fixture
def sent(house: Any, _signing: None) -> list[EmailMessage]:
    house.tell_neighbours()
    house.move("enrolled", previous_status="pre_enrolled")
    house.move("attended", previous_status="enrolled", attendance={"net_minutes": 840, "planned_minutes": 840})
    house.work()
    messages: list[EmailMessage] = house.mailbox.messages
    return messages


def test_a_signed_message_holds(house: Any, sent: list[EmailMessage], dns: Lookup) -> None:
    assert len(sent) == len(house.mailbox.raw) == 2
    assert [dkim.verify(raw, dnsfunc=dns) for raw in house.mailbox.raw] == [True, True]


@pytest.mark.usefixtures("sent")
def test_a_changed_letter_does_not_hold(house: Any, dns: Lookup) -> None:
    for raw in house.mailbox.raw:
        assert not dkim.verify(raw.replace(b"Bonjour", b"Bonsoir", 1), dnsfunc=dns)
        assert not dkim.verify(raw.replace(b"Subject: ", b"Subject: Re: ", 1), dnsfunc=dns)


def test_without_a_key_mail_leaves_unsigned(house: Any) -> None:
    house.tell_neighbours()
    house.move("declined", previous_status="pre_enrolled")
    house.work()
    assert [message["DKIM-Signature"] for message in house.mailbox.messages] == [None]


@pytest.mark.parametrize("key", ["no key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"])
def test_a_key_that_cannot_sign_is_refused_at_the_start(key: str) -> None:
    with pytest.raises(BadSettings, match="PP_DKIM_KEY"):
        settings_of("notification", {"PP_DKIM_KEY": key})
