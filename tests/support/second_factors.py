"""Codes of the demonstration's second factor: everybody knows its secret, see deploy/local/demo/identity.json."""

import time

import pyotp

DEMO_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP_S = 30


def codes_to_try() -> list[str]:
    """Those that identity takes now, oldest first: each works once, so that three sign-ins fit into half a minute."""
    now = int(time.time())
    return [pyotp.TOTP(DEMO_SECRET).at(now + shift * STEP_S) for shift in (-1, 0, 1)]


def wait_for_the_next() -> None:
    """Until the authenticator shows another code."""
    time.sleep(STEP_S - time.time() % STEP_S + 0.5)
