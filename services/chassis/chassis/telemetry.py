"""OpenTelemetry, where PP_TRACES_URL asks for it: a span for each request, message, task, job and statement.

Loaded only then. Spans hold routes, types and statements without their values; what an exception says may name a person
and is left out.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from sqlalchemy import Engine

from chassis import tracing

_PROPAGATOR = TraceContextTextMapPropagator()


class FileExporter(SpanExporter):
    """One JSON line a span, in a file of this service; several processes may write to it at once."""

    def __init__(self, folder: Path, service: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(folder / f"{service}.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        for span in spans:
            os.write(self._file, json.dumps(json.loads(span.to_json(indent=None))).encode() + b"\n")
        return SpanExportResult.SUCCESS


def _exporter(url: str, service: str) -> SpanExporter:
    parts = urlsplit(url)
    return FileExporter(Path(parts.path), service) if parts.scheme == "file" else OTLPSpanExporter(endpoint=url)


def configure(*, service: str, url: str, engines: Sequence[Engine]) -> TracerProvider:
    """Send this process's spans to `url`: a collector's http(s)://…/v1/traces, or a folder, file:///…

    Returns their provider, for whoever wants to flush it.
    """
    provider = TracerProvider(resource=Resource({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(_exporter(url, service), schedule_delay_millis=1_000))
    tracer = provider.get_tracer("chassis")

    @contextmanager
    def span(parent: str | None, name: str) -> Iterator[str]:
        context = _PROPAGATOR.extract({"traceparent": parent or ""}, Context())
        quiet = tracer.start_as_current_span(name, context, record_exception=False, set_status_on_exception=False)
        with quiet as current:
            found = current.get_span_context()
            yield f"00-{found.trace_id:032x}-{found.span_id:016x}-01"

    tracing.open_spans_by(span)
    # Without the last word it looks at SQLAlchemy's version, finds one that it does not know, and records nothing.
    SQLAlchemyInstrumentor().instrument(engines=list(engines), tracer_provider=provider, skip_dep_check=True)
    return provider
