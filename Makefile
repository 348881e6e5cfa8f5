# Concert's commands. Everything runs from .venv, which is made on first use; see docs/running.md.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install --require-hashes
TESTS := $(BIN)/python -m pytest
# Two tests at a time on two cores, never more than four.
TOGETHER := --numprocesses auto --maxprocesses 4 --dist loadfile
CODE := config initiatives measurement agenda activities communications backbone tests manage.py

.PHONY: help demo test test-slow check bench format screenshots messages lock

help:
	@echo "make demo         install, fill and serve Concert on http://127.0.0.1:$(PORT)"
	@echo "make test         all tests but the long ones"
	@echo "make test-slow    the long ones: attacks, faults, cubes"
	@echo "make check        format, lint, types, import contracts, migrations, deploy settings"
	@echo "make bench        the benchmarks"
	@echo "make format | screenshots | messages | lock"

# .venv may be a ready one, linked here: it is then used as it is until the requirements change.
$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Concert needs Python 3.11 or newer: PYTHON=python3.11 make ...")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | $(BIN)/python
	@cmp -s requirements.txt $@ || { echo "Installing what Concert needs ..." && $(PIP) -r requirements.txt; }
	@cp requirements.txt $@ 2>/dev/null || true

.venv/installed-dev: requirements-dev.txt .venv/installed
	@cmp -s requirements-dev.txt $@ || { echo "Installing what tests and checks need ..." && $(PIP) -r requirements-dev.txt; }
	@cp requirements-dev.txt $@ 2>/dev/null || true

demo: .venv/installed
	@exec $(BIN)/python manage.py demo --port $(PORT)

# What a browser waits for is promised within seconds: its walks have the machine to themselves.
test: .venv/installed-dev
	@$(TESTS) $(TOGETHER) -m "not slow and not browser"; first=$$?; \
	$(TESTS) -m "browser and not slow"; exit $$((first + $$?))

test-slow: .venv/installed-dev
	@$(TESTS) $(TOGETHER) --dist worksteal -m "slow and not browser and not alone"; first=$$?; \
	$(TESTS) -m "slow and (browser or alone)"; exit $$((first + $$?))

check: .venv/installed-dev
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m config.production makemigrations --check --dry-run
	$(BIN)/python -m config.production check --deploy --fail-level WARNING
	$(BIN)/bandit --quiet --recursive --severity-level medium --confidence-level medium --configfile pyproject.toml $(filter-out tests,$(CODE))

bench: .venv/installed-dev
	@exec $(BIN)/python manage.py bench

format: .venv/installed-dev
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

screenshots: .venv/installed-dev
	@exec $(BIN)/python manage.py screenshots

messages: .venv/installed-dev
	$(BIN)/python manage.py makemessages --all --no-location --no-obsolete --ignore=.venv --ignore=docs --ignore=tests
	$(BIN)/python manage.py compilemessages --ignore=.venv

lock:
	uv pip compile --generate-hashes --no-emit-index-url --universal --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile --generate-hashes --no-emit-index-url --universal --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.txt
