# make demo   build the guide, validate its examples, say where the site is
# make test   run all tests, without network
# Both pack R4 core again, without network, when the code that packs it has changed.
# Both find a Python, make .venv and install what they need; the second time they are quick.

BIN := .venv/bin
SHARED := ../shared
.DEFAULT_GOAL := help
.PHONY: help demo test check format conformance interop bench wheel clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile
	@echo "make check        format, lint, types, import contracts"
	@echo "make format       let ruff format and fix what it can"
	@echo "make conformance  HL7's public cases, when $(SHARED) lies beside the project"
	@echo "make interop      our package in SUSHI and in HL7's validator, where Node and Java are"
	@echo "make bench        the measurements, with their peers"
	@echo "make wheel        the guide built and packed into a wheel in dist/"
	@echo "make clean        remove what was built (not .venv)"

.venv/bin/python:
	@python=$$(.ci/find-python) && echo "making .venv with $$($$python --version)" && $$python -m venv .venv

# what a reader needs (the site's builder), and what a developer needs on top of it
.venv/.site: pyproject.toml hatch_build.py | .venv/bin/python
	@echo "installing dbep and the site's builder into .venv (R4 core is fetched once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[site]'
	@touch $@

.venv/.dev: pyproject.toml hatch_build.py | .venv/bin/python
	@echo "installing dbep and the developers' tools into .venv (R4 core is fetched once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/.site

demo: .venv/.site
	@$(BIN)/python -m dbep_ig.host.core_build
	@$(BIN)/dbep build
	@$(BIN)/dbep validate build/examples/valid
	@echo
	@echo "The guide is in build/site: open file://$(CURDIR)/build/site/index.html"

test: .venv/.dev
	@$(BIN)/python -m dbep_ig.host.core_build
	$(BIN)/python -m pytest -n auto -m "not conformance"

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

conformance: .venv/.dev
	@if [ -d $(SHARED)/conformance ]; then \
	  $(BIN)/python -m pytest -n auto -m conformance; \
	else echo "no $(SHARED) beside the project: HL7's public cases are not run"; fi

interop: .venv/.dev
	$(BIN)/python -m tests.interop

bench: .venv/.dev
	$(BIN)/python -m bench

wheel: .venv/.site
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	@ls -l dist

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
