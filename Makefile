# Everything a person or a machine does with this project, from a bare Debian to a running service.
# Each step leaves a stamp, so what is done already costs nothing the next time.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

SERVE := $(VENV)/.serve
DEV := $(VENV)/.dev
MODULES := web/node_modules/.made
PAGES := web/dist/.made
EXAMPLES := examples/node_modules/.made

# Programs that Debian brings, each as program:package.
TO_SERVE := exiftool:libimage-exiftool-perl
TO_TEST := $(TO_SERVE) redis-server:redis-server chromium:chromium

# Test files run on several cores, each process with a database and a store of its own.
SIDE_BY_SIDE := --numprocesses auto --maxprocesses 4 --dist loadfile

# A browser is watched as people watch it, so nothing else runs beside it.
JOURNEYS := tests/console

# $(call twice,tests,options): what fails is run once more, with nothing beside it and with services
# of its own. What is wrong fails again; what a busy machine only made late does not, and is named.
AGAIN := --last-failed --last-failed-no-failures none --maxfail 10 --verbose --no-header
define twice
$(BIN)/python -m pytest $(1) $(2) || { [ $$? = 1 ] && echo && echo "Once more, alone, what failed:" \
	&& $(BIN)/python -m pytest $(1) $(AGAIN); }
endef

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

.PHONY: help serve test fuzz lint format web lock schema clean machine-serve machine-test

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: machine-serve ## Set everything up and start the service; ARGS="--no-worker" are handed on
	@$(MAKE) -j2 -k $(SERVE) $(PAGES) || { $(MAKE) $(SERVE) && \
	echo "Going on without pages: the API works, and 'make web' tells what is missing."; }
	@exec $(BIN)/ecogram serve $(ARGS)

test: $(DEV) machine-test web ## Set everything up and run every test, with coverage
	@$(call npm,run check)
	$(if $(ARGS),$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS), \
	$(call twice,--ignore=$(JOURNEYS),$(SIDE_BY_SIDE) --cov --cov-report=html))
	$(if $(ARGS),,@$(BIN)/python -m coverage report --format total)
	$(if $(ARGS),,@$(call twice,$(JOURNEYS)))

fuzz: $(DEV) machine-serve ## Damage pictures and see whether the children stand it; MINUTES=10
	$(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),10) $(ARGS)

lint: $(DEV) $(MODULES) ## Check style, types and import layers, in Python and in TypeScript
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	@$(call npm,run lint)
	@$(call npm,run check)

format: $(DEV) ## Lay the Python code out as lint wants it
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

web: $(PAGES) ## Build the pages that people open in a browser

schema: $(DEV) $(EXAMPLES) ## Write schema.graphql as the code now says it, and what examples make of it
	$(BIN)/python -c 'from graph.schema import schema; print(schema.as_str())' > schema.graphql
	@$(call npm,run generate,examples)

clean: ## Remove what these commands made; the data in .ecogram stays
	rm -rf $(VENV) web/node_modules web/dist tests/clients/node_modules tests/console/node_modules *.egg-info
	rm -rf examples/node_modules examples/dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Python

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "$(PYTHON) is not Python 3.11 or newer: try make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(call debian,python3-venv); }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# The lock file is complete, so nothing is left to resolve.
$(SERVE): requirements/serve.txt pyproject.toml $(VENV)/.made
	$(PIP) install --quiet --no-deps --require-hashes -r requirements/serve.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(SERVE)
	$(PIP) install --quiet --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

# Pages

$(MODULES): web/package.json web/package-lock.json web/.npmrc
	@$(call node_here) || $(MAKE) $(VENV)/.node
	@$(call npm,ci --ignore-scripts)
	@touch $@

