# Everything a newcomer and the build machine need. `make` alone shows the list.

# Python would leave no compiled files behind with this set, and every start would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE
# On macOS, Homebrew's libraries are not where the linker looks first; elsewhere nobody reads this.
LIBRARIES := DYLD_FALLBACK_LIBRARY_PATH="$(DYLD_FALLBACK_LIBRARY_PATH):/opt/homebrew/lib:/usr/local/lib:/usr/lib"
BOOTSTRAP := exec sh scripts/bootstrap.sh
PYTHON_HERE := $(LIBRARIES) exec .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo test lint format golden migrations lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo:  ## Set everything up and watch real messages go out, by e-mail, SMS and letter
	@$(BOOTSTRAP) demo
	@COMMHUB_DEBUG=1 $(PYTHON_HERE) manage.py demo $(if $(PORT),--port $(PORT))

test:  ## Run all that the build machine runs: lint, types, the tests on SQLite and on PostgreSQL
	@$(BOOTSTRAP) dev
	@$(PYTHON_HERE) scripts/check.py

lint:  ## Run the part of `make test` that needs no database
	@$(BOOTSTRAP) dev
	@$(PYTHON_HERE) scripts/check.py --only-lint

format:  ## Put the code into the form that `make lint` asks for
	@$(BOOTSTRAP) dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

golden:  ## Make the golden messages anew, and a page that shows what changed
	@$(BOOTSTRAP) dev
	@COMMHUB_DEBUG=1 $(PYTHON_HERE) -m tests.golden.refresh $(if $(REDRAW),--redraw)

migrations:  ## Write the migrations that changed models need
	@$(BOOTSTRAP) dev
	COMMHUB_DEBUG=1 $(PYTHON_HERE) manage.py makemigrations

lock:  ## Lock the newest dependencies that pyproject.toml allows
	@$(BOOTSTRAP) dev
	$(PYTHON_HERE) scripts/lock.py

clean:  ## Remove the environment, the demo's data and every cache
	rm -rf .venv var staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
