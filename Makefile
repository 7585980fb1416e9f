# Two commands matter: `make run` and `make test`. The others are their parts.
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run containers test check lint bench screenshots trace gateway-validate demo-code lock

PYTHON ?= python3
VENV := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8080
MAILBOX_PORT ?= 8025
WORKERS ?= 2
SERVICES := identity catalogue enrolment documents notification web

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 20

setup: ## Install what is missing (Debian packages, .venv, node_modules); a second time does nothing
	@$(PYTHON) -m deploy.local.setup

setup-tests: ## The same, with what the tests need besides (Chromium, poppler)
	@$(PYTHON) -m deploy.local.setup --tests

run: setup ## The whole platform on this machine, until Ctrl-C (HOST=127.0.0.1 PORT=8080 MAILBOX_PORT=8025)
	@exec $(VENV)/python -m deploy.local run --with-parent --host $(HOST) --port $(PORT) --mailbox-port $(MAILBOX_PORT)

test: setup-tests lint ## Checks, tests, journeys in the browser; on instances of its own
	@export PP_TEST_SERVERS_LINGER_S=0; status=0; \
	$(VENV)/pytest -n $(WORKERS) -m "not platform and not browser and not containers" || status=1; \
	$(VENV)/pytest -n $(WORKERS) --dist loadfile -m "platform or browser" || status=1; \
	$(VENV)/pytest -m "containers" || status=1; \
	exit $$status

containers: setup ## The whole platform in containers, until Ctrl-C, in an engine of its own (as root; PORT, MAILBOX_PORT)
	@$(PYTHON) -m deploy.local.setup --containers
	@exec $(VENV)/python -m deploy.compose --port $(PORT) --mailbox-port $(MAILBOX_PORT)

check: lint ## Style, types, rooms and arrows, conventions
	$(VENV)/pytest -q tests/conventions

lint: setup
	$(VENV)/ruff check .
	$(VENV)/ruff format --check --quiet .
	$(VENV)/lint-imports --no-cache
	@for service in $(SERVICES); do $(VENV)/mypy services/$$service/$$service || exit 1; done
	$(VENV)/mypy services/chassis/chassis deploy/local gateway tests

bench: ## The numbers of tests/benchmarks, ratios printed (ONLY="drain memory" for some of them)
	@$(PYTHON) -m deploy.local.setup --bench
	$(VENV)/python -m tests.benchmarks $(ONLY)

screenshots: setup-tests ## Every screen, e-mail and paper in gallery/index.html
	$(VENV)/python -m tests.browser.screenshots

trace: setup ## One request for a place as a tree of spans, through services and messages
	$(VENV)/python -m tests.journeys.trace

gateway-validate: setup ## The gateway's state files against their schema and our own checks
	$(VENV)/python -m gateway.validate

demo-code: setup ## The present code of the demonstration's second factor (Camille)
	@$(VENV)/python -m deploy.local.demo_code

LOCK := UV_SYSTEM_CERTS=1 $(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

lock: setup ## Lock requirements/*.in anew, with hashes
	$(LOCK) requirements/runtime.in -o requirements/runtime.txt
	$(LOCK) -c requirements/runtime.txt requirements/dev.in -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt requirements/uv.in -o requirements/uv.txt
