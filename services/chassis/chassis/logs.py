"""Logs: a constant sentence plus fields, JSON, one line each, with the trace id and no personal data."""

import logging
import sys
import traceback
from pathlib import PurePath

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from chassis.tracing import current_trace_id


def configure(*, service: str, level: str) -> None:
    """Send this process's own lines and those of its libraries to standard output as JSON."""

    def say_where(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        trace = current_trace_id()
        line.update({"service": service, "trace_id": trace} if trace else {"service": service})
        return line

    shared: list[Processor] = [
        say_where,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    logging.getLogger("pika").setLevel("ERROR")


def log(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def told_briefly(fault: BaseException) -> str:
    """`Class at file:line function`, the innermost frame of our own code; an exception's text may name a person."""
    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename] or list(frames)
    place = f"{PurePath(own[-1].filename).name}:{own[-1].lineno} {own[-1].name}" if own else "unknown"
    return f"{type(fault).__name__} at {place}"
