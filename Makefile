# What there is to do. Every target prepares the machine first; see .ci/setup.

PREFIX ?= /usr/local
STRIP ?= strip
SWIFT ?= swift
SOURCES := Package.swift Schema Sources Tests Benchmarks/Package.swift Benchmarks/Sources Examples/Package.swift \
	Examples/Sources

# A program of its own, without the toolchain beside it. It has a scratch path of its own, for the two ways of linking
# would otherwise undo each other's work.
STATIC := .build/static
STATIC_FLAGS := $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib)
PROGRAM := $(STATIC)/release/followup

# What `make docs` documents: the products that are libraries.
LIBRARIES = $(shell awk -F'"' '/^ *\.library/ { print $$2 }' Package.swift)

# Where the shells look, below PREFIX.
BASH_COMPLETIONS = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSH_COMPLETIONS = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
FISH_COMPLETIONS = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
MAN_PAGES = $(DESTDIR)$(PREFIX)/share/man/man1

# What `make fuzz` and `make tsan` go on for; EACH bounds how many calls of a kind `make faults` fails.
SECONDS ?= 60
TIMES ?= 3
CONCURRENT := ConcurrencyTests|ChangesTests|LibraryUseTests|BackupTests|LogFileSourceTests

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests setup-peers demo build test examples soak fuzz faults tsan peers findings pictures bench lint docs man release install clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  Variables: PREFIX (now $(PREFIX)), DESTDIR; SECONDS for fuzz, EACH for faults, TIMES for tsan"

setup: ## Check for Swift, and install libsqlite3-dev where it is missing
	@.ci/setup

setup-tests:
	@.ci/setup tests

setup-peers:
	@.ci/setup peers

demo: release ## Show two laptops and one shared folder: sync, a conflict, "am I synced?"
	@.ci/demo $(PROGRAM)

build: setup ## Build everything for debugging
	$(SWIFT) build

test: setup-tests lint ## Check the layout, build, and run all tests
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest

examples: setup ## Build and run the programs of Examples/, which link the libraries from outside
	SWIFT=$(SWIFT) .ci/examples

soak: setup-tests ## Run the tests with many more histories and kills: long
	FOLLOWUP_SOAK=1 $(SWIFT) test --disable-xctest

fuzz: setup-tests ## Give each reader hostile bytes for SECONDS, by libFuzzer
	Tests/Fuzz/run $(SECONDS)

faults: setup-tests release ## Fail each system call once under strace, and write the table of docs/RELIABILITY.md
	python3 -B Tests/Faults/faults.py $(PROGRAM) $(if $(EACH),--each $(EACH)) --write docs/RELIABILITY.md || test $$? -eq 77

# A race shows in some runs only.
tsan: setup-tests ## Run the tests of concurrency under ThreadSanitizer, TIMES times
	$(SWIFT) build --build-tests --sanitize=thread --scratch-path .build/tsan
	for run in $$(seq $(TIMES)); do \
	  TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/tsan.suppressions \
	  $(SWIFT) test --skip-build --sanitize=thread --scratch-path .build/tsan --disable-xctest \
	    --filter '$(CONCURRENT)' || exit 1; \
	done

peers: setup-peers release ## Hold it against the second reader, Syncthing, rclone, and Python's calendars and tables
	Tests/Peers/run.sh $(PROGRAM)
	python3 -B Tests/Peers/advice.py compare Fixtures/stories
	python3 -B Tests/Peers/advice.py random $(PROGRAM)
	python3 -B Tests/Peers/zones.py
	python3 -B Tests/Peers/damage.py $(PROGRAM)
	Tests/Peers/icalendar.sh
	Tests/Peers/icalendar.sh calendars $(PROGRAM)
	python3 -B Tests/Peers/csv_peer.py
	python3 -B Tests/Peers/csv_peer.py $(PROGRAM)
	.ci/examples

findings: ## Run the findings about other people's software: each installs what it needs in a temporary folder
	@status=0; for script in findings/*.sh; do echo "== $$script"; bash "$$script" || status=1; done; exit $$status

pictures: release ## Draw the pictures of the README again (needs chromium, pdftoppm and python3)
	Tests/Peers/pictures.sh $(PROGRAM)

bench: setup-tests ## Measure against raw SQLite in the same run
	Benchmarks/run

lint: setup ## Check the layout of the sources
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

release: setup ## Build the program for use
	$(SWIFT) build -c release $(STATIC_FLAGS) --scratch-path $(STATIC) --product followup

docs: setup ## Build the reference of the libraries in .build/docs, and fail on a warning
	mkdir -p .build/docs
	FOLLOWUP_DOCS=1 $(SWIFT) package --allow-writing-to-directory .build/docs generate-documentation \
	  $(addprefix --target ,$(LIBRARIES)) --enable-experimental-combined-documentation \
	  --warnings-as-errors --output-path .build/docs/followup
	@echo "Read it at http://localhost:8000/documentation with: python3 -m http.server --directory .build/docs/followup"

man: release ## Write the manual pages to .build/static/man
	$(SWIFT) build -c release $(STATIC_FLAGS) --scratch-path $(STATIC) --product generate-manual
	.ci/manual $(PROGRAM) $(STATIC)/release/generate-manual $(STATIC)/man

install: man ## Install the program to PREFIX/bin, with manual pages, and completions for bash, zsh and fish
	$(STRIP) -o $(STATIC)/followup.stripped $(PROGRAM)
	for shell in bash zsh fish; do $(PROGRAM) completions $$shell > $(STATIC)/followup.$$shell || exit 1; done
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(BASH_COMPLETIONS)" "$(ZSH_COMPLETIONS)" "$(FISH_COMPLETIONS)" "$(MAN_PAGES)"
	install -m 755 $(STATIC)/followup.stripped "$(DESTDIR)$(PREFIX)/bin/followup"
	install -m 644 $(STATIC)/followup.bash "$(BASH_COMPLETIONS)/followup"
	install -m 644 $(STATIC)/followup.zsh "$(ZSH_COMPLETIONS)/_followup"
	install -m 644 $(STATIC)/followup.fish "$(FISH_COMPLETIONS)/followup.fish"
	install -m 644 $(STATIC)/man/*.1 "$(MAN_PAGES)"

clean: ## Remove everything that was built
	rm -rf .build Benchmarks/.build Examples/.build
