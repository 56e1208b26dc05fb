# Regulars: `make` prints this list. Every target does the set-up that it needs and can be run again.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
BIN := .venv/bin
export PYTHONUNBUFFERED := 1

.PHONY: help
help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: .venv/for-demo  ## Replay a real year of shopping and serve it (ONCE=1: exit after the load; PORT=, DIR=)
	-@$(BIN)/python hatch_build.py
	@$(BIN)/regulars demo $(if $(ONCE),--once) $(if $(PORT),--port $(PORT)) $(if $(DIR),--dir $(DIR))

.PHONY: test
test: lint  ## Everything: what `check` does, and the slow tests, laws, contracts and trips
	@echo "== console"
	-@$(BIN)/python hatch_build.py
	@$(BIN)/python hatch_build.py check
	@.ci/browser
	@echo "== all tests, doctests, laws, contracts and trips"
	@$(BIN)/pytest -n 2

.PHONY: check
check: lint  ## The door of daily work, about a minute: format, lint, types, floors, fast tests, doctests
	@echo "== fast tests and doctests"
	@$(BIN)/pytest -n 2 -m "not slow"

.PHONY: lint
lint: .venv/for-test
	@echo "== format"
	@$(BIN)/ruff format --check .
	@echo "== lint"
	@$(BIN)/ruff check .
	@echo "== types"
	@$(BIN)/mypy
	@echo "== floors of the house"
	@$(BIN)/lint-imports

.PHONY: console
console: .venv/for-test  ## Build the console into the package, if its sources changed
	@$(BIN)/python hatch_build.py

.PHONY: bench
bench: .venv/for-test  ## Measure speed and memory as ratios; figures also go to bench/out/ (ONLY=name runs one)
	@$(BIN)/python -m bench $(ONLY)

.PHONY: format
format: .venv/for-test  ## Format the code and repair what the linter can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: docs
docs: .venv/for-test  ## Write docs/reference again from the code
	@$(BIN)/python docs/generate.py

.PHONY: clean
clean:  ## Remove everything that these targets made: .venv, caches, demo data, figures
	rm -rf .venv demo-data bench/out build dist console/node_modules src/regulars/console_dist
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says for which pyproject.toml the packages were installed; `test` holds all of `demo`.
.venv/for-demo: pyproject.toml
	@test .venv/for-test -nt pyproject.toml || .ci/setup .venv demo
	@touch $@

.venv/for-test: pyproject.toml
	@.ci/setup .venv test
	@touch $@
