# Everything this project does. `make serve` and `make test` set up whatever is missing first.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= mkdocs
WORKERS ?= 2
SIZES ?= real,13
RUNS ?= 3
NOT_INSTALLED = { echo "It could not be installed. Is there a network? Once installed, all works without one."; exit 1; }
GET_PYTHON := Python 3.11 or newer is needed. Debian, Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python. Is it here by another name? Say so, as in: make serve PYTHON=python3.12

.DEFAULT_GOAL := help
.PHONY: help serve site paper check test lint unit browser golden bench bench-paper reproduce lock clean system assets offline ids icons links audit

# What only this course needs; another course has no such file.
-include tests/course/course.mk

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

serve: $(VENV)/.main $(VENV)/.playground ## Build the course and show it at http://127.0.0.1:8000 (PORT=..., HOST=zensical)
	@$(BIN)/course serve --port $(PORT) --host $(HOST)

site: $(VENV)/.main $(VENV)/.playground ## Build the site into site/, without PDFs, in seconds
	@$(BIN)/course build --host $(HOST) --no-pdf

paper: $(VENV)/.pdf $(VENV)/.playground ## Build the site with every PDF (minutes at first, then only what changed)
	@$(BIN)/course build --host $(HOST) --pdf

check: $(VENV)/.main ## Report every problem of chapters, quizzes and worksheets, in seconds
	@$(BIN)/course check $(if $(FORMAT),--format $(FORMAT))

test: $(VENV)/.test system $(VENV)/.judges $(VENV)/.playground ## Run every check (installs Chromium, Pango, Poppler, Node and Java where it can)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/course check
	@node --test tests/js/*.test.mjs
	@$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m "not alone"
	@$(BIN)/pytest -m alone

lint: $(VENV)/.test ## Style and types only
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

unit: $(VENV)/.test ## Tests that need neither a browser nor a whole build
	@$(BIN)/pytest -n $(WORKERS) -m "not browser and not build"

golden: $(VENV)/.test ## Rewrite the expected files, then look at `git diff`
	@UPDATE_GOLDEN=1 $(BIN)/pytest -q -m "not browser and not build" || true
	@git status --short tests

bench: $(VENV)/.test ## Measure time, memory, growth and bytes against plain Material (SIZES=13,130,1300 RUNS=...)
	@$(BIN)/python -m tests.bench --sizes $(SIZES) --runs $(RUNS)

bench-paper: $(VENV)/.test system ## Measure what the PDFs cost: seconds, memory, sizes (five minutes)
	@$(BIN)/python -m tests.bench_paper

reproduce: $(VENV)/.test system ## Build the last commit twice, in two places, and compare every byte (PYTHONS="python3.11 python3.13")
	@$(BIN)/python -m tests.reproduce $(PYTHONS)

offline: $(VENV)/.main ## Make a zip in dist/ that reads from disk by double click
	@$(BIN)/course build --offline

ids: $(VENV)/.test ## Add the ids that are new to tests/published-ids.json; none may vanish from it
	@UPDATE_GOLDEN=1 $(BIN)/pytest -q tests/unit/export/test_published_ids.py

icons: $(VENV)/.test system ## Draw the app's icons anew from the logo
	@$(BIN)/python -m tests.icons

assets: $(VENV)/.main ## Join the elements' sources into the files that pages load
	@$(BIN)/course assets

links: $(VENV)/.main ## Ask every outside address that the course names whether it still answers (needs a network)
	@$(BIN)/course links

audit: requirements/test.txt ## Look the locked requirements up in the database of known weaknesses (needs a network)
	@$(PYTHON) -m venv .cache/audit && .cache/audit/bin/pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	@.cache/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/test.txt

lock: $(VENV)/.test ## Lock the requirements anew (needs a network)
	@$(BIN)/pip install --quiet uv
	@for part in main pdf test; do \
	  extra=$$([ $$part = main ] || echo "--extra $$part"); \
	  [ $$part = test ] && extra="--extra pdf --extra test"; \
	  UV_NO_CONFIG=1 $(BIN)/uv pip compile pyproject.toml requirements/build.in $$extra --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements/$$part.txt; \
	done

clean: ## Remove what was built and installed
	rm -rf $(VENV) site site-* .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info

# pip comes into an environment last, so one whose making was broken off is made again.
$(VENV)/bin/pip:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. $(GET_PYTHON)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is $$($(PYTHON) --version 2>&1). $(GET_PYTHON)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv module. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.main: requirements/main.txt pyproject.toml | $(VENV)/bin/pip
	@echo "Installing what the course needs (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/main.txt || $(NOT_INSTALLED)
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.pdf: requirements/pdf.txt $(VENV)/.main
	@echo "Installing what PDFs need (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/pdf.txt || $(NOT_INSTALLED)
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.main
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt || $(NOT_INSTALLED)
	@touch $@

# `make` has seen to Node before it comes here: the order of the prerequisites of `test` is the order in which they are made.
$(VENV)/.judges: requirements/judges/package-lock.json $(VENV)/.main | system
	@echo "Installing the judges of the built site (once) ..."
	@mkdir -p $(VENV)/judges && cp requirements/judges/package*.json $(VENV)/judges/
	@npm ci --prefix $(VENV)/judges --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# What the quiz playground runs on in browsers. Without npm or a network everything else builds, and that page says what it lacks.
$(VENV)/.playground: requirements/playground/package-lock.json | $(VENV)/bin/pip
	@if command -v npm >/dev/null; then \
	  echo "Fetching what the quiz playground runs on (once) ..."; \
	  mkdir -p $(VENV)/playground && cp requirements/playground/package*.json $(VENV)/playground/ && \
	  npm ci --prefix $(VENV)/playground --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-retries=1 && touch $@ \
	  || echo "It could not be fetched: the quiz playground of this site will have no check."; \
	else echo "There is no npm, so the quiz playground of this site will have no check. All else works. (Debian, Ubuntu: sudo apt-get install npm)"; fi

system:
	@bash .ci/system
