# One command for each thing a newcomer needs; the same ones run in CI. `make` alone prints them.
#
# Recipes exec their one process, so that SIGTERM to make, which make passes on to its children, ends it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first Python that is new enough; asked for only when the environment is made.
PYTHON3 = $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; exit; }; done; echo python3)
PYTHON := .venv/bin/python

.PHONY: help setup setup-dev run test bench soak lint test-next messages

help: ## prints this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: ## makes the environment in .venv from requirements.lock
	@exec $(PYTHON3) bootstrap.py

setup-dev:
	@exec $(PYTHON3) bootstrap.py --dev

run: setup ## runs the demo: web, worker, beat and sandbox province (PORT, PROVINCE_PORT, DATA_DIR)
	@exec $(PYTHON) manage.py serve

test: setup-dev ## runs all tests, with the services and the browser that are found
	@exec $(PYTHON) -m tests.run

bench: setup-dev ## runs the benchmarks and prints one table
	@exec $(PYTHON) -m tests.bench

soak: setup-dev ## publishes 1,000 articles under 200 random faults (SEED)
	@exec $(PYTHON) -m tests.faults.soak --seed $${SEED:-1}

lint: setup-dev ## runs every static check
	@exec $(PYTHON) -m tests.lint

test-next: setup-dev ## runs the tests on the newest Wagtail and Django, in .venv-next
	@exec $(PYTHON3) bootstrap.py --next
	@exec .venv-next/bin/python -m tests.run --sqlite-only

messages: setup-dev ## collects and compiles the translations (needs gettext)
	@exec $(PYTHON) -m tests.check_catalogue --write
