# The two commands a person needs: make demo, make test.
PYTHON ?= python3.11
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000

ifeq (, $(shell command -v $(PYTHON) 2>/dev/null))
PYTHON := python3
endif

.PHONY: demo demo-data test fuzz bench lint

$(VENV)/.runtime: .ci/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements.txt
	@touch $@

$(VENV)/.test: .ci/requirements-test.txt $(VENV)/.runtime
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements-test.txt
	@touch $@

demo: $(VENV)/.runtime
	$(PY) manage.py demo --port $(PORT)

demo-data: $(VENV)/.runtime
	$(PY) manage.py demo --no-serve

test: $(VENV)/.test
	$(PY) -m pytest -n 2 --dist loadgroup $(ARGS)

# Many more random moves of batches and random workbooks than the suite makes, with another seed each time.
fuzz: $(VENV)/.test
	YUPING_WORKBOOKS=$${WORKBOOKS:-10000} YUPING_SEED=$$(date +%s) $(PY) -m pytest -n 0 -s tests/households/test_import_fuzz.py
	YUPING_FUZZ=$${EXAMPLES:-300} $(PY) -m pytest -n 0 tests/money/test_machine.py $(ARGS)

bench: $(VENV)/.test
	$(PY) -m tests.bench

lint: $(VENV)/.test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(PY) manage.py makemigrations --check --dry-run
