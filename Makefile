# Two commands are for people: `make run` and `make test`. `make check` is what a change must pass.
# The environment lives in .venv and is made from the hashed requirements; see config/environment.sh.

PYTHON := .venv/bin/python
TESTS ?= tests
PYTEST_FLAGS ?= -n 2

# Vietnamese is printed whatever the machine's locale is.
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run test check environment environment-dev chromium elasticsearch html-checker crawl \
	relevance messages lint types imports conventions migrations translations

help:
	@echo 'make run    prepares the demo and serves it on http://localhost:8000/ (PORT=... for another port)'
	@echo 'make test   runs the whole suite (DATABASE_URL=... for another database than SQLite,'
	@echo '            ELASTICSEARCH_TEST_URL=... for a server of yours)'
	@echo 'make check  style, types, direction of imports, migrations and translations'
	@echo 'make crawl  walks the demo in both languages and checks the HTML (PER_TYPE=... pages of a kind)'

run: environment
	@$(PYTHON) -m config.translations compile
	@$(PYTHON) -m config.serve --check-port
	@$(PYTHON) -m config.setup
	@exec $(PYTHON) -m config.serve

test: environment-dev chromium elasticsearch
	@$(PYTHON) -m config.translations compile
	@$(PYTHON) -m pytest $(PYTEST_FLAGS) $(TESTS)

# Every part runs even when an earlier one failed, so that one run shows all there is to mend.
check: environment-dev
	@$(MAKE) --no-print-directory --keep-going lint types imports conventions migrations translations

lint: environment-dev
	@echo '-- style'
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

types: environment-dev
	@echo '-- types'
	@$(PYTHON) -m mypy

imports: environment-dev
	@echo '-- direction of imports'
	@.venv/bin/lint-imports --no-cache --no-logo

conventions: environment-dev
	@echo '-- conventions'
	@$(PYTHON) -m config.conventions

migrations: environment-dev
	@echo '-- migrations'
	@DJANGO_SETTINGS_MODULE=config.settings.test $(PYTHON) manage.py makemigrations --check --dry-run

translations: environment-dev
	@echo '-- translations'
	@$(PYTHON) -m config.translations check

# Walks the demo that `make run` has prepared; every page goes through the HTML checker.
crawl: environment-dev html-checker
	@$(PYTHON) -m config.translations compile
	@$(PYTHON) -m tests.crawling --per-type $(or $(PER_TYPE),40)

html-checker: environment-dev
	@sh config/html_checker.sh

# Judges the search on both engines; CATALOG=... QUERIES=... for other files of the same form, such as
# the register's own queries: QUERIES=tests/data/search_own_queries.jsonl.
relevance: environment-dev elasticsearch
	@$(PYTHON) -m config.translations compile
	@$(PYTHON) -m benchmarks.relevance $(or $(CATALOG),tests/data/search_catalog.jsonl) $(QUERIES)

# Writes new source strings into the Vietnamese catalogue; needs gettext.
messages: environment-dev
	@$(PYTHON) -m config.translations update

environment:
	@sh config/environment.sh requirements.txt

environment-dev:
	@sh config/environment.sh requirements.txt requirements-dev.txt

chromium:
	@sh config/chromium.sh

elasticsearch: environment-dev
	@sh config/elasticsearch.sh
