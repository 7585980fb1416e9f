"""The certificate: Typst against WeasyPrint, the seal against the bare paper, RSA against P-256, a worker's memory."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from weasyprint import HTML, Attachment

from documents.rendering import papers, seal
from tests.benchmarks.harness import ROUNDS, Benchmark, Figure, at_least, at_most, median
from tests.benchmarks.papers_content import AT, TEMPLATE, content, key_of, rsa_key

PAGE = Path(__file__).with_name("certificate.html")
MANY, FEW = 20, 5
DOCUMENTS = 2_000


def _p256() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _typst(rank: int) -> bytes:
    return papers.render(TEMPLATE, content(rank), issued_at=AT)


def _weasyprint(rank: int) -> bytes | None:
    """The same page with the same QR code and the same attached data."""
    page = PAGE.read_text().replace("CR-2026-000042", content(rank)["number"])
    page = page.replace("<!-- QR -->", papers.qr_code(f"https://example.org/verifier/{rank}"))
    data = Attachment(string=json.dumps(content(rank)), description="data", relationship="Data")
    made: bytes | None = HTML(string=page).write_pdf(pdf_variant="pdf/a-3b", pdf_tags=True, attachments=[data])
    return made


def _cost_s(make: Callable[[int], object], count: int) -> float:
    """Seconds of processor for one, the first one not counted."""
    make(0)
    began = time.process_time()
    for rank in range(1, count + 1):
        make(rank)
    return (time.process_time() - began) / count


def _memory() -> tuple[float, float, float]:
    """MiB of a worker's process: before any paper, after a hundred, after a thousand."""
    program = [sys.executable, "-m", "tests.benchmarks.papers_worker", str(DOCUMENTS)]
    said = subprocess.run(program, check=True, capture_output=True, text=True).stdout.split()
    return float(said[0]), float(said[1]), float(said[2])


def measure(_folder: Path) -> Sequence[Figure]:
    """Ratios of processor time, taken in turn, and the memory of one process of its own."""
    rsa, p256, paper = rsa_key(), key_of(_p256()), _typst(1)
    costs: dict[str, list[float]] = {name: [] for name in ("typst", "weasyprint", "rsa", "p256")}
    for _ in range(ROUNDS):
        costs["typst"].append(_cost_s(_typst, MANY))
        costs["weasyprint"].append(_cost_s(_weasyprint, FEW))
        costs["rsa"].append(_cost_s(lambda _rank: seal.sealed(paper, now=AT, key=rsa), MANY))
        costs["p256"].append(_cost_s(lambda _rank: seal.sealed(paper, now=AT, key=p256), MANY))
    typst, weasyprint, by_rsa, by_p256 = (median(found) for found in costs.values())
    first, thousand, twice = _memory()
    note = f"{1 / typst:.0f} a second and core, {typst * 1000:.1f} ms against {weasyprint * 1000:.0f} ms"
    return (
        at_least("unsigned PDF/A-3b + PDF/UA-1 certificate, × WeasyPrint", weasyprint / typst, 6, note=note),
        at_most("sealed (RSA-3072), × unsigned", (typst + by_rsa) / typst, 3, note=f"seal {by_rsa * 1000:.1f} ms"),
        at_most(
            "sealed by RSA-3072, × by P-256",
            (typst + by_rsa) / (typst + by_p256),
            1.2,
            note=f"seal by P-256 {by_p256 * 1000:.1f} ms",
        ),
        at_most("worker's memory after 1,000 documents, MiB", thousand, 120, note=f"{first:.0f} MiB before the first"),
        at_most("growth from 1,000 to 2,000 documents, MiB", twice - thousand, 2),
    )


BENCHMARK = Benchmark(name="papers", title="The certificate", measure=measure)
