# 两条命令 · two commands: make run, make test
VENV ?= .venv
ROLE ?= self-service
PORT ?= 8000
DATABASE ?= sqlite:///hall.db
SECONDS_OF_FUZZ ?= 300
PY := $(VENV)/bin/python
OFFSCREEN := QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software

.PHONY: run test tour faults check bench fuzz serve setup format clean

run: setup           ## platforms, emulators, terminal and dock on this machine
	@$(PY) -m tests.e2e.run --role $(ROLE)

test: setup          ## all tests, three at a time: one of them mostly waits for devices
	@$(OFFSCREEN) $(PY) -m pytest -n 3

tour: setup          ## the visits, played; pictures and papers in out/tour/
	@$(OFFSCREEN) $(PY) -m tests.e2e.tour

faults: setup        ## every device, every fault, every step; a table and out/faults.json (ARGS="--device a4")
	@$(OFFSCREEN) $(PY) -m tests.faults $(ARGS)

check: setup         ## ruff, mypy, import-linter, qmllint, qmlformat
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo
	@$(PY) -m screens.build --check

bench: setup         ## the figures, as a table and in out/bench.json
	@$(OFFSCREEN) $(PY) -m tests.bench

fuzz: setup          ## a million spoiled cases for each parser, atheris where it installs, long property runs
	@$(PY) -m pip install -q --disable-pip-version-check --target .build/fuzz atheris==3.0.0 || echo "atheris: no package for this machine"
	@PYTHONPATH=.build/fuzz $(PY) -m tests.fuzz
	@$(OFFSCREEN) HYPOTHESIS_PROFILE=fuzz $(PY) -m pytest -m hypothesis -q

serve: setup         ## the platforms alone
	@$(PY) -m server_stub --port $(PORT) --database $(DATABASE) --demo

setup:               ## system packages, Python environment, fonts, built files
	@VENV=$(VENV) .ci/setup

format: setup
	@$(VENV)/bin/ruff check --fix --select I .
	@$(VENV)/bin/ruff format .
	@$(PY) -m screens.build --format

clean:
	rm -rf .build out .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
