# One command each; needs Python >= 3.11 with venv, make and a package index.
SURVEY ?= data/raw/linkedin-2015
PYTHON ?= python3
BUILD_ARGS ?=
PYTEST_ARGS ?=
COUNT ?= 1000
UV ?= $(shell command -v uv)
export SURVEY PYTHON UV

# By the interpreter, never by the scripts beside it: those name the folder that they were made in.
PYTEST := .venv/bin/python -m pytest --numprocesses logical --dist worksteal

.PHONY: report executed test check fuzz lint format bench lab lock upgrade clean again

report: .venv/ready        ## execute the notebooks and export the reports of SURVEY
	.venv/bin/python -m helpers.cli build "$$SURVEY" $(BUILD_ARGS)

executed: report           ## the executed notebooks, copied beside the reports for who runs nothing
	.venv/bin/python -m helpers.pipeline.copies "$$SURVEY"

test: lint                 ## style, doctests, unit tests, properties, one whole build in a scratch folder
	$(PYTEST) -m "not slow" $(PYTEST_ARGS)

check: test .venv-lab/ready ## what takes longer as well: many draws, kills, whole surveys, builds held to each other
	$(PYTEST) -m "slow or hypothesis" --hypothesis-profile thorough $(PYTEST_ARGS)

lint: .venv/ready          ## style alone
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

format: .venv/ready        ## put style right where that needs no thought
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .

fuzz: .venv/ready          ## exports and codebooks changed at random, COUNT of each: no loss, no traceback
	PYTHONPATH=tests .venv/bin/python tests/fuzzing.py $(COUNT)

# What builds is measured where the README has it build. The alternatives of `scale` have an environment of their
# own: where polars is installed, statsmodels loads it, its thread starts, and no kernel is forked.
bench: .venv/ready .venv-bench/ready .venv-lab/ready  ## ratios against named alternatives, in the same run
	.venv-bench/bin/python benchmarks/scale.py
	for name in exact inference permutation build questions events many; do \
		.venv/bin/python benchmarks/$$name.py || exit 1; done

lab: .venv-lab/ready       ## JupyterLab at the project's top, on START.ipynb
	.venv-lab/bin/python -m jupyterlab START.ipynb

lock:                      ## after a change in pyproject.toml: what it adds or drops; other versions stay
	@if test -z "$$UV"; then "$$PYTHON" -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv; fi
	$(COMPILE) --group test --output-file requirements.lock
	for name in lab bench; do $(COMPILE) --group $$name --constraints requirements.lock \
		--output-file requirements-$$name.lock || exit 1; done
	rm -rf .venv-lock
COMPILE = "$${UV:-.venv-lock/bin/uv}" pip compile --quiet $(NEWEST) --universal --python-version 3.11.2 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml

upgrade: NEWEST = --upgrade
upgrade: lock              ## choose the newest versions that work together, for every Python >= 3.11.2

clean:                     ## remove the environments and what builds remember; reports and data stay
	rm -rf .venv .venv-lab .venv-bench .survey

# An environment knows its folder. One that was copied or moved along with the project would run the code of the
# other folder, so `ready` holds where it was made, and it is made again where it stands.
elsewhere = $(shell test "$$(cat $(1)/ready 2>/dev/null)" = "$$(pwd)" || echo again)
again:

# One environment executes and tests. A second would be downloaded and made before every first `make test`, and
# nothing that only tests need is imported by a notebook. What slows kernels down, JupyterLab, is in .venv-lab, which
# holds that alone and takes everything else from .venv: the kernel of the lab runs what the build runs.
.venv/ready: requirements.lock pyproject.toml $(call elsewhere,.venv)
	$(call environment,.venv,requirements.lock)

.venv-lab/ready: .venv/ready requirements-lab.lock $(call elsewhere,.venv-lab)
	@echo "making the environment .venv-lab (once: JupyterLab, beside .venv)"
	@rm -rf .venv-lab && mkdir .venv-lab
	@awk '/^[a-z]/ { if (NR == FNR) known[$$1]; else added = !($$1 in known) } NR != FNR && added' \
		requirements.lock requirements-lab.lock > .venv-lab/added.lock
	@.venv/bin/python -m venv .venv-lab
	@if test -n "$$UV"; then \
		"$$UV" pip install --quiet --python .venv-lab/bin/python --no-deps --require-hashes -r .venv-lab/added.lock; \
	else \
		.venv-lab/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
			-r .venv-lab/added.lock; \
	fi
	@.venv-lab/bin/python src/helpers/lab/environment.py .venv
	@pwd > $@

.venv-bench/ready: requirements-bench.lock pyproject.toml $(call elsewhere,.venv-bench)
	$(call environment,.venv-bench,requirements-bench.lock)

define environment
	@"$$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@echo "making the environment $(1) (once: some 2 minutes with pip, less with uv)"
	@rm -rf $(1)
	@if test -n "$$UV"; then \
		"$$UV" venv --quiet --python "$$(command -v "$$PYTHON")" $(1) && \
		"$$UV" pip install --quiet --python $(1)/bin/python --require-hashes -r $(2) && \
		"$$UV" pip install --quiet --python $(1)/bin/python --no-deps --no-build-isolation --editable .; \
	else \
		"$$PYTHON" -m venv $(1) && \
		$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(2) && \
		$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	fi
	@pwd > $@
endef
