# Orbrawl: one command each, the same on a desk and in CI. Building and running need Go alone; `make test` also
# needs Node 20 or newer and finds or installs a Chromium.

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  = -s -w -buildid= -X main.version=$(VERSION)
GOBUILD  = CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '$(LDFLAGS)'
ARGS     ?=
export VERSION LDFLAGS

section = @printf '\n==== %s %s\n' "$$(date +%T)" '$(1)'

.NOTPARALLEL:
.PHONY: help build web run dev test bench benchmarks golden fuzz release release-check clean \
	style frames pictures heap first house generated go race fuzz-short portable determinism npm client dist truth browser soak soak-short idle

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

build: ## build bin/orbrawl (Go only)
	$(GOBUILD) -o bin/orbrawl ./cmd/orbrawl

web: ## build web/dist from the client's sources (Go only)
	go run ./web/build

run: web build ## build everything and play; ARGS="--listen :9000" goes to the server
	bin/orbrawl serve $(ARGS)

dev: build ## as run, and build the client again at every change
	.ci/dev $(ARGS)

test: house generated dist go race fuzz-short portable determinism release-check npm client idle browser ## everything
	$(call section,all tests passed)

house: ## formatting and go vet
	$(call section,Go: formatting and vet)
	@unformatted=$$(gofmt -l .ci assets cmd game protocol server web/*.go web/build) && \
		if [ -n "$$unformatted" ]; then echo "run gofmt -w on:" $$unformatted; exit 1; fi
	go vet ./... ./.ci/launch ./.ci/bench ./.ci/soak
	go vet -tags conformance ./cmd/orbrawl-echo

generated: ## generated files are what their generators write
	$(call section,Go: generated files are fresh)
	.ci/generated

go: ## Go tests, the house rules among them
	$(call section,Go: tests)
	go test ./...

race: ## Go tests under the race detector
	$(call section,Go: tests under the race detector)
	.ci/race

fuzz-short:
	$(call section,Go: a short run of every fuzz target)
	.ci/fuzz

portable: ## the server compiles for the other systems
	$(call section,Go: compiles for Windows and macOS)
	CGO_ENABLED=0 GOOS=windows GOARCH=amd64 go build ./...
	CGO_ENABLED=0 GOOS=darwin GOARCH=arm64 go build ./...

determinism: ## recorded games replay to the same bits on other instruction sets
	$(call section,Determinism: the same game on other instruction sets)
	.ci/determinism

npm: ## install the client's checkers, when the lock has changed
	$(call section,Client: npm packages)
	.ci/npm

client: npm ## type check, lint and unit tests of the client
	$(call section,Client: types)
	npm --prefix web run --silent types
	$(call section,Client: lint)
	npm --prefix web run --silent lint
	$(call section,Client: unit tests)
	npm --prefix web run --silent unit

dist: ## web/dist is what the sources give, and small enough
	$(call section,Client: web/dist is fresh and within its budget)
	go run ./web/build -check

truth: npm build ## hold what clients show against what the server knew, over a quiet line and a bad one
	$(call section,Client: what is shown is true)
	npm --prefix web run --silent truth

soak-short: build ## half a minute of coming and going wears nothing out
	$(call section,Soak: memory and goroutines and file descriptors stay level)
	go run ./.ci/soak --for 28s --pilots 60 --churn 4s

idle: npm build # both spend their time waiting, so they wait together
	@.ci/beside truth soak-short

soak: build ## the same with 300 pilots for half an hour, within narrower bounds
	go run ./.ci/soak $(ARGS)

browser: npm build ## play in a real Chromium
	$(call section,Browser: play in Chromium)
	chromium=$$(web/e2e/chromium.sh) && CHROMIUM=$$chromium npm --prefix web run --silent browser

style: ## serve a page that shows all that can be drawn: http://127.0.0.1:8082/style.html
	go tool -modfile=web/tools.mod esbuild style=web/src/style/main.ts --bundle --format=esm --target=es2022 \
		--servedir=web --outdir=web/dist --serve=127.0.0.1:8082

bench: build benchmarks ## benchmarks, and then the server under load beside its goals and the machine's floor; ten quiet minutes
	go run ./.ci/bench $(ARGS)

benchmarks: ## benchmarks alone, as benchstat reads them; those of the client too once npm has installed its checkers
	go test -run '^$$' -bench . -benchmem ./...
	@if [ -d web/node_modules ]; then cd web && npx vitest bench --run; \
		else echo "the client's benchmarks need its checkers: make npm"; fi

frames: npm ## what a picture of a great battle costs in script, by quality; no graphics card is measured
	cd web && PICTURES=$${PICTURES:-120} npx playwright test frames.spec.ts

pictures: npm web build ## take the pictures of the README anew, out of real play
	cd web && PICTURES=$${PICTURES:-40} npx playwright test pictures.spec.ts

heap: npm build ## play for five minutes, or HEAP_SECONDS, and see that the page's heap stays flat
	cd web && HEAP_SECONDS=$${HEAP_SECONDS:-300} npx playwright test heap.spec.ts

first: npm build ## how long newcomers wait until they fly, cold and on a slow machine at a slow line
	cd web && VISITS=$${VISITS:-5} npx playwright test first.spec.ts

golden: ## write generated code and golden files anew
	go generate ./...
	.ci/golden

fuzz: ## fuzz every target for a million runs, or FUZZTIME=5m
	FUZZTIME=$${FUZZTIME:-1000000x} .ci/fuzz

release: ## binaries for all systems with checksums in bin/release
	.ci/release

release-check: ## the same sources give the same binary in another folder
	$(call section,Release: builds are reproducible)
	.ci/release-check

clean: ## remove what was built or installed here
	rm -rf bin test-output web/node_modules web/test-results web/playwright-report web/.dist-*
