# Everything a contributor does, one command each. `make` alone lists them.

PYTHON ?= python3
PYTEST_OPTIONS ?=
export UV_PYTHON_DOWNLOADS := never

BIN := .venv/bin
RUN := .venv/.installed-run
TEST := .venv/.installed-test
BENCH := .venv/.installed-bench
SOURCE := pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run test check format bench lock clean

help:  ## list the commands
	@echo "make …"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12
	@echo "Another Python: make PYTHON=python3.12 …   Fewer tests: make test PYTEST_OPTIONS='-k places'"

run: $(RUN)  ## plan the worked example (Nauru and Manus, 2016) and write its report under out/
	@$(BIN)/resettle plan examples/nauru-manus-2016 --what-if nz-consent --assume nz-750.others=600 --out out

test: $(TEST)  ## run every test and every check
	@failed=; \
	$(MAKE) --no-print-directory check || failed=1; \
	echo "── pytest"; $(BIN)/pytest -n auto --maxprocesses 8 $(PYTEST_OPTIONS) || failed=1; \
	test -z "$$failed"

check: $(TEST)  ## style, format, types and layers only (seconds)
	@failed=; \
	echo "── ruff check"; $(BIN)/ruff check . || failed=1; \
	echo "── ruff format"; $(BIN)/ruff format --check . || failed=1; \
	echo "── mypy"; $(BIN)/mypy || failed=1; \
	echo "── lint-imports"; $(BIN)/lint-imports --no-logo || failed=1; \
	test -z "$$failed"

format: $(TEST)  ## mend style and format where that can be done by machine
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: $(BENCH)  ## measure what README says about speed, beside its peers
	@$(BIN)/python benchmarks/run.py

lock:  ## choose the newest versions again and pin them in requirements/ (needs uv)
	@uv --version >/dev/null 2>&1 || { echo "make lock needs uv: install it with 'pip install uv'."; exit 1; }
	$(COMPILE) --extra report --extra records --extra api -o requirements/run.txt $(SOURCE)
	$(COMPILE) --extra report --extra records --extra api --extra test -c requirements/run.txt -o requirements/test.txt $(SOURCE)
	$(COMPILE) --extra report --extra records --extra api --extra bench -c requirements/test.txt -o requirements/bench.txt $(SOURCE)

# The same pins on every Python we support; names, versions, hashes and markers, and no address of any index.
COMPILE := uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-header --no-emit-index-url --no-annotate --group build

clean:  ## remove what these commands made
	rm -rf .venv out build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +


# --- .venv: made once, and brought up to date when a requirement file or pyproject.toml changes ---------------------

# Take the packages of one requirement file, then this project itself, editable. Its build tool is among the pinned
# packages, so the second step downloads nothing. uv when it is there (seconds), else pip.
define install
	@echo "Installing requirements/$(1).txt into .venv …"
	@if uv --version >/dev/null 2>&1; then \
		uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/$(1).txt && \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
		{ $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; } && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$(1).txt && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
endef

$(RUN): requirements/run.txt $(SOURCE) | .venv/.made
	$(call install,run)
	@touch $@

$(TEST): requirements/test.txt $(SOURCE) | .venv/.made
	$(call install,test)
	@touch $@ $(RUN)

$(BENCH): requirements/bench.txt $(SOURCE) | .venv/.made
	$(call install,bench)
	@touch $@ $(RUN)

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Resettle needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo not there)."; \
		echo "Install one, or name one: make PYTHON=python3.12 …"; exit 1; }
	@if uv --version >/dev/null 2>&1; then \
		uv venv --quiet --clear --no-project --python "$$(command -v $(PYTHON))" .venv; \
	else \
		$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
			echo "$(PYTHON) cannot make an environment: its venv module is missing."; \
			echo "On Debian or Ubuntu: apt install python3-venv. Or install uv, which needs no venv."; exit 1; }; \
		$(PYTHON) -m venv --clear .venv; \
	fi
	@touch $@
