# One command each; needs Python >= 3.11 with venv, make and a package index.
SURVEY ?= data/raw/linkedin-2015
PYTHON ?= python3
BIN := .venv/bin

.PHONY: report test bench lab lock clean

report: .venv/ready        ## execute the notebooks and export the reports of SURVEY
	$(BIN)/survey build $(SURVEY)

test: .venv/ready          ## style, doctests, unit tests, a whole build in a scratch folder
	$(BIN)/ruff check .
	$(BIN)/pytest

bench: .venv-bench/ready .venv-lab/ready  ## ratios against named alternatives, in the same run
	for name in exact permutation build scale events; do .venv-bench/bin/python benchmarks/$$name.py || exit 1; done

lab: .venv-lab/ready       ## JupyterLab on the notebooks, in an environment of its own
	.venv-lab/bin/jupyter lab notebooks

lock: .venv/ready          ## choose the newest versions that work together, for every Python >= 3.11.2
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet uv
	.venv-lock/bin/uv pip compile $(LOCK) --group test --output-file requirements.lock
	for name in lab bench; do .venv-lock/bin/uv pip compile $(LOCK) --group $$name --constraints requirements.lock \
		--output-file requirements-$$name.lock || exit 1; done
	rm -r .venv-lock
LOCK := --quiet --upgrade --universal --python-version 3.11.2 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --no-annotate --no-header pyproject.toml

clean:                     ## remove the environments and what builds remember; reports and data stay
	rm -rf .venv .venv-lab .venv-bench .survey

.venv/ready: requirements.lock pyproject.toml
	$(call environment,.venv,requirements.lock)

.venv-lab/ready: requirements-lab.lock pyproject.toml
	$(call environment,.venv-lab,requirements-lab.lock)

.venv-bench/ready: requirements-bench.lock pyproject.toml
	$(call environment,.venv-bench,requirements-bench.lock)

define environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv --clear $(1)
	$(1)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $(2)
	$(1)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
endef
