# The verbs. Each sets itself up on a fresh clone: Python 3.11+, a C++17 compiler and make are all it takes.
.PHONY: help demo test test-narrow sanitize bench check docs setup clean
.DEFAULT_GOAL := demo

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$p; break; }; done)
BIN := .venv/bin
SOURCES := pyproject.toml CMakeLists.txt $(wildcard cpp/*.hpp cpp/*.cpp cpp/bind/* cpp/kernels/*)
ROOMS := $(sort $(wildcard src/covey/*/__init__.py))

help:  ## these lines
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1	\2/p' Makefile | expand -t 18

demo: .venv/.covey  ## sample customers -> verdict, segments, report
	@$(BIN)/covey demo --out covey-demo --force

test: .venv/.dev  ## every test; skips say why
	@$(BIN)/python -m pytest

test-narrow: .venv/.dev  ## the engine's tests again, with the wider instruction sets of this processor switched off
	@for isa in $$($(BIN)/python -c 'from covey import engine; print(*engine.instruction_sets()[:-1])'); do \
		echo "COVEY_ISA=$$isa" && COVEY_ISA=$$isa $(BIN)/python -m pytest -q tests/engine tests/cluster tests/metrics || exit 1; \
	done

sanitize: build/address/covey_tests build/thread/covey_tests  ## cpp/tests under the address, undefined and thread sanitizers
	@build/address/covey_tests
	@build/thread/covey_tests

bench: .venv/.bench  ## the engine beside every peer that installs, same start, same stop
	@$(BIN)/python -m bench

check: .venv/.dev  ## format, lint, types
	@$(BIN)/ruff format --check src tests bench examples
	@$(BIN)/ruff check src tests bench examples
	@$(BIN)/mypy

docs: .venv/.dev  ## the page of odd inputs, which is written from its tests
	@$(BIN)/python -m tests.cluster.inputs_page

setup: .venv/.dev  ## the environment of a developer: the engine, and what tests and checks need

clean:  ## everything that can be made again
	rm -rf .venv build covey-demo .pytest_cache .hypothesis .mypy_cache .ruff_cache

.venv/bin/pip:
	@test -n "$(PYTHON)" || { echo "covey needs Python 3.11 or newer, and none was found. Install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; rm -rf .venv; exit 1; }

.venv/.compiler: .venv/bin/pip
	@command -v "$${CXX:-c++}" >/dev/null 2>&1 || command -v g++ >/dev/null 2>&1 || command -v clang++ >/dev/null 2>&1 || \
	{ echo "covey's engine is C++17 and no compiler was found. Install one (Debian and Ubuntu: apt install g++; macOS: xcode-select --install), or name it: make CXX=/path/to/c++" >&2; exit 1; }
	@touch $@

.venv/.rooms: .venv/bin/pip FORCE  # an installed covey must be told where a new room stands
	@echo $(ROOMS) | cmp -s - $@ || echo $(ROOMS) > $@

FORCE:

.venv/.covey: .venv/.compiler $(SOURCES) .venv/.rooms
	@echo "Building covey in .venv (about a minute, once) ..." >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/.dev: .venv/.compiler $(SOURCES) .venv/.rooms
	@echo "Building covey in .venv with its tests (about a minute, once) ..." >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ .venv/.covey

.venv/.cmake: .venv/.compiler
	@$(BIN)/pip install --quiet --disable-pip-version-check cmake ninja
	@touch $@

build/address/covey_tests: sanitizers := address,undefined
build/thread/covey_tests: sanitizers := thread
build/%/covey_tests: .venv/.cmake $(SOURCES) $(wildcard cpp/tests/*)
	@echo "Building cpp/tests with -fsanitize=$(sanitizers) (about a minute) ..." >&2
	@PATH="$(CURDIR)/$(BIN):$$PATH" cmake -S . -B build/$* -G Ninja -DCOVEY_TESTS=ON -DCOVEY_SANITIZE=$(sanitizers) >/dev/null
	@$(BIN)/cmake --build build/$* --target covey_tests >build/$*/log 2>&1 || { cat build/$*/log >&2; exit 1; }

.venv/.bench: .venv/.dev
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev,bench]'
	@touch $@
