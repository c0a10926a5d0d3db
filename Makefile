# Every task a person does. `make` lists them.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
PYTHON := .local/venv/bin/python
# What CHANGELOG.md promises to keep; of WireFormats a part alone.
RUNTIME_PRODUCTS := LambdaRuntime LambdaRuntimeJSON LambdaEvents LambdaLogEvents LambdaHTTP LambdaBatch LambdaMetrics \
    LambdaIdempotency LambdaParameters LambdaWebAdapter LambdaServices LambdaTracing LambdaSwiftMetrics LambdaSamples \
    LambdaTesting WireFormats
# Else SwiftPM passes the traits in another order each time, and then compiles everything anew.
export SWIFT_DETERMINISTIC_HASHING := 1

.PHONY: help
help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-22s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install what is missing: system packages, Python tools, models, photographs
	@scripts/setup

.PHONY: models
models: ## Take other models: make models DETECTOR=yunet|yunet-s|centerface EMBEDDER=dlib|mobilefacenet|sface|both|FILE.onnx
	@DETECTOR="$(DETECTOR)" EMBEDDER="$(EMBEDDER)" scripts/fetch-models

.PHONY: test
test: setup ## Run every test
	swift build --build-tests
	@$(PYTHON) -m unittest discover --quiet --start-directory Benchmarks/latency
	@scripts/test

.PHONY: test-rie
test-rie: ## Test the runtime in AWS's emulator: make test-rie RIE=path/of/aws-lambda-rie
	swift build --build-tests
	RIE="$(RIE)" swift test --skip-build --filter '^LambdaRuntimeTests\.EmulatorTests'

.PHONY: test-page-tls
test-page-tls: ## Build the client with the page over TLS, which takes minutes, and ask it over TLS
	@Tests/PiClient/PageTLS/run

.PHONY: bench-page
bench-page: setup release ## Measure the page in Chromium with 500 people: make bench-page [OPTIONS="--minutes 60 | --screenshots FOLDER"]
	@$(PYTHON) Benchmarks/page/measure.py $(OPTIONS)

.PHONY: sanitize
sanitize: setup ## Run the tests under the thread and address sanitizers: make sanitize MODULES="AWSClientsTests …"
	@scripts/sanitize $(MODULES)

.PHONY: fuzz
fuzz: setup ## Feed every reader of outside bytes with a fuzzer's inputs: make fuzz SECONDS=90 TARGETS="clip …"
	@scripts/fuzz $(or $(SECONDS),90) $(TARGETS)

.PHONY: demo
demo: setup release ## Film people, recognize them, print who they are: everything on this machine
	@$(PYTHON) scripts/demo

.PHONY: demo-page
demo-page: setup release ## The same with the page in a browser, which stays open until Ctrl-C
	@$(PYTHON) scripts/demo --page

.PHONY: local
local: setup release ## Run the services and functions on this machine until Ctrl-C
	@$(PYTHON) scripts/local_stack.py

.PHONY: accuracy
accuracy: setup ## Measure recognition beside Python's face_recognition: make accuracy DATA=folder
	@Benchmarks/peers/setup
	@swift build --configuration release --product Accuracy
	@mkdir -p .local/accuracy
	@.build/release/Accuracy $(or $(DATA),$(error Name the folder: make accuracy DATA=../shared/data)) \
	    --peer .local/peers/venv/bin/python --picture .local/accuracy/identification.svg $(OPTIONS)

.PHONY: accuracy-services
accuracy-services: setup release ## Play a folder of clips through the whole pipeline: make accuracy-services DATA=folder
	@$(PYTHON) scripts/measure-accuracy $(or $(DATA),$(error Name the folder: make accuracy-services DATA=../shared/data)) $(OPTIONS)

.PHONY: release
release:
	@for product in Extractor Recognizer rollcall local-lambda; do \
	    swift build --configuration release --product $$product; done

