# Two commands do everything, set-up included: `make demo` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

# The tests that run with the oldest releases of the libraries: the engine, the rules, the pages, the formats, the command line
CORE := $(wildcard tests/test_*.py) tests/corpus/test_formats.py tests/corpus/test_settling.py tests/console/test_cli_clean.py tests/console/test_cli_help.py

DEMO_PAGE := fixtures/pages/scroll-two-stories/input.txt

.PHONY: demo test lowest fuzz lint bench models reproduced screenshot site clean

demo: $(VENV)/installed
	@rm -rf demo-out
	@echo "2 of 3: cleaning the pages in fixtures/pages into demo-out/"
	@$(BIN)/cleaner clean fixtures/pages --out demo-out
	@echo
	@echo "3 of 3: one page before and after"
	@$(BIN)/cleaner diff --no-pager $(DEMO_PAGE) || test $$? -eq 1
	@echo
	@echo "What to try next:"
	@echo "  . $(BIN)/activate                          makes the command cleaner available in this shell"
	@echo "  cleaner report demo-out/ -o report.html      see all pages in a browser, before and after"
	@echo "  cleaner why $(DEMO_PAGE):3   ask why a line is removed or kept"
	@echo "  cleaner restore demo-out/ --out back/        restore the pages, byte for byte"
	@echo "  cleaner clean YOUR-PAGES/ --out clean/       clean pages of your own"

test: $(VENV)/ready
	$(BIN)/python -m pytest -n auto --dist worksteal

lowest: $(VENV)-lowest/ready
	$(VENV)-lowest/bin/python -m pytest $(CORE)

fuzz: $(VENV)/ready
	FUZZ_ROUNDS=$${FUZZ_ROUNDS:-20} $(BIN)/python -m pytest tests/fuzz

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/ready
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/preview.py
	$(BIN)/python benchmarks/quality.py $(if $(DATA),"$(DATA)")

# Fit all models on DATA, files or folders of rows with gold, and copy them into the package. Takes about an hour.
models: $(VENV)/ready
	$(BIN)/cleaner fit $(DATA) --out build/models --workers 2
	cp build/models/*.json cleaner/models/
	$(BIN)/python -m cleaner.training.card > docs/models.md
	$(BIN)/python benchmarks/report.py write

# Fit them again, and compare with those in the package, byte for byte.
reproduced: $(VENV)/ready
	$(BIN)/cleaner fit $(DATA) --out build/again --workers 2
	$(BIN)/python benchmarks/reproduced.py build/again

screenshot: $(VENV)/ready
	$(BIN)/python docs/screenshot.py
	$(BIN)/python docs/browser_pictures.py
	$(BIN)/python docs/draw.py

# Build the documentation; a warning fails the build. Needs the extra docs.
site: $(VENV)/docs
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/site
	@echo "The site is in build/site/index.html."

clean:
	rm -rf $(VENV) $(VENV)-lowest demo-out build .mypy_cache .pytest_cache .ruff_cache .hypothesis

# the program only, and the program with everything that its tests need
$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cleaner needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	@echo "1 of 3: installing cleaner into $(VENV)/, once"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cleaner needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/docs: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@

$(VENV)-lowest/ready: pyproject.toml constraints-lowest.txt
	$(PYTHON) -m venv --clear $(VENV)-lowest
	$(VENV)-lowest/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints-lowest.txt --editable '.[corpus,dedupe,fast,preview]' pytest hypothesis
	@touch $@
