"""Settings: one frozen dataclass a service, read once from the environment (https://12factor.net/config)."""

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

_T = TypeVar("_T", bound="ServiceSettings")
_TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class BadSettings(Exception):
    """Start-up is refused; the message names every missing or malformed variable at once."""


def setting(variable: str, *, help: str, default: Any = MISSING, secret: bool = False) -> Any:
    """A dataclass field read from `variable`, or from the file that `<variable>_FILE` names."""
    return field(default=default, metadata={"variable": variable, "help": help, "secret": secret})


@dataclass(frozen=True, kw_only=True)
class ServiceSettings:
    """What every service needs; the same names everywhere."""

    environment: str = setting("PP_ENVIRONMENT", default="development", help="development, staging or production")
    database_url: str = setting("PP_DATABASE_URL", secret=True, help="postgresql://user:password@host:port/database")
    broker_url: str = setting("PP_BROKER_URL", default="", secret=True, help="amqp://user:password@host:port/vhost")
    issuer: str = setting("PP_ISSUER", help="`iss` of the access tokens accepted here")
    jwks_url: str = setting("PP_JWKS_URL", help="where the signing keys are read: http(s)://… or file://…")
    public_url: str = setting("PP_PUBLIC_URL", help="address of the site as people see it, no slash at the end")
    clock_offset_s: int = setting("PP_CLOCK_OFFSET_S", default=0, help="shift of the clock, in seconds; trials only")
    http_bind: str = setting("PP_HTTP_BIND", default="127.0.0.1:8000", help="host:port of the HTTP doors")
    http_workers: int = setting("PP_HTTP_WORKERS", default=2, help="processes behind the HTTP doors")
    http_threads: int = setting("PP_HTTP_THREADS", default=4, help="threads a process")
    work_bind: str = setting("PP_WORK_BIND", default="127.0.0.1:9000", help="host:port of the workers' health")
    traces_url: str = setting(
        "PP_TRACES_URL",
        default="",
        help="where spans go: http(s)://collector/v1/traces or file:///folder; empty: nowhere",
    )
    log_level: str = setting("PP_LOG_LEVEL", default="info", help="debug, info, warning or error")
    max_body_bytes: int = setting("PP_MAX_BODY_BYTES", default=1_048_576, help="largest request body, in bytes")

    def __post_init__(self) -> None:
        if self.clock_offset_s and self.environment == "production":
            raise BadSettings("PP_CLOCK_OFFSET_S is refused in production")


def _text_of(variable: str, environ: Mapping[str, str]) -> str | None:
    if variable in environ:
        return environ[variable]
    path = environ.get(f"{variable}_FILE")
    return Path(path).read_text().strip() if path else None


def read_settings(settings_class: type[_T], environ: Mapping[str, str] | None = None) -> _T:
    """The settings of one service.

    Raises:
        BadSettings: names all variables that are missing or malformed.
    """
    source = os.environ if environ is None else environ
    kinds = get_type_hints(settings_class)
    values: dict[str, Any] = {}
    faults: list[str] = []
    for entry in fields(settings_class):
        variable = entry.metadata["variable"]
        try:
            text = _text_of(variable, source)
            if text is not None:
                kind = kinds[entry.name]
                values[entry.name] = _TRUTHS[text.lower()] if kind is bool else kind(text)
            elif entry.default is MISSING:
                faults.append(f"{variable} is missing ({entry.metadata['help']})")
        except (ValueError, KeyError, OSError) as fault:
            faults.append(f"{variable} is malformed ({type(fault).__name__})")
    if faults:
        raise BadSettings("; ".join(faults))
    return settings_class(**values)
