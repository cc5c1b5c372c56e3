# Two commands matter: `make demo` and `make test`. Both need Python 3.11 or newer with pip and venv, nothing else.

PYTHON ?= python3
PORT ?= 8080
DATA ?= ./.demo
ARGS ?=
UPGRADE ?=

PACKAGES = bot handlers reminders storage chat dossier manifest
# A lock that changes gives its environment a new stamp, so it is installed again; the same lock is not.
DEMO_STAMP := .venv/.stamp-$(shell cat requirements-build.lock requirements.lock | cksum | cut -d ' ' -f 1)
TEST_STAMP := .venv-test/.stamp-$(shell cat requirements-build.lock requirements-test.lock | cksum | cut -d ' ' -f 1)
PIP_FLAGS = --quiet --disable-pip-version-check --no-input
# setuptools goes in first: some dependencies come as sources alone and are built with it, not with one fetched unpinned.
define INSTALL
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make $@ PYTHON=python3.13" >&2; exit 1; }
	@echo "Installing into $(@D) (once, about a minute) ..."
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install $(PIP_FLAGS) --require-hashes -r requirements-build.lock
	@$(@D)/bin/python -m pip install $(PIP_FLAGS) --require-hashes --no-build-isolation -r $(1)
	@$(@D)/bin/python -m pip install $(PIP_FLAGS) --no-deps --no-build-isolation --no-index -e .
	@touch $@
endef
# A worker a core, a file to one worker, files in their order: those with a browser stay last (tests/conftest.py).
WORKERS = -n auto --dist loadfile --no-loadscope-reorder
COMPILE = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(UPGRADE)

.PHONY: help demo test check pytest bench manifest lock clean

help: ## say what can be made (the default)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: $(DEMO_STAMP) ## run the web chat with sample data; PORT=8080 DATA=./.demo
	@exec .venv/bin/dossier demo --port $(PORT) --data "$(DATA)"

test: check pytest ## run every check and every test

check: $(TEST_STAMP) ## run the checks alone: style, types, imports, dependencies, security
	.venv-test/bin/ruff check .
	.venv-test/bin/ruff format --check .
	.venv-test/bin/mypy
	.venv-test/bin/lint-imports --config pyproject.toml --no-cache
	.venv-test/bin/deptry .
	.venv-test/bin/bandit -q -c pyproject.toml -r $(PACKAGES)
	find $(PACKAGES) .ci .github tests bench -type f -not -name '*.pyc' -not -path '*/vendor/*' -print0 \
		| xargs -0 .venv-test/bin/detect-secrets-hook --no-verify

pytest: $(TEST_STAMP) ## run the tests alone; ARGS="-k minutes" chooses some
	.venv-test/bin/python -m pytest $(WORKERS) $(ARGS)

bench: $(TEST_STAMP) ## measure speed and size, printed as ratios; ARGS= as bench takes them
	.venv-test/bin/python -m bench $(ARGS)

manifest: $(TEST_STAMP) ## write what is registered at Slack anew, from the commands
	.venv-test/bin/python -m manifest

lock: .venv-lock/bin/uv ## write the lock files from pyproject.toml; UPGRADE=--upgrade takes newer versions
	$(COMPILE) --group build -o requirements-build.lock
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --group test --constraint requirements.lock -o requirements-test.lock

clean: ## remove environments, caches and what was built; keeps ./.demo
	rm -rf .venv .venv-test .venv-lock build dist *.egg-info
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find $(PACKAGES) tests bench -type d -name __pycache__ -prune -exec rm -rf {} +

.venv-lock/bin/uv:
	@$(PYTHON) -m venv --clear .venv-lock
	@.venv-lock/bin/python -m pip install $(PIP_FLAGS) uv

$(DEMO_STAMP):
	$(call INSTALL,requirements.lock)

$(TEST_STAMP):
	$(call INSTALL,requirements-test.lock)
