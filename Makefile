# Two commands matter: `make run` and `make test`. The others are their parts.
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run test check lock

PYTHON ?= python3
VENV := .venv/bin

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 20

setup: ## Install what is missing (Debian packages, .venv, node_modules); a second time does nothing
	@$(PYTHON) -m deploy.local.setup

setup-tests: ## The same, with what the tests need besides (Chromium, poppler)
	@$(PYTHON) -m deploy.local.setup --tests

LOCK := UV_SYSTEM_CERTS=1 $(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

lock: setup ## Lock requirements/*.in anew, with hashes
	$(LOCK) requirements/runtime.in -o requirements/runtime.txt
	$(LOCK) -c requirements/runtime.txt requirements/dev.in -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt requirements/uv.in -o requirements/uv.txt
