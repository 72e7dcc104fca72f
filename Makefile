# Everything that is done with this project by hand. `make` alone lists it.

PYTHON ?= python3
WORKERS ?= 2
ARGS ?=

# The service has one environment, its tests another that holds more: each is made again when its lock changes, and
# the project itself is linked into it again when pyproject.toml changes.
RUN := .venv/bin
DEV := .venv-dev/bin

.DEFAULT_GOAL := help
.PHONY: help run test cover bench score format openapi lock clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-9s%s\n", $$1, $$2}' Makefile

run: .venv/ready ## Install, migrate, load the sample and serve, on 127.0.0.1:8000 (ARGS="--port 9000" for another)
	@$(RUN)/plans db upgrade
	@$(RUN)/plans import --sample
	@$(RUN)/plans keys create --name "First administrator" --scopes admin --if-none
	@$(RUN)/plans serve $(ARGS)

test: .venv-dev/ready ## Check everything: style, types, imports and tests (ARGS="-k words" for some of the tests)
	$(DEV)/ruff check
	$(DEV)/ruff format --check
	$(DEV)/mypy
	$(DEV)/lint-imports
	$(DEV)/python -m pytest -n $(WORKERS) $(ARGS)

cover: .venv-dev/ready ## List the lines that no test comes to (the tests take twice as long as by themselves)
	$(DEV)/python -m pytest -n $(WORKERS) --cov --cov-report=term-missing:skip-covered $(ARGS)

bench: .venv-dev/ready ## Measure how fast phrases and lists are read (ARGS=--help for its parts)
	@$(DEV)/python -m tests.benchmarks $(ARGS)

score: .venv-dev/ready ## Tell how well phrases are read, on annotated real ones where they are at hand
	@$(DEV)/python -m tests.scoring $(ARGS)

format: .venv-dev/ready ## Put the code into the common style
	@$(DEV)/ruff check --fix-only
	@$(DEV)/ruff format

openapi: .venv-dev/ready ## Write the contract, openapi/openapi.json, anew
	@$(DEV)/plans openapi --output openapi/openapi.json

# The hashes are those of every published file, so that a lock holds on other machines too. What would tie it to this
# machine or to one registry is left out, and the last line makes sure of that.
COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(DEV)/pip-compile --quiet --no-config --no-emit-options \
	--generate-hashes --allow-unsafe --strip-extras --build-deps-for editable $(ARGS)

lock: .venv-dev/locked ## Write both locks anew from pyproject.toml (ARGS=--upgrade for the newest versions)
	@echo "Resolving requirements.lock and requirements-dev.lock (a minute or two) ..."
	@$(COMPILE) --output-file requirements.lock pyproject.toml
	@$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@! grep -HnE '://|^-|$(CURDIR)' requirements.lock requirements-dev.lock

clean: ## Remove what installing and testing made (the register in data/ stays)
	@rm -rf .venv .venv-dev build *.egg-info htmlcov .coverage .coverage.* .hypothesis
	@rm -rf .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find app migrations tests -type d -name __pycache__ -prune -exec rm -rf {} +

define install_lock
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=...")'
	@echo "Installing $< into $(@D) (half a minute, once) ..."
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install -qq --disable-pip-version-check --only-binary=:all: --require-hashes -r $<
	@touch $@
endef

.venv/locked: requirements.lock
	$(install_lock)

.venv-dev/locked: requirements-dev.lock
	$(install_lock)

# The lock holds the build backend too, so nothing is fetched here that it does not name.
%/ready: %/locked pyproject.toml
	@$(@D)/bin/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@
