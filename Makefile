# Every target sets up what it needs; stamps make the second run quick.
#   make serve                     the service on 127.0.0.1:27165 (ARGS="--port 8080" for other options)
#   make check                     lint, types and the quick tests, under a minute
#   make test                      everything, browsers, PostgreSQL and Spark included
#   make test BROWSERS= POSTGRES= SPARK=    everything that needs no Debian package

PYTHON ?= python3
VENV ?= .venv
BROWSERS ?= chromium firefox
POSTGRES ?= yes
SPARK ?= yes
ARGS ?=
BASELINE ?= tests/samples/baseline.json
FUZZ_SECONDS ?= 60

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DIRS_PYTHON := .

DEBIAN_PACKAGES := git=git
ifneq ($(filter chromium,$(BROWSERS)),)
DEBIAN_PACKAGES += chromium=chromium
endif
ifneq ($(filter firefox,$(BROWSERS)),)
DEBIAN_PACKAGES += firefox-esr=firefox-esr
endif
ifneq ($(POSTGRES),)
DEBIAN_PACKAGES += '/usr/lib/postgresql/*/bin/initdb=postgresql'
endif
ifneq ($(SPARK),)
DEBIAN_PACKAGES += java=openjdk-17-jre-headless
endif

# What `-m` leaves out: `make check` only runs what is quick and needs nothing from Debian.
QUICK := not slow and not postgres and not spark
SELECTED := (slow or not slow)$(if $(POSTGRES),, and not postgres)$(if $(SPARK),, and not spark)

.DEFAULT_GOAL := help
.PHONY: help serve check test lint types unit browser-tests packages eval bench load contract fuzz docs extension format lock clean
.DELETE_ON_ERROR:

help:
	@sed -n '2,5s/^# *//p' Makefile
	@echo 'also: lint types unit browser-tests eval bench load contract fuzz docs extension format lock clean'

# Set-up ---------------------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || scripts/system-packages /nowhere/ensurepip=python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: constraints.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --only-binary :all: -r constraints.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: constraints-test.txt $(VENV)/.runtime
	$(PIP) install --require-hashes --no-build-isolation --use-pep517 -r constraints-test.txt
	@touch $@

node_modules/.stamp: package.json package-lock.json .npmrc
	@scripts/system-packages node=nodejs npm=npm
	npm ci --no-progress --loglevel=error
	@touch $@

packages:
	@scripts/system-packages $(DEBIAN_PACKAGES)

# Using it -------------------------------------------------------------------------------------------------

serve: $(VENV)/.runtime
	$(BIN)/osteotome serve $(ARGS)

eval: $(VENV)/.runtime
	$(BIN)/osteotome evaluate tests/samples --variations --baseline $(BASELINE) $(ARGS)

bench: $(VENV)/.test
	$(BIN)/python -m bench $(ARGS)

docs: $(VENV)/.test
	$(BIN)/sphinx-build -W --keep-going -q -b html docs build/site
	@echo 'built build/site/index.html'

extension: $(VENV)/.runtime node_modules/.stamp
	npx --no-install web-ext lint --source-dir extension --ignore-files 'types/**' 'store/**' '**/*.md'
	$(BIN)/python -m server.extension_zip dist/osteotome-extension.zip

# Checking it ----------------------------------------------------------------------------------------------

check: lint types
	$(BIN)/python -m pytest -q -n 2 -m '$(QUICK)'
	BROWSERS= scripts/node-tests

lint: $(VENV)/.test node_modules/.stamp
	$(BIN)/ruff check $(DIRS_PYTHON)
	$(BIN)/ruff format --check $(DIRS_PYTHON)
	npx --no-install eslint .

types: $(VENV)/.test node_modules/.stamp
	$(BIN)/mypy
	npx --no-install tsc --project tsconfig.json

unit: $(VENV)/.test
	$(BIN)/python -m pytest -q -n 2 -m '$(SELECTED)' $(ARGS)

test: packages lint types unit browser-tests

browser-tests: packages $(VENV)/.runtime node_modules/.stamp
	BROWSERS='$(BROWSERS)' OSTEOTOME=$(BIN)/osteotome scripts/node-tests

contract: $(VENV)/.test
	$(BIN)/python -m tests.server.contract.run $(ARGS)

load: $(VENV)/.test
	PYTHONPATH=. $(BIN)/python bench/load.py $(ARGS)

fuzz: $(VENV)/.test
	$(BIN)/python -m tests.fuzz --seconds $(FUZZ_SECONDS) $(ARGS)

# Upkeep ---------------------------------------------------------------------------------------------------

format: $(VENV)/.test
	$(BIN)/ruff check --fix $(DIRS_PYTHON)
	$(BIN)/ruff format $(DIRS_PYTHON)

build/lock-env/bin/uv:
	$(PYTHON) -m venv build/lock-env
	build/lock-env/bin/python -m pip --quiet install uv

lock: build/lock-env/bin/uv
	PATH="$(CURDIR)/build/lock-env/bin:$$PATH" scripts/lock $(ARGS)
	npm install --package-lock-only

clean:
	rm -rf $(VENV) node_modules build dist .mypy_cache .ruff_cache .pytest_cache *.egg-info
