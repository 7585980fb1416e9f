"""`python -m deploy.local.demo_code`: what the authenticator of the demonstration's staff shows now."""

import json
import sys
from pathlib import Path

import pyotp

from chassis import clock

_DEMO = Path(__file__).parent / "demo/identity.json"


def codes() -> list[str]:
    """Name and code of everybody in the demonstration who has a second factor."""
    people = json.loads(_DEMO.read_text(encoding="utf-8"))["accounts"]
    return [
        f"{person['email']} {pyotp.TOTP(person['second_factor']).at(clock.now())}"
        for person in people
        if "second_factor" in person
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(codes()) + "\n")
