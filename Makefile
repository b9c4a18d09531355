# Hikiate on a machine that has Python 3.11 or newer and nothing else. `make help` says what each target does.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$candidate"; break; }; done)

# 100 is the branch coverage that the pure rooms must reach; `make test COVERAGE=` runs the tests without that gate.
COVERAGE ?= 100
# Further words for pytest, such as `make test PYTEST="-k split -x"` (give COVERAGE= with it: a part covers less).
PYTEST ?=
# How many inputs `make fuzz` makes, how often `make kill` kills, and the seed of both and of `make replay`.
INPUTS ?= 1000000
KILLS ?= 1000
SEED ?= 1
# How many tests run beside each other: one for each core, a file's tests together. A process of them that dies ends
# the run: one in its place would wait for ever.
WORKERS ?= auto
# Which lives `make simulate` lives, how many days each, how many at a time; `make replay SEED=...` takes one of them.
SEEDS ?= 1-100
DAYS ?= 100
LIVES ?= 2
POSTINGS ?= 100000000
PURE_ROOMS := */hikiate/kernel/*,*/hikiate/law/*,*/hikiate/facts/*,*/hikiate/book/*,*/hikiate/rules/*,*/hikiate/proofs/*,*/hikiate/remedy/*,*/hikiate/conduct/*,*/hikiate/risk/*,*/hikiate/operations/*

UV := $(BIN)/uv
# Compiled when it is installed, so that the first command is as quick as the second, also where Python may write nothing.
UV_INSTALL := $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python
UV_LOCK := $(UV) pip compile --quiet --no-config --universal --python-version 3.11 --upgrade --no-header --no-annotate --generate-hashes

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench load properties fuzz simulate replay kill sbom audit-dependencies release docs pictures lock clean
.DELETE_ON_ERROR:
unexport VIRTUAL_ENV

help: ## Say what each target does.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-18s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/.run ## Build the example workspace, close its day, print the verdict and serve the console.
	@$(BIN)/hikiate demo || [ $$? -eq 1 ] # 1 is the verdict: the example's reserve is short

test: $(VENV)/.dev ## Run every test, then fail where the pure rooms are covered below 100 % of their branches.
	$(BIN)/python -m pytest --cov --cov-report= --numprocesses $(WORKERS) --dist loadfile --max-worker-restart 0 $(PYTEST)
	$(if $(COVERAGE),$(BIN)/coverage report --show-missing --skip-covered --include='$(PURE_ROOMS)' --fail-under=$(COVERAGE),@echo 'The coverage gate was left out.')

lint: $(VENV)/.dev ## Check style, formatting, types and the direction of imports, and name all complaints of all four.
	@failed=0; for check in 'ruff check' 'ruff format --check' mypy 'lint-imports --no-logo'; do \
		echo "$$check"; $(BIN)/$$check || failed=1; done; exit $$failed

format: $(VENV)/.dev ## Put the imports and the layout of all Python files in order.
	$(BIN)/ruff check --select I --fix
	$(BIN)/ruff format

bench: $(VENV)/.dev ## Run the benchmarks beside their peers and print the ratios.
	@for script in $(filter-out benchmarks/load.py,$(wildcard benchmarks/*.py)); do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

load: $(VENV)/.dev ## Release a million payouts and close days while fifty people use the console: make load POSTINGS=100000000.
	$(BIN)/python benchmarks/load.py --postings $(POSTINGS)

properties: $(VENV)/.dev ## Try every property a thousand times; the tests try each fifty times.
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -m hypothesis --numprocesses $(WORKERS) --dist load $(PYTEST)

fuzz: $(VENV)/.dev ## Fuzz every reader of input and the API, and print the figures: make fuzz INPUTS=1000000 SEED=1.
	HIKIATE_FUZZ=50 $(BIN)/python -m pytest tests/web/test_api_schema.py
	$(BIN)/python tests/fuzz/campaigns.py --inputs $(INPUTS) --seed $(SEED)

sbom: $(VENV)/.dev ## Write the bill of materials of what runs (CycloneDX) to dist/sbom.cdx.json.
	@mkdir -p dist
	@PYTHONWARNINGS=ignore $(BIN)/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml \
		--output-reproducible --of JSON -o dist/sbom.cdx.json
	@echo dist/sbom.cdx.json

audit-dependencies: $(VENV)/.dev ## Ask whether a locked package has a weakness that is known (needs the network).
	@$(BIN)/python requirements/known_weaknesses.py

release: sbom ## Build the package with its bill of materials, and sign the digests of both: make release KEY=~/.ssh/id_ed25519.
	@test -n '$(KEY)' || { echo 'Name the key to sign with: make release KEY=~/.ssh/id_ed25519' >&2; exit 1; }
	$(BIN)/python -m hatchling build -d dist
	cd dist && sha256sum *.whl *.tar.gz sbom.cdx.json > SHA256SUMS && rm -f SHA256SUMS.sig
	ssh-keygen -q -Y sign -n hikiate-release -f $(KEY) dist/SHA256SUMS
	@echo 'Publish dist/ and the public key. Check: ssh-keygen -Y verify -f allowed_signers -I releases -n hikiate-release -s SHA256SUMS.sig < SHA256SUMS'

simulate: $(VENV)/.dev ## Live many exchanges' lives on the real verbs under faults, and print the figures (SEEDS, DAYS, LIVES).
	cd tests && POLARS_MAX_THREADS=1 ../$(BIN)/python -m simulation --seeds $(SEEDS) --days $(DAYS) --workers $(LIVES) --quiet

replay: $(VENV)/.dev ## Live one of them again exactly as it was: SEED=17, with DAYS and STORE where it had others.
	cd tests && POLARS_MAX_THREADS=1 ../$(BIN)/python -m simulation --seeds $(SEED) --days $(DAYS) $(if $(STORE),--store $(STORE))

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
