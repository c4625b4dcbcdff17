# Datalots. `make help` lists what there is.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PEERS  ?= .venv-peers
DATA   ?= data

.DEFAULT_GOAL := help
.PHONY: help run index test test-faults test-slow test-shared lint types format fuzz survey bench peers clean \
        eval eval-sound eval-sample eval-all

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: index ## set up, index the bundled corpus, open the chat page
	@$(BIN)/datalots app --data-dir $(DATA)

index: $(VENV)/.installed ## set up and index the bundled corpus
	@$(BIN)/datalots ingest --data-dir $(DATA)

test: $(VENV)/.installed-dev ## set up and run the whole suite, a process a core (PYTEST_ARGS="-n 0 -x")
	@$(BIN)/python -m pytest -m "not slow and not shared" -n auto --dist loadfile $(PYTEST_ARGS)

test-slow: $(VENV)/.installed-dev ## the tests that take long
	@$(BIN)/python -m pytest -m slow

test-faults: $(VENV)/.installed-dev ## fifty kills of an ingest, full disks, two at once
	@$(BIN)/python -m pytest tests/ingest/test_faults.py tests/ingest/test_hard_faults.py tests/ingest/test_erasing.py

test-shared: $(VENV)/.installed-dev ## checks on the large real files, where they are (SHARED=folder)
	@DATALOTS_TEST_SHARED=$(or $(SHARED),../shared) $(BIN)/python -m pytest -m shared

fuzz: $(VENV)/.installed-dev ## files changed at random, for SECONDS (600) through every reader
	@DATALOTS_TEST_FUZZ_SECONDS=$(or $(SECONDS),600) $(BIN)/python -m pytest tests/ingest/readers/test_fuzz.py

survey: $(VENV)/.installed-dev ## which real files are read or refused, into docs/sources.md (SHARED=folder)
	@$(BIN)/python -m ingest.survey $(or $(SHARED),../shared)/data

lint: $(VENV)/.installed-dev ## ruff
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(VENV)/.installed-dev ## ruff, mending what it can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

types: $(VENV)/.installed-dev ## mypy, strict
	@$(BIN)/mypy

eval: eval-sound eval-sample eval-all ## the evaluation's three tiers, one after the other

eval-sound: index ## tier 0: are the cases and the tester sound? (a quarter of a minute)
	@$(BIN)/datalots eval lint --data-dir $(DATA)
	@$(BIN)/datalots eval selftest

eval-sample: index ## tier 1: about 160 cases, the absolute rules of the gate (half a minute)
	@$(BIN)/datalots eval run --data-dir $(DATA) --sample 160 --gate

eval-all: index ## tier 2: every public case, the whole gate, and speed as ratios (three minutes)
	@$(BIN)/datalots eval run --data-dir $(DATA) --gate
	@$(BIN)/python -m benchmarks answers

bench: $(VENV)/.installed-dev ## speed, as ratios in one run (CHUNKS=20000, TEXTS=folder; beside others after make peers)
	@$(BIN)/python -m benchmarks --chunks $(or $(CHUNKS),20000) $(if $(TEXTS),--texts $(TEXTS)) \
	  $(if $(wildcard $(PEERS)/bin/python),--python $(PEERS)/bin/python)

peers: $(PEERS)/.installed ## set up what `datalots eval bench --python $(PEERS)/bin/python` compares with

clean: ## remove the environment and the data made at run time
	rm -rf $(VENV) $(PEERS) $(DATA) reports

# An environment is made anew only when what it is made of has changed.
$(VENV)/.installed: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(PEERS)/.installed: requirements-peers.txt
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-peers.txt
	@touch $@
