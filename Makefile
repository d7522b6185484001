# Each target is safe to repeat; `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
STACK := $(RUN) deploy.local
PYTEST := $(RUN) pytest
ASIDE := --numprocesses 2 --dist loadfile # each with a Kafka and a MongoDB of its own
FAST := tests/architecture tests/contracts tests/sealing tests/kit tests/intake \
	tests/routing tests/dispute tests/notification tests/tools tests/sdk

.PHONY: help setup check test test-fast explore demo up down status restart logs contracts sdk \
	asyncapi bench faults lock clean

help: ## list what can be made
	@awk -F ':[^#]*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/installed ## install everything (fast when nothing changed)
	@$(STACK) fetch

$(VENV)/installed: requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "error: Python 3.11 or newer is \
	needed: apt-get install -y python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "error: \
	Python 3.11 or newer is needed; name it with make PYTHON=python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo \
	"error: apt-get install -y python3-venv" >&2; exit 1; }
	$(RUN) pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements.txt
	@touch $@

check: setup ## style, types, who imports whom, contracts
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	PYTHONPATH=sdk $(BIN)/lint-imports
	$(RUN) contracts.evolution --check
	$(RUN) tools.state_schemas --check
	$(RUN) tools.diagrams --check

test: check ## every test, on ports and data of its own
	$(PYTEST) $(ASIDE) $(FAST)
	$(PYTEST) $(ASIDE) tests/integration
	$(PYTEST) tests/e2e tests/faults

test-fast: setup ## the tests that need no Kafka and no MongoDB
	$(PYTEST) $(ASIDE) $(FAST)

explore: setup ## the fast tests with examples that nobody has tried yet
	$(PYTEST) $(ASIDE) --hypothesis-profile explore $(FAST)

faults: setup ## only the tests that kill, stop and pause things
	$(PYTEST) tests/faults

bench: setup ## throughput beside a bare floor
	$(PYTEST) tests/bench -s

demo: setup ## start everything and file cases: CASES=file.jsonl.gz LIMIT=n
	$(RUN) tools.demo $(if $(CASES),--cases "$(CASES)") $(if $(LIMIT),--limit $(LIMIT))

up: setup ## start the platform (all ports move with TONGBAN_PORT_BASE)
	@$(STACK) up

down: setup ## stop it; nothing is lost
	@$(STACK) down

status: setup ## what runs, and where
	@$(STACK) status

restart: setup ## stop one part gracefully and start it again: NAME=intake
	@$(STACK) restart $(NAME)

logs: setup ## the end of the logs: NAME=intake for one part
	@$(STACK) logs $(NAME)

sdk: setup ## build what departments install, into dist/
	$(RUN) deploy.wheels dist

contracts: setup ## write the locks and the diagram of states; refuses what breaks
	$(RUN) contracts.evolution
	$(RUN) tools.state_schemas
	$(RUN) tools.diagrams

PARSER := .local/asyncapi

asyncapi: ## ask AsyncAPI's own parser about contracts/asyncapi.json (needs npm)
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix $(PARSER) \
		@asyncapi/parser@3.6.6
	NODE_PATH=$(PARSER)/node_modules node tests/contracts/asyncapi/parse.cjs \
		contracts/asyncapi.json

LOCK := uv pip compile pyproject.toml --generate-hashes --no-emit-index-url \
	--no-header --quiet

lock: setup ## write both requirements.txt from pyproject.toml
	$(RUN) $(LOCK) --extra stack --extra dev -o requirements.txt
	$(RUN) $(LOCK) --extra prepare -c requirements.txt -o deploy/docker/requirements.txt

clean: ## stop the platform, delete its data and secrets and every cache
	@if test -e $(VENV)/installed; then $(STACK) clean; fi
	rm -rf dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
