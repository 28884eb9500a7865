# The chores of this project. `make` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
ARGS ?=
SECONDS ?= 30
# One more than there are cores: many tests wait, for a device's pause or for a process.
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN)
# Hundreds of processes are started; compiled modules are kept whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup parts demo test lint types imports unit proof bench fuzz lock clean

help: ## list the chores
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## make .venv with everything the project needs (both commands below call it)

$(STAMP): requirements.lock pyproject.toml
	@sh tools/setup.sh "$(PYTHON)" "$(VENV)"
	@touch $(STAMP)

demo: setup ## a whole hall on this machine, headquarters included; ARGS="--once --json" runs it alone
	@$(BIN)/atrium demo $(ARGS)

parts:
	@sh tools/parts.sh "$(BIN)"

test: setup parts lint types imports unit ## every check there is

lint:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types:
	@$(BIN)/mypy

imports:
	@$(BIN)/lint-imports

unit:
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

proof: setup parts ## the sizes of a release: 10,000 hall-days, a million power cuts, all planted bugs
	@$(BIN)/atrium simulate --days 10000
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal --release --timeout 0 $(ARGS)

bench: setup parts ## measure, each figure against a baseline of the same run; ARGS="--only tickets"
	@$(BIN)/python -m bench $(ARGS)

fuzz: setup ## hunt for bytes that break a codec, SECONDS=30 for each; ARGS="sam ssi" for some
	@$(BIN)/python -c "import atheris" 2>/dev/null || \
		$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	@PYTHONPATH=. $(BIN)/python tests/fuzz/hunt.py --seconds $(SECONDS) $(ARGS)

lock: setup ## write requirements.lock anew from pyproject.toml
	@sh tools/lock.sh "$(BIN)"

clean: ## remove .venv and what the tools have cached
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
