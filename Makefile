# Hikiate on a machine that has Python 3.11 or newer and nothing else. `make help` says what each target does.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$candidate"; break; }; done)

# 100 is the branch coverage that the pure rooms must reach; `make test COVERAGE=` runs the tests without that gate.
COVERAGE ?= 100
# Further words for pytest, such as `make test PYTEST="-k split -x"` (give COVERAGE= with it: a part covers less).
PYTEST ?=
# How many tests run beside each other: one for each core, a file's tests together.
WORKERS ?= auto
# How often `make kill` kills, and the seed by which it chooses where.
KILLS ?= 1000
SEED ?= 1
PURE_ROOMS := */hikiate/kernel/*,*/hikiate/law/*,*/hikiate/facts/*,*/hikiate/book/*,*/hikiate/rules/*,*/hikiate/proofs/*,*/hikiate/remedy/*,*/hikiate/conduct/*,*/hikiate/risk/*,*/hikiate/operations/*

UV := $(BIN)/uv
# Compiled when it is installed, so that the first command is as quick as the second, also where Python may write nothing.
UV_INSTALL := $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python
UV_LOCK := $(UV) pip compile --quiet --no-config --universal --python-version 3.11 --upgrade --no-header --no-annotate --generate-hashes

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench fuzz kill docs pictures lock clean
.DELETE_ON_ERROR:
unexport VIRTUAL_ENV

help: ## Say what each target does.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/.run ## Build the example workspace, close its day, print the verdict and serve the console.
	@$(BIN)/hikiate demo || [ $$? -eq 1 ] # 1 is the verdict: the example's reserve is short

test: $(VENV)/.dev ## Run every test, then fail where the pure rooms are covered below 100 % of their branches.
	$(BIN)/python -m pytest --cov --cov-report= --numprocesses $(WORKERS) --dist loadfile $(PYTEST)
	$(if $(COVERAGE),$(BIN)/coverage report --show-missing --skip-covered --include='$(PURE_ROOMS)' --fail-under=$(COVERAGE),@echo 'The coverage gate was left out.')

lint: $(VENV)/.dev ## Check style, formatting, types and the direction of imports, and name all complaints of all four.
	@failed=0; for check in 'ruff check' 'ruff format --check' mypy 'lint-imports --no-logo'; do \
		echo "$$check"; $(BIN)/$$check || failed=1; done; exit $$failed

format: $(VENV)/.dev ## Put the imports and the layout of all Python files in order.
	$(BIN)/ruff check --select I --fix
	$(BIN)/ruff format

bench: $(VENV)/.dev ## Run the benchmarks beside their peers and print the ratios.
	@for script in benchmarks/*.py; do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

fuzz: $(VENV)/.dev ## Hold the API against its own document with many more requests than the tests do.
	HIKIATE_FUZZ=50 $(BIN)/python -m pytest tests/web/test_api_schema.py

kill: $(VENV)/.dev ## Kill commands, server and PostgreSQL KILLS times at their writes (seed SEED), and print what was lost or doubled.
	$(BIN)/python tests/kills/kill.py --kills $(KILLS) --seed $(SEED)

docs: $(VENV)/.dev ## Rebuild the reference pages that come from the code and the provisions.
	$(BIN)/python docs/generate.py

pictures: $(VENV)/.dev ## Take the pictures of the console anew, in both languages (needs chromium).
	$(BIN)/python docs/pictures.py

lock: $(VENV)/.uv ## Choose the newest allowed versions again and write them with their hashes to requirements/.
	$(UV_LOCK) requirements/uv.in -o requirements/uv.txt
	$(UV_LOCK) pyproject.toml requirements/build.in -o requirements/run.txt
	$(UV_LOCK) pyproject.toml requirements/build.in --group dev -c requirements/run.txt -o requirements/dev.txt

clean: ## Remove the environment, the caches and everything that was built.
	rm -rf $(VENV) build dist site demo out .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps below stand for: uv is there; the command runs; tests and checks run. Each is made again when its lock changes.

$(VENV)/.uv: requirements/uv.txt
	@test -n '$(PYTHON)' || { echo 'Hikiate needs Python 3.11 or newer and found none: install one, or name yours with make PYTHON=/path/to/python3.' >&2; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '$(PYTHON) is not Python 3.11 or newer: name one that is with make PYTHON=/path/to/python3.' >&2; exit 1; }
	@'$(PYTHON)' -m venv $(VENV) || { echo '$(PYTHON) cannot make a virtual environment: on Debian and Ubuntu, install the package python3-venv.' >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.run: $(VENV)/.uv requirements/run.txt pyproject.toml
	$(UV_INSTALL) --require-hashes -r requirements/run.txt
	$(UV_INSTALL) --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(UV_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
