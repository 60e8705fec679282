# The commands of the project: `make run` to try it, `make test` and `make check` before a commit, `make bench` for figures.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

# Installs a lock, counting as it goes: pip's own display names every file, or nothing.
define install
@total=$$(grep -c == $(1)); n=0; \
$(BIN)/pip install --progress-bar off --disable-pip-version-check --require-hashes -r $(1) 2> $(VENV)/pip.log \
	| while read -r word name _; do \
		[ "$$word" != Collecting ] || { n=$$((n + 1)); printf '\r  %d of about %d: %-40.40s' $$n $$total "$$name"; }; \
	done || { echo; grep -v ignored $(VENV)/pip.log; echo "The packages could not be installed: see above."; exit 1; }
@printf '\r  done%60s\n' ''
@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . 2> $(VENV)/pip.log \
	|| { cat $(VENV)/pip.log; exit 1; }
endef

.PHONY: run test check trials bench bench-retrieval bench-answers bench-scale format lock clean
.DEFAULT_GOAL := run

run: $(VENV)/.run
	@$(BIN)/canbo run --demo

test: $(VENV)/.dev
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -q -n 2 $(TESTS)
	@$(BIN)/coverage combine -q && $(BIN)/coverage report

check: $(VENV)/.dev
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q tests/test_translations.py tests/test_contents.py

bench: $(VENV)/.dev
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.retrieval
	@$(BIN)/python -m tests.bench.answers --sample 50
	@$(BIN)/python -m tests.bench.dates
	@$(BIN)/python -m tests.bench.deadlines
	@$(BIN)/python -m tests.bench.agenda
	@$(BIN)/python -m tests.bench.check_ins
	@$(BIN)/python -m tests.bench.assessments
	@$(BIN)/python -m tests.bench.outbox
	@$(BIN)/python -m tests.bench.scale --passages 10000

# Every NAME.corpus.jsonl with its NAME.queries.jsonl in a folder: make bench-retrieval DATA=folder [JSON=1]
bench-retrieval: $(VENV)/.dev
	@$(BIN)/python -m tests.bench.retrieval $(if $(DATA),--data $(DATA)) $(if $(JSON),--json)

# The same for quotes and "nothing found", a quarter of an hour a set: make bench-answers DATA=folder [JSON=1]
bench-answers: $(VENV)/.dev
	@$(BIN)/python -m tests.bench.answers $(DATA) $(if $(JSON),--json)

# What a push must stand, an hour: a seed replays each: python -m tests.trials.crash --seed 7
trials: $(VENV)/.dev
	@$(BIN)/python -m tests.trials.crash --rounds 100
	@$(BIN)/python -m tests.trials.crash --rounds 30 --database PostgreSQL
	@$(BIN)/python -m tests.trials.faults
	@$(BIN)/python -m tests.trials.replicas
	@$(BIN)/python -m tests.trials.assessment --per-second 150

# Half an hour: make bench-scale [PASSAGES=1000000] [JSON=1]
bench-scale: $(VENV)/.dev
	@$(BIN)/python -m tests.bench.scale --passages $(or $(PASSAGES),1000000) $(if $(JSON),--json)

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

# The locks name versions and hashes, and no addresses; uv writes them, nothing else needs it.
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	@printf 'hatchling\neditables\n' > .build.in
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate -p 3.11 --extra dev -o requirements-dev.lock pyproject.toml .build.in
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate -p 3.11 -c requirements-dev.lock -o requirements.lock pyproject.toml .build.in
	@rm .build.in

clean:
	@rm -rf $(VENV) .coverage* .mypy_cache .ruff_cache .pytest_cache

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "canbo needs Python 3.11 or newer: install python3 (Debian: apt install python3)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "canbo needs Python 3.11 or newer: try make PYTHON=python3.11."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing: install it (Debian: apt install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what canbo needs (once, about a minute)..."
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the tests need (once, about a minute)..."
	$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/.run
