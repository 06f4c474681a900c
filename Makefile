# Everything one does with Bangban. Needs Python 3.11, make and git; installs the rest into .tools/ and .venv/.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.SUFFIXES:
.PHONY: run test train eval compare link-eval dialogues bench export import template-check lint format lock clean help env model browser fonts data-given file-given

# Looked for only when something has to be installed. A python3.11 that only pretends (a shim of a version switcher) is passed over.
IS_3_11 = -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'
PYTHON = $(or $(shell for python in python3.11 python3 python; do if "$$python" $(IS_3_11) 2>/dev/null; then \
	"$$python" -c 'import sys; print(sys.executable)'; break; fi; done),$(error \
	Python 3.11 was not found; install it (on Debian or Ubuntu: apt-get install python3.11 python3.11-venv) and try again))

GROUPS = $(foreach group,gateway backend engine embedded test lint,--group $(group))
AS_ROOT = test "$$(id -u)" = 0 && command -v apt-get >/dev/null

run: STEP = [1/3]
run: NEXT = [2/3]
ifneq ($(PORT),)
run: export BANGBAN_PORT := $(PORT)
endif
ifneq ($(DATA_DIR),)
run: export BANGBAN_DATA_DIR := $(DATA_DIR)
endif
run: env model  ## install, train if needed and start everything on this machine: [PORT=8080] [DATA_DIR=.data]
	@echo "[3/3] starting …"
	@.venv/bin/python -m bot.supervisor

test: STEP = [1/4]
test: NEXT = [3/4]
test: env browser fonts model  ## run all tests: [TESTS='tests/unit -k linker']
	@echo "[4/4] testing …"
	@.venv/bin/python -m pytest $(TESTS)

train: env model  ## train the dialogue model; does nothing when nothing changed

eval: data-given env model  ## measure understanding: DATA=file.jsonl [OUT=report.json]
	@.venv/bin/python -m tests.evaluation.run "$$DATA" $${OUT:+"$$OUT"}

compare: data-given env  ## measure what each part of the understanding pays: DATA=file.jsonl
	@.venv/bin/python -m tests.evaluation.compare "$$DATA"

link-eval: env  ## measure linking by names alone: ITEMS=items.csv QUESTIONS=questions.tsv
	@.venv/bin/python -m tests.evaluation.link

dialogues: env model  ## play conversations against the real thing: [FILES='a.yml b.yml']
	@.venv/bin/python -m tests.dialogues.run $$FILES

bench: env model  ## measure against stock Rasa and print the ratios
	@.venv/bin/python -m tests.benchmarks.run

TEMPLATE = $${ITEMS:+--items "$$ITEMS"} $${TOWNSHIP:+--township "$$TOWNSHIP"}

export: file-given env  ## write all items to FILE=template.xlsx (or .csv, .zip, a folder): [ITEMS=folder]
	@.venv/bin/python -m knowledge_base.exchange $(TEMPLATE) export "$$FILE"

import: file-given env  ## publish what FILE=template.xlsx says: [DRY_RUN=1] [WHO=] [WHY=] [MAP='theirs=ours,…'] [PREFIX=DR]
	@.venv/bin/python -m knowledge_base.exchange $(TEMPLATE) import "$$FILE" $${DRY_RUN:+--dry-run} $${WHO:+--who "$$WHO"} \
		$${WHY:+--why "$$WHY"} $${MAP:+--map "$$MAP"} $${PREFIX:+--prefix "$$PREFIX"}

template-check: env  ## look for gaps, long sentences, contradictions and dead laws in the items: [ITEMS=folder]
	@.venv/bin/python -m knowledge_base.check $(TEMPLATE)

lint: env  ## check formatting, style, types, import contracts and what is committed
	@.venv/bin/python -m ruff format --check .
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m mypy
	@.venv/bin/python -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --config importlinter.ini
	@.venv/bin/python .ci/committed_files.py

format: env  ## format the code and repair what can be repaired
	@.venv/bin/python -m ruff check --fix .
	@.venv/bin/python -m ruff format .

lock: .tools/ready  ## choose the versions of all libraries anew: [UPGRADE=1]
	@.tools/bin/uv pip compile pyproject.toml $(GROUPS) --universal --generate-hashes --no-annotate --no-header \
		-p 3.11 $(if $(UPGRADE),--upgrade) -q -o requirements.lock
	@git --no-pager diff --stat -- requirements.lock

clean:  ## remove what was installed, trained and cached; what citizens wrote (.data/) stays
	@rm -rf .tools .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .rasa
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'

data-given:
	@test -f "$$DATA" || { echo "say which file to measure with: make eval DATA=file.jsonl" >&2; exit 2; }

file-given:
	@test -n "$$FILE" || { echo "say which file: make export FILE=template.xlsx, make import FILE=template.xlsx" >&2; exit 2; }

# The environment is laid again only when the lock has changed or its interpreter has gone.
env:
	@if cmp -s requirements.lock .venv/installed.lock && .venv/bin/python $(IS_3_11) 2>/dev/null; then \
		test -z "$(STEP)" || echo "$(STEP) installing: nothing to do"; \
	else \
		$(MAKE) --no-print-directory .venv/installed.lock STEP="$(STEP)"; \
	fi

.PHONY: .venv/installed.lock
.venv/installed.lock: .tools/ready
	@echo "$(strip $(STEP) installing) (about 2 minutes) …"
	@.venv/bin/python $(IS_3_11) 2>/dev/null || .tools/bin/uv venv -q --clear -p "$(PYTHON)" .venv
	@rm -f .venv/installed.lock
	@.tools/bin/uv pip sync $$(test -t 2 || echo -q) -p .venv/bin/python --require-hashes requirements.lock
	@cp requirements.lock .venv/installed.lock

.PHONY: .tools/ready
.tools/ready:
	@if ! cmp -s requirements-uv.lock .tools/installed.lock || ! .tools/bin/uv --version >/dev/null 2>&1; then \
		rm -rf .tools && "$(PYTHON)" -m venv .tools \
			|| { echo "this Python lacks venv; install it (on Debian or Ubuntu: apt-get install python3.11-venv)" >&2; exit 2; }; \
		.tools/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.lock && \
		cp requirements-uv.lock .tools/installed.lock; \
	fi

model: env
	@echo "$(strip $(NEXT) training) if something changed …"
	@.venv/bin/python -m nlu_data.engine.train

browser: env
	@echo "[2/4] looking for a browser and Chinese fonts …"
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| .venv/bin/python -m playwright install chromium >/dev/null 2>&1 \
		|| { $(AS_ROOT) && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
		|| { echo "the browser tests need Chromium; install it (on Debian: apt-get install chromium)" >&2; exit 2; }

fonts:
	@test -n "$$(fc-list :lang=zh 2>/dev/null)" \
		|| { $(AS_ROOT) && apt-get update -qq && apt-get install -y -qq fontconfig fonts-noto-cjk >/dev/null; } \
		|| { echo "the browser tests need a Chinese font; install one (on Debian: apt-get install fonts-noto-cjk)" >&2; exit 2; }