# What is generated from the schema is no source of its own.
$(PAGES): $(MODULES) schema.graphql web/generate.mjs $(wildcard web/*.ts web/*.html) web/tsconfig.json \
		$(shell find web/src -type f -not -path '*/generated/*' -not -name '*.generated.ts')
	@$(call npm,run build -- --logLevel warn)
	@touch $@

# Clients to start from; tests install them too, where this has not.
$(EXAMPLES): examples/package.json examples/package-lock.json examples/.npmrc
	@$(call node_here) || $(MAKE) $(VENV)/.node
	@$(call npm,ci --ignore-scripts,examples)
	@touch $@

# Node.js from the Python registry, for a machine that has none or an old one.
$(VENV)/.node: requirements/node.txt $(VENV)/.made
	$(PIP) install --quiet --no-deps --require-hashes -r requirements/node.txt
	@touch $@

# What Vite runs on: Node.js 20.19, 22.12 or newer, and npm.
define node_here
{ command -v npm && node -e 'const [major, minor] = process.versions.node.split(".").map(Number); \
	process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)'; \
	} >/dev/null 2>&1
endef

# $(call npm,arguments,folder): the machine's npm where it will do, else the one in the environment;
# in web/ unless another folder is named.
define npm
cd $(or $(2),web) && { $(node_here) || PATH="$(CURDIR)/$(BIN):$$PATH"; } && npm $(1)
endef

# The machine

machine-serve:
	@$(call programs,$(TO_SERVE))

machine-test:
	@$(call programs,$(TO_TEST))

# $(call programs,program:package ...): install the packages of those programs that are missing.
define programs
missing=; for pair in $(1); do \
	command -v "$${pair%%:*}" >/dev/null 2>&1 || missing="$$missing $${pair#*:}"; done; \
	[ -z "$$missing" ] || { $(call debian,$$missing); }
endef

# $(call debian,packages): install them as root or by sudo, else say what to run. RUNLEVEL keeps
# a package from starting its service: tests start what they need themselves.
define debian
as=; [ "$$(id -u)" = 0 ] || as=sudo; \
	if command -v apt-get >/dev/null && { [ -z "$$as" ] || command -v sudo >/dev/null; } \
	&& $$as apt-get update -qq && $$as env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
	apt-get install -qq --yes --no-install-recommends $(1); then :; \
	else echo "Please run as root: apt-get update && apt-get install --yes" $(1); exit 1; fi
endef

# Locks

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

lock: $(VENV)/.made ## Fit the lock files to what was asked for; UPGRADE=--upgrade takes newer versions
	@[ -x $(BIN)/uv ] || $(PIP) install --quiet uv
	$(COMPILE) $(UPGRADE) pyproject.toml requirements/build.in --extra embedded \
		-o requirements/serve.txt
	$(COMPILE) $(UPGRADE) pyproject.toml requirements/build.in --extra embedded --extra dev \
		-c requirements/serve.txt -o requirements/dev.txt
	# A container brings no embedded parts: its database and its store are elsewhere.
	$(COMPILE) pyproject.toml requirements/build.in -c requirements/serve.txt \
		-o requirements/image.txt
	$(COMPILE) $(UPGRADE) requirements/node.in -o requirements/node.txt
	@$(call node_here) || $(MAKE) $(VENV)/.node
	# From what is installed npm would only note this platform's binaries, so that has to go.
	rm -rf web/node_modules $(if $(UPGRADE),web/package-lock.json)
	@$(call npm,install --package-lock-only --ignore-scripts)
	@$(call npm,run tidy-lock)
	@$(call npm,ci --ignore-scripts --dry-run)
	rm -rf tests/clients/node_modules $(if $(UPGRADE),tests/clients/package-lock.json)
	@$(call npm,install --package-lock-only --ignore-scripts,tests/clients)
	@$(call npm,run tidy-lock,tests/clients)
	rm -rf examples/node_modules $(if $(UPGRADE),examples/package-lock.json)
	@$(call npm,install --package-lock-only --ignore-scripts,examples)
	@$(call npm,run tidy-lock,examples)
	rm -rf tests/console/node_modules $(if $(UPGRADE),tests/console/package-lock.json)
	@$(call npm,install --package-lock-only --ignore-scripts,tests/console)
	@$(call npm,run tidy-lock,tests/console)
