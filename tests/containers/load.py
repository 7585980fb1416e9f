"""People at the gateway while something is changed behind it: every answer counted."""

import itertools
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

# A page, and an interface whose answer nobody has kept.
PAGES = ("/", "/actions?q=essai{number}")
CATALOGUE = ("/api/catalogue/v1/training-actions?q=essai{number}",)
ISSUER = ("/sso/.well-known/openid-configuration", "/sso/jwks.json")


class Crowd:
    """Threads that ask in turn for the addresses given, until told to stop."""

    def __init__(self, site: str, paths: tuple[str, ...], *, threads: int, cookies: httpx.Cookies | None) -> None:
        self._site, self._paths, self._cookies = site, paths, cookies
        self._stopped = threading.Event()
        self._numbers = itertools.count()
        self._answers: Counter[str] = Counter()
        self._threads = [threading.Thread(target=self._ask) for _ in range(threads)]

    @property
    def asked(self) -> int:
        return sum(self._answers.values())

    @property
    def refused(self) -> dict[str, int]:
        """What was no success, by status or fault and address: {"503 for /actions": 1}."""
        return {what: count for what, count in self._answers.items() if what != "200"}

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _ask(self) -> None:
        with httpx.Client(base_url=self._site, timeout=30.0, cookies=self._cookies) as http:
            for path in itertools.cycle(self._paths):
                if self._stopped.is_set():
                    return
                try:
                    answer = http.get(path.format(number=next(self._numbers)))
                    what = "200" if answer.status_code == httpx.codes.OK else f"{answer.status_code} for {path}"
                except httpx.HTTPError as fault:
                    what = f"{type(fault).__name__} for {path}"
                self._answers[what] += 1


@contextmanager
def crowd(site: str, *paths: str, threads: int = 4, cookies: httpx.Cookies | None = None) -> Iterator[Crowd]:
    """Asks while the block runs; as somebody who is signed in, where there are cookies."""
    made = Crowd(site, paths, threads=threads, cookies=cookies)
    made.start()
    try:
        yield made
    finally:
        made.stop()
