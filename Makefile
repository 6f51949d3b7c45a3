# Two commands: `make run` and `make test`. Both make what they need.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
JOBS   ?= 2
# A browser waits for its server and the other way round, so one more than there are processors.
VISITS ?= 3

.PHONY: install run test test-neo4j test-files check fast oracles compiled bench quality demo docs clean
.DEFAULT_GOAL := run

install: $(VENV)/.installed

$(VENV)/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Ketenkaart needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements.txt requirements-dev.txt pyproject.toml $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

run: install            ## the app, with the demo region when there is nothing yet
	KETENKAART_DEMO=$${KETENKAART_DEMO-1} $(BIN)/python -m pages.ui.serve --server.port $(PORT) --server.headless $(if $(CI),true,false) --server.showEmailPrompt false

# What needs Neo4j waits for it now and then, so it runs beside the rest; the browser comes after, and is not kept waiting.
test: $(VENV)/.installed-dev   ## everything, with a real Neo4j and a real browser where present
	$(MAKE) --jobs=2 test-neo4j test-files
	$(BIN)/python -m pytest -m browser -n $(VISITS) --dist loadfile

test-neo4j:
	$(BIN)/python -m pytest -m neo4j

test-files:
	$(BIN)/python -m pytest -m "not browser and not neo4j" -n $(JOBS) --dist loadfile

fast: $(VENV)/.installed-dev   ## without Neo4j, browser and slow tests
	$(BIN)/python -m pytest -m "not neo4j and not browser and not slow" -n $(JOBS) --dist loadfile

check: $(VENV)/.installed-dev  ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

oracles:                ## the libraries that process analysis is compared with, apart from our own
	test -x .venv-oracles/bin/python || $(PYTHON) -m venv .venv-oracles
	.venv-oracles/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-oracles.txt

compiled: install       ## the simulation compiled beforehand, so that not every process does it for itself
	$(BIN)/python -c 'from graph.simulation import ledger, model; model.warm_up(); ledger.warm_up()'

bench: $(VENV)/.installed-dev  ## figures side by side; see benchmarks/README.md
	$(BIN)/python -m benchmarks.bulk_load

quality: $(VENV)/.installed-dev  ## how good gap finding is, into docs/gap-quality.md (some ten minutes)
	$(BIN)/python -m benchmarks.planted --into docs/gap-quality.md

demo: install           ## make data/demo again from its generator
	$(BIN)/python -m loaders generate --demo

docs: install           ## make the generated pages of docs/ again
	$(BIN)/python -m loaders dictionary

clean:
	rm -rf $(VENV) .venv-oracles .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
