# Each target does its own set-up: Python >= 3.11, git and make are enough to start.
PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
# The environment is made anew for another folder, another lock or other metadata.
STAMP := $(VENV)/ready-$(shell { pwd; cat requirements.lock pyproject.toml; } | cksum | tr ' ' -)
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test lint audit bench build lock

help: ## say what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(STAMP) ## release the sample project in a local world (ARGS="--auto minor --json")
	@$(BIN)/releasebot demo $(ARGS)

test: $(STAMP) ## run every test (ARGS="tests/unit -k version")
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

lint: $(STAMP) ## check style, formatting, types, imports and known weaknesses
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >&2
	@$(BIN)/bandit --quiet --recursive --configfile pyproject.toml bot handlers

audit: $(STAMP) ## ask whether a locked library has a published vulnerability
	@$(BIN)/python .ci/audit.py

bench: $(STAMP) ## measure, as ratios in one run
	@$(BIN)/python -m benchmarks $(ARGS)

build: $(STAMP) ## make the sdist and the wheel in dist/
	@rm -rf dist && $(BIN)/python -m build --no-isolation >&2

lock: $(STAMP) ## resolve the dependencies, hashes and no addresses (ARGS=--upgrade)
	@$(BIN)/uv pip compile --quiet $(ARGS) --generate-hashes --no-header --no-annotate \
		--universal --python-version 3.11 --extra dev pyproject.toml --output-file requirements.lock

$(STAMP):
	@PYTHON='$(PYTHON)' .ci/environment $(VENV) >&2
	@rm -f $(VENV)/ready-* && touch $@
