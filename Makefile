# Each target does its own set-up: Python >= 3.11, git and make are enough to start.
PYTHON ?= python3
ARGS ?=
VERSION ?=
REAL ?=
VENV := .venv
BIN := $(VENV)/bin
# The environment is made anew for another folder, another lock or other metadata.
STAMP := $(VENV)/ready-$(shell { pwd; cat requirements.lock pyproject.toml; } | cksum | tr ' ' -)
# What is committed on this branch is released in a local world; with REAL=1 the bot of
# releasebot.toml (or $RELEASEBOT_CONFIG) is asked to release, and its people approve.
IS_REAL = $(if $(filter-out 1,$(REAL)),$(error REAL is 1 or left out, not $(REAL)),$(REAL))
RELEASE = $(BIN)/releasebot $(if $(IS_REAL),release,rehearse . --auto) $(ARGS)
REHEARSE = $(if $(IS_REAL),$(NOT_ALONE),$(RELEASE))
NOT_ALONE = echo "Only a whole release is real: make release REAL=1. Without REAL=1 this rehearses." >&2; exit 3;
PATCH = '$(or $(VERSION),patch)'
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help release release-patch release-minor release-major release-rc release-test \
	docker-release build test-package publish-test publish test-all test lint security-scan \
	docs-build docs-pages demo bench audit lock

help: ## say what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "Releases are rehearsed in a local world. REAL=1 asks the bot of releasebot.toml for them."
	@echo "What fails ends make with 2; the exit code of the command itself stands in make's last line."

release: $(STAMP) ## release VERSION=1.2.3, from the plan to the announcement
	@$(RELEASE) '$(or $(VERSION),$(error Say which version: make release VERSION=1.2.3))'

release-patch: $(STAMP) ## release the next patch version
	@$(RELEASE) patch

release-minor: $(STAMP) ## release the next minor version
	@$(RELEASE) minor

release-major: $(STAMP) ## release the next major version
	@$(RELEASE) major

release-rc: $(STAMP) ## release the next release candidate
	@$(RELEASE) rc

release-test: $(STAMP) ## rehearse the next patch, or VERSION=; never for real
	@$(REHEARSE) $(PATCH)

docker-release: ## refuse: there is no stage for images yet
	@echo "There is no stage for container images yet: nothing was built and nothing pushed." >&2; exit 3

build: $(STAMP) ## make the sdist and the wheel in dist/
	@rm -rf dist && $(BIN)/python -m build --no-isolation >&2

test-package: $(STAMP) ## build what is committed, install the wheel apart, import it, compare __version__
	@$(BIN)/releasebot build . $(ARGS)

publish-test: $(STAMP) ## upload to TestPyPI, a stage of a release: rehearse the next patch, or VERSION=
	@$(REHEARSE) $(PATCH)

publish: $(STAMP) ## upload to PyPI, a stage of a release: release the next patch, or VERSION=
	@$(RELEASE) $(PATCH)

test-all: lint security-scan docs-build test ## do all four

demo: $(STAMP) ## try a bot with a sample project (ARGS="--auto minor --json": without people)
	@$(BIN)/releasebot demo $(ARGS)

test: $(STAMP) ## run every test (ARGS="tests/unit -k version")
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

lint: $(STAMP) ## check style, formatting, types and imports
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >&2

security-scan: $(STAMP) ## look for known weaknesses in the code, and in the locked libraries
	@$(BIN)/bandit --quiet --recursive --configfile pyproject.toml bot handlers
	@$(BIN)/python .ci/audit.py

docs-build: $(STAMP) ## build the documentation in site/; a broken link fails
	@$(BIN)/mkdocs build --strict

docs-pages: $(STAMP) ## write the pages anew that are made from the code
	@$(BIN)/python -m docs.generate

audit: $(STAMP) ## ask whether a locked library has a published vulnerability
	@$(BIN)/python .ci/audit.py

bench: $(STAMP) ## measure, as ratios in one run
	@$(BIN)/python -m benchmarks $(ARGS)

lock: $(STAMP) ## resolve the dependencies, hashes and no addresses (ARGS=--upgrade)
	@$(BIN)/uv pip compile --quiet $(ARGS) --generate-hashes --no-header --no-annotate \
		--universal --python-version 3.11 --extra dev pyproject.toml --output-file requirements.lock

$(STAMP):
	@PYTHON='$(PYTHON)' .ci/environment $(VENV) >&2
	@rm -f $(VENV)/ready-* && touch $@