.PHONY: bench-runtime
bench-runtime: ## Measure the Lambda runtime: make bench-runtime OPTIONS="--peer NAME@VERSION=COMMAND"
	@Benchmarks/Runtime/measure.py $(OPTIONS)

.PHONY: check-runtime
check-runtime: setup ## Check that a Lambda event costs no more instructions than before
	@Benchmarks/Runtime/check_instructions.py

.PHONY: http-curl
http-curl: ## Build the static, HTTP-only libcurl with which a Lambda function starts fastest
	@scripts/build-http-curl

.PHONY: bench-recognizer
bench-recognizer: setup ## Measure recognition beside face_recognition, networks beside onnxruntime: make bench-recognizer DATA=folder
	@Benchmarks/peers/setup
	@swift build --configuration release --package-path Benchmarks --product RecognizerBenchmark
	@$(PYTHON) Benchmarks/Recognizer/measure.py $(if $(DATA),--data "$(DATA)") $(OPTIONS)

.PHONY: bench-latency
bench-latency: setup release ## Measure every way of the pipeline, beside the Python chain: make bench-latency OPTIONS=…
	@$(PYTHON) Benchmarks/latency/measure.py $(OPTIONS)

.PHONY: bench-costs
bench-costs: setup release ## Count what a camera costs with each setting: make bench-costs OPTIONS="--minutes 3 --json FILE"
	@$(PYTHON) Benchmarks/costs/measure.py $(OPTIONS)

.PHONY: bench-gate
bench-gate: ## Draw what the gate by motion sees of a film, and count what it costs: make bench-gate FILM=film.mp4
	@Benchmarks/gate/measure.py $(or $(FILM),$(error Name a film: make bench-gate FILM=film.mp4)) $(or $(PICTURE),.build/gate.svg)

.PHONY: bench-gate-films
bench-gate-films: setup ## Count whom the gate by motion would hold back: make bench-gate-films DATA=folder
	@$(PYTHON) Benchmarks/gate/films.py $(or $(DATA),$(error Name the folder: make bench-gate-films DATA=../shared/data)) $(OPTIONS)

.PHONY: bench-load
bench-load: setup release ## Let 1, 10 and 100 simulated Pis film at once: make bench-load SECONDS=600
	@$(PYTHON) Benchmarks/latency/load.py --seconds $(or $(SECONDS),60) $(OPTIONS)

.PHONY: bench-outage
bench-outage: setup release ## Take the network from a Pi that films: make bench-outage OPTIONS="--seconds 60"
	@$(PYTHON) Benchmarks/latency/outage.py $(OPTIONS)

.PHONY: soak
soak: setup release ## Film for long while everything around fails in turn: make soak MINUTES=30 OPTIONS="--seed 1 --speed 5"
	@$(PYTHON) Benchmarks/latency/soak.py --minutes $(or $(MINUTES),30) $(OPTIONS)

