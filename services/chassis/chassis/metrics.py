"""Prometheus metrics, in base units; each process shows its own under /metrics, never through the gateway."""

from prometheus_client import Counter, Gauge, Histogram

HTTP_SECONDS = Histogram("parcourspro_http_request_seconds", "Seconds to answer", ["method", "route", "status"])
EVENTS_SENT = Counter("parcourspro_events_sent_total", "Events that the broker confirmed", ["type"])
EVENTS_RETURNED = Counter("parcourspro_events_returned_total", "Events that no queue took", ["type"])
OUTBOX_WAITING = Gauge("parcourspro_outbox_waiting", "Events not yet confirmed", multiprocess_mode="max")
EVENTS_HEARD = Counter("parcourspro_events_heard_total", "Events handled", ["type", "outcome"])
TASKS_RUN = Counter("parcourspro_tasks_run_total", "Runs of tasks that touch the outside", ["kind", "outcome"])
TASKS_WAITING = Gauge("parcourspro_tasks_waiting", "Tasks not yet done", multiprocess_mode="max")
TASKS_AGE_SECONDS = Gauge("parcourspro_tasks_oldest_seconds", "Age of the oldest due task", multiprocess_mode="max")
JOBS_RUN = Counter("parcourspro_jobs_run_total", "Runs of clock jobs", ["name", "outcome"])
