"""The seal: others accept it, one changed byte shows, keys change without breaking old seals."""

import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.keys import load_private_key_from_pemder_data
from pyhanko.sign.timestamps import DummyTimeStamper

from chassis import entrance
from deploy.local.keys import certificate_for, new_rsa_key
from documents import SERVICE
from documents.rendering import seal, seal_key
from documents.rendering.papers import render
from documents.rendering.seal_key import BadKey, SealKey, seal_key_from
from services.documents.tests.unit.test_certificate import ISSUED_AT, TEMPLATE, _content
from tests.contracts.apps import settings_of
from tests.support import keys

NOW = datetime(2026, 12, 22, 17, tzinfo=UTC)


def _ec_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _seal_key(pem: bytes, *, tsa_url: str = "", **days: datetime) -> SealKey:
    chain = certificate_for(pem, since=days.get("since", keys.SINCE), until=days.get("until", keys.UNTIL))
    return seal_key_from(key=pem.decode(), chain=chain.decode(), tsa_url=tsa_url, now=NOW)


def _sealed(folder: Path, key: SealKey, name: str = "sealed.pdf") -> Path:
    path = folder / name
    path.write_bytes(seal.sealed(render(TEMPLATE, _content(), issued_at=ISSUED_AT), now=NOW, key=key))
    return path


def _seen_by_poppler(path: Path) -> str:
    return subprocess.run(["pdfsig", "-nocert", path], check=False, capture_output=True, text=True).stdout


@pytest.mark.parametrize("make", [lambda: new_rsa_key(2048), _ec_key], ids=["RSA", "P-256"])
def test_poppler_and_qpdf_accept_the_seal(tmp_path: Path, make: Any) -> None:
    path = _sealed(tmp_path, _seal_key(make()))
    said = _seen_by_poppler(path)
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    metadata = subprocess.run(["pdfinfo", "-meta", path], check=True, capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "<pdfaid:part>3</pdfaid:part>" in metadata


@pytest.mark.parametrize("where", [0.1, 0.5, 0.8])
def test_one_changed_byte_is_seen(tmp_path: Path, where: float) -> None:
    path = _sealed(tmp_path, _seal_key(_ec_key()))
    content = bytearray(path.read_bytes())
    content[int(len(content) * where)] ^= 1
    path.write_bytes(content)
    assert "Signature is Valid" not in _seen_by_poppler(path)


def test_what_is_appended_is_seen(tmp_path: Path) -> None:
    path = _sealed(tmp_path, _seal_key(_ec_key()))
    path.write_bytes(path.read_bytes() + b"\n% more\n")
    assert "Total document signed" not in _seen_by_poppler(path)


def test_a_new_key_leaves_old_seals_good_and_both_certificates_are_published(house: Any) -> None:
    house.tell_neighbours()
    house.record(840)
    house.work()
    first = house.issued()
    seal_key.bind(_seal_key(_ec_key()))
    house.record(630, version=5)
    house.work()
    published = house.client.get("/api/documents/v1/seal-certificates").json["items"]
    for row in (first, house.issued()):
        assert "Signature is Valid" in _seen_by_poppler(house.pdf(row))
    assert len({one["fingerprint"] for one in published}) == 2
    assert all(one["chain"].startswith("-----BEGIN CERTIFICATE-----") for one in published)


def _expired() -> dict[str, str]:
    pem = new_rsa_key(2048)
    chain = certificate_for(pem, since=NOW - timedelta(days=900), until=NOW - timedelta(days=800))
    return {"PP_SEAL_KEY": pem.decode(), "PP_SEAL_CERTIFICATE": chain.decode()}


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (_expired(), "expired on 2024-10-13"),
        ({"PP_SEAL_KEY": _ec_key().decode()}, "not the certificate of PP_SEAL_KEY"),
        ({"PP_SEAL_KEY": "x"}, "no private key"),
        ({"PP_SEAL_CERTIFICATE": "x"}, "no certificate"),
        ({"PP_SEAL_KEY": new_rsa_key(1024).decode()}, "shorter than 2048 bits"),
    ],
    ids=["expired", "of another key", "no key", "no certificate", "short"],
)
def test_a_key_that_cannot_seal_is_refused_at_start(
    settings: dict[str, str], why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = settings_of("documents")
    environment = {
        "PP_DATABASE_URL": known.database_url,
        "PP_ISSUER": known.issuer,
        "PP_JWKS_URL": known.jwks_url,
        "PP_PUBLIC_URL": known.public_url,
        "PP_DOCUMENTS_STORE_URL": "file:///nonexistent",
        **keys.settings(),
        **settings,
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert entrance.main(SERVICE, ["verify-files"]) == 2
    assert why in capsys.readouterr().err


def test_a_certificate_that_runs_out_while_the_worker_runs_seals_no_more() -> None:
    key = _seal_key(_ec_key(), until=NOW + timedelta(hours=1))
    with pytest.raises(BadKey, match="expired"):
        seal.sealed(b"", now=NOW + timedelta(hours=2), key=key)


@pytest.fixture
def authority() -> Iterator[str]:
    """A time-stamp authority over HTTP."""
    pem = new_rsa_key(2048)
    chain = certificate_for(pem, since=keys.SINCE, until=keys.UNTIL, stamps_time=True)
    stamper = DummyTimeStamper(
        asn1.Certificate.load(seal_key.x509.load_pem_x509_certificate(chain).public_bytes(Encoding.DER)),
        load_private_key_from_pemder_data(pem, None),
        fixed_dt=NOW,
    )

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(stamper.request_tsa_response(asked).dump())

        def log_message(self, *_: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_a_time_stamp_is_asked_for_where_an_authority_is_configured(tmp_path: Path, authority: str) -> None:
    path = _sealed(tmp_path, _seal_key(_ec_key(), tsa_url=authority))
    assert "Signature is Valid" in _seen_by_poppler(path)
    assert bytes.fromhex("060b2a864886f70d010910020e").hex() in path.read_bytes().hex() or (
        b"060b2a864886f70d010910020e" in path.read_bytes().lower()
    )