.PHONY: lint
lint: ## Check formatting
	swift format lint --strict --recursive Sources Tests Benchmarks Fuzzing/Fuzz
	for file in $$(grep -lsE '^#!.*sh$$' scripts/* scripts/arm64/* deploy/*/* .ci/*); do bash -n $$file; done

.PHONY: docs
docs: ## Write the runtime's documentation to .build/docs
	@mkdir -p .build
	ROLLCALL_DOCS=1 swift package --scratch-path .build-docs --allow-writing-to-directory .build/docs \
	    generate-documentation --warnings-as-errors --enable-experimental-combined-documentation \
	    --transform-for-static-hosting --output-path .build/docs \
	    --target LambdaRuntime --target LambdaRuntimeJSON --target LambdaEvents --target LambdaLogEvents \
	    --target LambdaHTTP --target LambdaBatch --target LambdaMetrics --target LambdaTesting --target LambdaSamples \
	    --target LambdaIdempotency --target LambdaParameters --target LambdaWebAdapter \
	    --target LambdaServices --target LambdaTracing --target LambdaSwiftMetrics
	@# The plugin ends well where nothing could be written.
	@ls .build/docs/documentation/lambdaruntime/index.html

.PHONY: check-api
check-api: ## Name the changes that break what a release has promised: make check-api [SINCE=1.0.0]
	@since=$(or $(SINCE),$$(git describe --tags --abbrev=0 2>/dev/null || true)); \
	if [[ -z $$since ]]; then \
	    echo "There is no release to compare with yet; with another commit: make check-api SINCE=COMMIT"; \
	else \
	    swift package diagnose-api-breaking-changes "$$since" --products $(RUNTIME_PRODUCTS); \
	fi

.PHONY: test-templates
test-templates: ## Make a function of each template as a new user does: init, run, invoke, test, zip: minutes
	@Tests/Runtime/Templates/run

.PHONY: images
images: ## Build both functions' images for AWS and print their sizes
	@deploy/images/build

.PHONY: image-test
image-test: setup deployment-tools ## Run a real clip through both images, as Lambda does: make image-test [RIE=path/of/aws-lambda-rie]
	@$(PYTHON) deploy/images/test

.PHONY: bench-images
bench-images: setup ## Measure both images: make bench-images OPTIONS="--python-image NAME"
	@$(PYTHON) Benchmarks/Images/measure.py $(OPTIONS)

.PHONY: check-arm64
check-arm64: setup ## Check the networks' kernels and the crash report's addresses for arm64 under qemu
	@Tests/Recognizer/NetworkNEON/run
	@Tests/Runtime/PointerAuthentication/run

.PHONY: check-arm64-libraries
check-arm64-libraries: ## Build the images' C libraries for arm64, and decode a clip with them under qemu: minutes
	@Tests/Extractor/ImageLibrariesARM64/run

.PHONY: arm64
arm64: ## Compile for a Raspberry Pi on an x86-64 machine: make arm64 [PRODUCT="rollcall Extractor …"] [SUITE=trixie]
	@scripts/arm64/build --suite $(or $(SUITE),bookworm) $(or $(PRODUCT),rollcall)

.PHONY: test-arm64
test-arm64: setup ## Compile the tests, client and functions for arm64, and run them by QEMU: make test-arm64 [MODULES="…"]
	@scripts/arm64/test $(MODULES)

.PHONY: deb
deb: ## Package the command rollcall: make deb [ARCH="amd64 arm64"]
	@scripts/build-deb $(ARCH)

.PHONY: test-deb
test-deb: ## Install, upgrade and purge the packages in roots of Debian 12 and 13, arm64's by QEMU
	@scripts/test-deb $(ARCH)

.PHONY: deb-repository
deb-repository: ## Make a signed apt repository of the packages: make deb-repository [SIGNING_KEY=…] [URL=https://…]
	@SIGNING_KEY="$(SIGNING_KEY)" URL="$(URL)" scripts/build-deb-repository

.PHONY: deploy
deploy: setup ## Deploy to AWS, or go on with a deployment: make deploy [OPTIONS="--plan | --images WHERE | --help …"]
	@$(PYTHON) deploy/cloud deploy $(OPTIONS)

.PHONY: destroy
destroy: setup ## Take the deployment away, but for the people: make destroy [OPTIONS="--plan | --people"]
	@$(PYTHON) deploy/cloud destroy $(OPTIONS)

.PHONY: test-deployment
test-deployment: setup deployment-tools ## Test make deploy against an emulated account; needs Debian's docker-registry
	@cd Tests/Deployment && ../../$(PYTHON) -m unittest --verbose

.PHONY: check-deployment
check-deployment: setup deployment-tools ## Check the CloudFormation template and the policies without an account
	@$(PYTHON) scripts/check-deployment

.PHONY: deployment-tools
deployment-tools:
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement deploy/requirements.txt

.PHONY: clean
clean: ## Remove everything that was built or fetched
	rm -rf .build .local
