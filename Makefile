# make run: the desk on http://127.0.0.1:8000 · make test: the whole suite · make install: what both need
PYTHON ?= python3
VENV := .venv
SHELL := /bin/bash
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test install install-dev messengers s3 bench chromium clamav lock

run: install
	@exec $(VENV)/bin/lapor run

install: $(VENV)/.installed

test: install-dev chromium clamav
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(VENV)/bin/pytest -n 2 --dist loadfile

install-dev: $(VENV)/.installed-dev

# Figures beside their floors, in a throw-away desk of 10,000 and 100,000 cases; docs/bench.md says how.
bench: install-dev
	@$(VENV)/bin/python -m tests.bench $(BENCH)

# What LAPOR_MESSENGER_URL needs besides, and what LAPOR_FILES_S3 does.
messengers s3: install
	@$(VENV)/bin/pip install --quiet --require-hashes --no-deps -r requirements-$@.lock

# The stamps are newer than the lock files they were installed from, or the installing is done again.
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(VENV)/bin/pip install --quiet --require-hashes --no-deps -r requirements.lock
	@$(VENV)/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@$(VENV)/bin/pip install --quiet --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Diperlukan Python 3.11 atau lebih baru: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Modul venv tidak ada. Pasang dahulu: apt-get install python3-venv"; exit 1; }
	@echo "Menyiapkan lingkungan Python di $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

# Packages of Debian that tests need: the test for them, what needs them, their names.
define debian
	@$(1) && exit 0; \
	if [ "$$(id -u)" != 0 ]; then \
		echo "$(2): sudo apt-get install --no-install-recommends $(3)"; exit 1; \
	fi; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(3) >/dev/null
endef

# The browser, and the library that Playwright's own driver needs and a bare machine lacks.
chromium:
	$(call debian,test -x /usr/bin/chromium && /sbin/ldconfig -p | grep -q libatomic.so.1,Uji peramban memerlukan Chromium,chromium libatomic1)

# The virus scanner: the tests run it with a database of their own; nothing of it is fetched.
clamav:
	$(call debian,test -x /usr/sbin/clamd,Uji pemindai virus memerlukan ClamAV,clamav-daemon)

# Only for whoever renews the versions; needs uv (docs/operations.md).
LOCKING := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock:
	$(LOCKING) --extra build pyproject.toml -o requirements.lock
	$(LOCKING) --extra build --extra messengers -c requirements.lock pyproject.toml -o requirements-messengers.lock
	$(LOCKING) --extra build --extra s3 -c requirements.lock pyproject.toml -o requirements-s3.lock
	$(LOCKING) --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
