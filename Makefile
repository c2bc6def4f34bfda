# Everything into .venv/ and kiosk/web/node_modules/; what runs writes to var/, or to the folder that MOTCUA_HOME names.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
WEB := kiosk/web
MOTCUA_SHARED ?= ../shared
FILE ?= $(MOTCUA_SHARED)/data/procedures/portal_2026-07.jsonl.gz

PYTHON_STAMP := .venv/.installed
RASA_STAMP := .venv-rasa/.installed
NODE_STAMP := $(WEB)/node_modules/.installed
STATIC := kiosk/static/index.html
WEB_SOURCES := $(shell find $(WEB) -type f -not -path '*/node_modules/*' 2>/dev/null)

.PHONY: help setup run test check format python-check web-check web-test chromium espeak rasa bench clean

## Use
help: ## List these commands
	@awk 'BEGIN {FS = ":.*## "} /^## / {printf "\n%s\n", substr($$0, 4)} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## Set up, publish the starter records and serve on http://127.0.0.1:8000
	@$(BIN)/motcua serve

setup: $(PYTHON_STAMP) $(STATIC) ## Install everything and build the web app; what is up to date is skipped

## Change
test: setup chromium espeak check web-test ## Check, then run every test
	@$(BIN)/pytest -n 2 --dist loadfile

check: python-check web-check ## Format, lint, types and import contracts, without changing a file

format: $(PYTHON_STAMP) ## Format the code and mend what the linter can
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

rasa: setup $(RASA_STAMP) ## Hold the test stories with a real Rasa server; a few minutes and 2.7 GB the first time
	@RASA=$(CURDIR)/.venv-rasa/bin/rasa $(BIN)/pytest tests/nlu/test_rasa_server.py

bench: setup ## Measure a turn, memory, and an import (FILE=PATH)
	@$(BIN)/motcua bench turn
	@$(BIN)/motcua bench memory
	@$(BIN)/motcua bench import $(FILE)

clean: ## Remove what was installed and built; var/ stays
	@rm -rf .venv .venv-rasa $(WEB)/node_modules kiosk/static build dist *.egg-info
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

python-check: $(PYTHON_STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

web-check: $(NODE_STAMP) $(PYTHON_STAMP)
	@cd $(WEB) && npm run --silent lint && npm run --silent types && npm run --silent generate:check

web-test: $(NODE_STAMP)
	@cd $(WEB) && npm run --silent test

# gTTS comes last and without what it asks for: an old click, for a command line of its own that nobody uses here.
# torch is installed first and alone: asked for together with others, pip may take a build with gigabytes for graphics cards.
$(PYTHON_STAMP): pyproject.toml docker/constraints.txt
	@python=$$(for name in python3 python3.11 python3.12 python3.13; do \
	    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$$name"; break; fi; done); \
	if [ -z "$$python" ]; then \
	    echo "Python 3.11 or newer is needed and was not found. On Debian or Ubuntu: apt-get install python3 python3-venv" >&2; exit 1; fi; \
	if [ ! -x $(BIN)/python ]; then "$$python" -m venv .venv || { \
	    rm -rf .venv; echo "The venv module is needed. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }; fi
	@echo "Installing Python packages into .venv (a few minutes the first time)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check torch==2.13.0
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c docker/constraints.txt -e '.[dev,models,quality,speech]'
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps gtts==2.5.4
	@touch $@

# Rasa lives for itself: it wants Python 3.10 and libraries of 2023. A python3.10 of pyenv's that is not switched on answers with an error.
$(RASA_STAMP): Makefile
	@python=$$(for name in python3.10 "$$HOME"/.pyenv/versions/3.10.*/bin/python3.10; do \
	    if "$$name" -c '' 2>/dev/null; then echo "$$name"; break; fi; done); \
	if [ -z "$$python" ]; then echo "Rasa needs Python 3.10, and none was found." >&2; exit 1; fi; \
	echo "Installing Rasa into .venv-rasa (three minutes)"; \
	"$$python" -m venv .venv-rasa
	@.venv-rasa/bin/pip install -qq --disable-pip-version-check -U pip 'setuptools<81' wheel
	@.venv-rasa/bin/pip install -qq --disable-pip-version-check rasa==3.6.21
	@touch $@

$(NODE_STAMP): $(WEB)/package.json $(WEB)/package-lock.json
	@if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a === 20 && +b >= 19) ? 0 : 1)' 2>/dev/null; then \
	    echo "Node.js 20.19 or newer is needed to build the web app and was not found: https://nodejs.org" >&2; exit 1; fi
	@echo "Installing the packages of the web app"
	@cd $(WEB) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STATIC): $(NODE_STAMP) $(WEB_SOURCES)
	@echo "Building the web app"
	@cd $(WEB) && npm run --silent build -- --logLevel warn
	@touch $@

espeak:
	@if command -v espeak-ng >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends espeak-ng >/dev/null; \
	else \
	    echo "!!! espeak-ng is missing: THE TEST OF THE LOCAL VOICE WILL BE SKIPPED. On Debian: sudo apt-get install espeak-ng" >&2; \
	fi

chromium:
	@if command -v chromium >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the browser tests"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	else \
	    echo "!!! Chromium is missing: THE BROWSER TESTS WILL BE SKIPPED. On Debian: sudo apt-get install chromium" >&2; \
	fi
