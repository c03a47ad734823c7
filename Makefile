# Everything sets itself up: the first command on a fresh machine may be any of these.
#   make demo    read, validate, weight, tabulate and publish the mentoring survey
#   make test    every test: C++, Python, golden, doctests, notebooks, an outside CMake project
#   make check   formatting, layers, types, stubs, docs
#   make deep    sanitizers, clang-tidy, accessibility in a browser, benchmarks (long)
#   make bench   benchmarks only
.PHONY: demo test check deep bench format stub clean

demo:
	@tools/setup.sh demo
	@.venv/bin/python tools/demo.py

test:
	@tools/setup.sh test
	@tools/run_tests.sh

check:
	@tools/setup.sh check
	@tools/run_checks.sh

deep:
	@tools/setup.sh deep
	@tools/run_deep.sh

bench:
	@tools/setup.sh bench
	@tools/bench.sh

format:
	@tools/setup.sh check
	@tools/format.sh

stub:
	@tools/setup.sh check
	@.venv/bin/python tools/stub.py --write

clean:
	rm -rf build .venv out
