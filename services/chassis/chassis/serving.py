"""Serving HTTP: gunicorn inside this process, with the settings that were found right behind a proxy."""

import tempfile
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # gunicorn carries no types

from chassis.settings import ServiceSettings

# Behind a proxy that keeps connections longer than we do, gunicorn's default of 2 s gives some 5xx; 75 s gives none.
KEEP_ALIVE_S = 75
GRACE_S = 30


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    def __init__(self, load: Callable[[], Flask], options: dict[str, Any]) -> None:
        self._load = load
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._load()


def options_of(settings: ServiceSettings) -> dict[str, Any]:
    """gunicorn's options. The app is loaded before the fork, so that its memory is shared."""
    return {
        "bind": settings.http_bind,
        "worker_class": "gthread",
        "workers": settings.http_workers,
        "threads": settings.http_threads,
        "keepalive": KEEP_ALIVE_S,
        "graceful_timeout": GRACE_S,
        "preload_app": True,
        "control_socket_disable": True,
        "worker_tmp_dir": tempfile.gettempdir(),
        "loglevel": "warning",
        "proc_name": "parcourspro",
        "limit_request_line": 8190,
    }


def serve(load: Callable[[], Flask], settings: ServiceSettings, *, after_fork: Callable[[], None]) -> None:
    """Serve until SIGTERM; requests in hand are finished first. `after_fork` is called in each worker process."""

    def post_fork(_server: object, _worker: object) -> None:
        after_fork()

    _Server(load, options_of(settings) | {"post_fork": post_fork}).run()
