# make demo   build the guide, validate its examples, say where the site is
# make test   run all tests, without network
# Both pack R4 core again, without network, when the code that packs it has changed.
# Both make .venv and install what they need into it; the second time they are quick. PYTHON=python3.13 (a command or a path)
# names the Python; .venv is rebuilt when its Python has another version.
#
# What they install is one locked set of versions with hashes: requirements-dev.txt, and requirements-site.txt, the part of
# it that `make demo` needs. `make lock` rewrites both from pyproject.toml, with the newest versions that it allows.

VENV := .venv
BIN := $(VENV)/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := requirements-dev.txt
LOCK_SITE := requirements-site.txt
UV := uv>=0.13.9,<0.14
SHARED := ../shared
.DEFAULT_GOAL := help
.PHONY: help demo test test-newest test-lowest test-resolved check format lock conformance interop bench wheel release release-dry clean FORCE

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile
	@echo "make check        format, lint, types, import contracts"
	@echo "make format       let ruff format and fix what it can"
	@echo "make lock         raise the locked versions, $(LOCK) and $(LOCK_SITE)"
	@echo "make test-newest  make test with the newest versions that pyproject.toml allows, in .venv-newest"
	@echo "make test-lowest  make test with the lowest versions that pyproject.toml allows, in .venv-lowest"
	@echo "make conformance  HL7's public cases, when $(SHARED) lies beside the project"
	@echo "make interop      our package in SUSHI and in HL7's validator, where Node and Java are"
	@echo "make bench        the measurements, with their peers"
	@echo "make wheel        the guide built and packed into a wheel in dist/"
	@echo "make release      wheel, sdist, FHIR package, site, SBOM and SHA256SUMS in dist/, from the tag of this version, and checked"
	@echo "make release-dry  the same from HEAD without a tag"
	@echo "make clean        remove what was built (not the virtual environments)"

# Asked every time; newer than what depends on it only when it was rebuilt.
$(VENV)/pyvenv.cfg: FORCE
	@.ci/venv $(VENV)

# What a reader needs (the site's builder), and what a developer needs: the same versions of what both have.
$(VENV)/.site: $(LOCK_SITE) pyproject.toml hatch_build.py $(VENV)/pyvenv.cfg
	@echo "installing dbep and the site's builder into $(VENV) (R4 core is fetched once)"
	@$(PIP) --require-hashes --requirement $(LOCK_SITE)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(LOCK) pyproject.toml hatch_build.py $(VENV)/pyvenv.cfg
	@echo "installing dbep and the developers' tools into $(VENV) (R4 core is fetched once)"
	@$(PIP) --require-hashes --requirement $(LOCK)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.site

# The oldest Python that is allowed is what the lock is made for; its markers serve the newer ones.
COMPILE = .venv-lock/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--upgrade --custom-compile-command 'make lock'

.venv-lock/bin/uv:
	@.ci/venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check '$(UV)'

lock: .venv-lock/bin/uv
	@rm -f $(LOCK_SITE)
	@$(COMPILE) --extra dev --output-file $(LOCK)
	@$(COMPILE) --extra site --extra build --constraint $(LOCK) --output-file $(LOCK_SITE)
	@git --no-pager diff --stat -- $(LOCK) $(LOCK_SITE)

demo: $(VENV)/.site
	@$(BIN)/python -m dbep_ig.host.core_build
	@$(BIN)/dbep build
	@$(BIN)/dbep validate build/examples/valid
	@echo
	@echo "The guide is in build/site: open file://$(CURDIR)/build/site/index.html"

test: $(VENV)/.dev
	@$(BIN)/python -m dbep_ig.host.core_build
	$(BIN)/python -m pytest -n auto -m "not conformance"

# Each in a virtual environment of its own, resolved again every time. The lowest versions are for the oldest Python.
test-newest: .venv-lock/bin/uv
	@.ci/venv .venv-newest
	@$(MAKE) --no-print-directory test-resolved RESOLVED=.venv-newest RESOLUTION=highest

test-lowest: .venv-lock/bin/uv
	@PYTHON="$${PYTHON:-$$(command -v python3.11)}" .ci/venv .venv-lowest
	@$(MAKE) --no-print-directory test-resolved RESOLVED=.venv-lowest RESOLUTION=lowest-direct

test-resolved:
	@echo "installing dbep and the developers' tools into $(RESOLVED), resolution $(RESOLUTION)"
	@.venv-lock/bin/uv pip install --quiet --python $(RESOLVED)/bin/python --resolution $(RESOLUTION) --upgrade --exact --editable '.[dev]'
	@$(RESOLVED)/bin/python -m dbep_ig.host.core_build
	$(RESOLVED)/bin/python -m pytest -n auto -m "not conformance"

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/reuse lint --lines

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

conformance: $(VENV)/.dev
	@if [ -d $(SHARED)/conformance ]; then \
	  $(BIN)/python -m pytest -n auto -m conformance; \
	else echo "no $(SHARED) beside the project: HL7's public cases are not run"; fi

interop: $(VENV)/.dev
	$(BIN)/python -m tests.interop

bench: $(VENV)/.dev
	$(BIN)/python -m bench

wheel: $(VENV)/.site
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls -l dist

# From the tag of this version, or as a try from what is committed. What it checks: tools/release/__init__.py.
release: $(VENV)/.dev
	@$(BIN)/python -m tools.release

release-dry: $(VENV)/.dev
	@$(BIN)/python -m tools.release --dry-run

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
