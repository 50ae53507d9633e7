# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

C := $(CURDIR)/.cache
VENV := $(C)/venv
OLDEST := $(C)/oldest
# Nothing outside of the checkout is written: whatever keeps something in the home folder keeps it here.
export USER_HOME := $(HOME)
export PYENV_ROOT ?= $(HOME)/.pyenv
export HOME := $(C)/home
# ansible-core looks a remote user's home folder up in the password file, although the connection is local.
export ANSIBLE_ASYNC_DIR := $(HOME)/.ansible_async
export ANSIBLE_REMOTE_TEMP := $(HOME)/.ansible/tmp
export PATH := $(VENV)/bin:$(PATH)
export ANSIBLE_COLLECTIONS_PATH := $(C)/venv-collections
export ANSIBLE_LOCALHOST_WARNING := false
export ANSIBLE_INVENTORY_UNPARSED_WARNING := false
# Every worker of pytest-xdist must name the tests alike; another seed each time still shows what rests on an order.
export PYTHONHASHSEED := $(shell echo $$RANDOM)

# Where ansible-test finds Pythons that start, as the set-up found them.
AT_PATH = $(VENV)/bin:$$(cat $(C)/pythons)

# What "make test" runs, two at a time, the longest first. parity runs the targets of integration-oldest, both ways.
GATES := units \
	parity \
	sanity \
	integration \
	ansible-test-units \
	browser \
	lint \
	molecule \
	clean-machine \
	build \
	site \
	docs \
	release \
	integration-minimum

# Start the emulator for the rest of a recipe line; it ends with the recipe, and in any case after its lifetime.
EMULATOR = rm -f $(C)/$@.endpoint; $(VENV)/bin/python tests/emulator --lifetime 1800 --port-file $(C)/$@.endpoint >/dev/null & \
	trap "kill $$!" EXIT; for i in $$(seq 300); do [ -s $(C)/$@.endpoint ] && break; sleep 0.1; done; \
	endpoint=$$(cat $(C)/$@.endpoint)

# ansible-test needs a real folder .../ansible_collections/latchkey/cognito, with amazon.aws beside it, and asks git which
# files there are.  Every target has its own, since they run side by side.
TREE = $(C)/trees/$@/ansible_collections/latchkey/cognito
COPY = rm -rf $(C)/trees/$@ && mkdir -p $(TREE) $(C)/trees/$@/ansible_collections/amazon && \
	ln -s $(C)/venv-collections/ansible_collections/amazon/aws $(C)/trees/$@/ansible_collections/amazon/aws && \
	git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' f; do \
		[ -e "$$f" ] && printf '%s\0' "$$f" || true; done | tar --null -T - -c | tar -x -C $(TREE) && git -C $(TREE) init -q

.PHONY: $(shell sed -nE 's/^([a-z-]+):.*\#\#.*/\1/p' Makefile)  # every target that says what it does

help: ## show the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' Makefile | expand -t 22

setup: ## install what the targets need below .cache/, once
	@python3 tools/setup.py

demo: setup ## show the collection at work on a local Cognito
	@$(VENV)/bin/python demo/run.py

check: setup ## what to run while working: ruff, mypy and the unit tests, in less than two minutes
	ruff check .
	ruff format --check .
	mypy
	python -m pytest -q -n 2 tests/unit

test: setup ## run every gate below
	@$(VENV)/bin/python tools/browser.py
	@$(VENV)/bin/python tools/gates.py $(GATES)

units: setup ## unit, property and functional tests, with coverage
	python -m pytest -n 2 --cov --cov-report=term-missing:skip-covered --cov-fail-under=95

deep: setup ## the property tests with many more examples
	HYPOTHESIS_PROFILE=deep python -m pytest -n 2 tests/property

histories: setup ## the property tests over arbitrary histories of a pool
	python -m pytest tests/property/test_histories.py

faults: setup ## the matrix of every fault at every call
	python -m pytest -n 2 tests/functional/test_faults.py tests/functional/test_duration.py

evidence: setup ## compare the local Cognito with the ledgers; with ACCOUNT=123456789012, compare AWS (EVIDENCE="--region eu-west-1")
ifdef ACCOUNT
	@HOME=$(USER_HOME) python -m tests.evidence --account $(ACCOUNT) --out $(C)/evidence $(EVIDENCE)
else
	@$(EMULATOR); python -m tests.evidence --endpoint $$endpoint --out $(C)/evidence $(EVIDENCE)
endif

bench: setup ## measure what a user pool costs by each way of setting its MFA, in some 40 minutes
	python -m tools.bench

mutation: setup ## mutation testing of the pure modules
	python -m tools.mutation

clean-machine: setup ## the demo in a clone, with an empty home folder that has to stay empty
	python tools/clean_machine.py

lint: setup ## ruff, mypy, ansible-lint, licences and the changelog
	ruff check .
	ruff format --check .
	mypy
	ansible-lint --nocolor
	python tools/examples.py $(C)/examples
	cd $(C)/examples && ansible-lint --nocolor -c $(CURDIR)/.ansible-lint-examples .
	antsibull-changelog lint
	reuse lint

sanity: setup ## ansible-test sanity, without ignore files
	! compgen -G 'tests/sanity/ignore*'
	$(COPY)
	cd $(TREE) && PATH="$(AT_PATH)" ansible-test sanity --local --color no 2>&1 | tee $(C)/sanity.log
	! grep -E 'All targets skipped|Required program' $(C)/sanity.log

ansible-test-units: setup ## the unit tests as ansible-test runs them
	$(COPY)
	cd $(TREE) && PATH="$(AT_PATH)" ansible-test units --local --color no \
		--python $$(python -c 'import sys; print("%d.%d" % sys.version_info[:2])') 2>&1 | tee $(C)/units.log
	grep -q ' passed in ' $(C)/units.log

integration: setup ## ansible-test integration on the newest ansible-core
	$(COPY)
	printf '[defaults]\nremote_tmp = %s\n' "$$ANSIBLE_REMOTE_TEMP" > $(TREE)/tests/integration/integration.cfg
	printf '[default]\naws_access_key: AKIAEXAMPLEEXAMPLE00\naws_secret_key: emulator-secret-key\naws_region: us-east-1\n' \
		> $(TREE)/tests/integration/cloud-config-aws.ini  # without it, ansible-test leaves targets for AWS out
	$(EMULATOR); printf -- '---\ncognito_endpoint: %s\n' "$$endpoint" > $(TREE)/tests/integration/integration_config.yml; \
	cd $(TREE); PATH="$(AT_PATH)" ansible-test integration --local --color no 2>&1 | tee $(C)/integration.log
	test $$(grep -c 'PLAY RECAP' $(C)/integration.log) -ge $$(ls tests/integration/targets | grep -vc '^setup_')

integration-oldest: setup ## the same targets on the oldest ansible-core
	$(EMULATOR); unset $${!AWS_*}; ANSIBLE_COLLECTIONS_PATH=$(C)/oldest-collections ANSIBLE_ROLES_PATH=tests/integration/targets \
	PATH="$(OLDEST)/bin:$$PATH" $(OLDEST)/bin/ansible-playbook tests/integration/targets.yml \
	-e cognito_endpoint=$$endpoint -e ansible_python_interpreter=$(OLDEST)/bin/python 2>&1 | tee $(C)/integration-oldest.log
	grep -q 'PLAY RECAP' $(C)/integration-oldest.log

integration-minimum: setup ## what works, and what says which version it needs, on the oldest botocore
	$(EMULATOR); unset $${!AWS_*}; ANSIBLE_COLLECTIONS_PATH=$(C)/minimum-collections ANSIBLE_ROLES_PATH=tests/integration/targets \
	PATH="$(C)/minimum/bin:$$PATH" $(C)/minimum/bin/ansible-playbook tests/integration/minimum.yml \
	-e cognito_endpoint=$$endpoint -e ansible_python_interpreter=$(C)/minimum/bin/python 2>&1 | tee $(C)/integration-minimum.log
	grep -q 'PLAY RECAP' $(C)/integration-minimum.log

matrix: setup ## the integration targets on every supported ansible-core and every Python found
	python -m tools.matrix

parity: setup ## compare every result in process with that of the ordinary module, on the newest and the oldest ansible-core
	unset $${!AWS_*}; python -m tests.parity $(VENV)/bin $(C)/venv-collections linear free host_pinned
	unset $${!AWS_*}; python -m tests.parity $(OLDEST)/bin $(C)/oldest-collections linear

molecule: setup ## molecule test of all scenarios
	unset $${!AWS_*}; EMULATOR_PYTHON=$(VENV)/bin/python \
	EMULATOR_PORT=$$(python -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])') molecule test --all

browser: setup ## the HTML report in headless Chromium
	python tools/browser.py
	python -m pytest tests/browser

screenshots: setup ## take the pictures of docs/audit.md
	python tools/browser.py
	PYTHONPATH=. python tools/screenshots.py

pages: setup ## write everything in docs/ that is made from the code
	python -m tools.pages

docs: setup ## check the documentation of modules and its references
	antsibull-docs lint-collection-docs . --plugin-docs --skip-rstcheck --validate-collection-refs all --disallow-unknown-collection-refs

site: setup ## build the documentation site, and follow its links
	python -m tools.docsite

build: setup ## build the collection, install it offline, run the demo from there, and import it as Galaxy does
	rm -rf $(C)/dist $(C)/installed
	$(COPY)
	cd $(TREE) && ansible-galaxy collection build --output-path $(C)/dist
	ansible-galaxy collection install --offline --force -p $(C)/installed $(C)/dist/*.tar.gz
	cd $(C)/installed/ansible_collections/latchkey/cognito && ls MANIFEST.json requirements.txt bindep.txt meta/execution-environment.yml \
		playbooks/{audit,enforce}.yml playbooks/{tasks,vars}/*.yml plugins/{filter,inventory}/*.py >/dev/null
	ANSIBLE_COLLECTIONS_PATH=$(C)/installed ansible-doc -F latchkey.cognito | grep -F $(C)/installed/
	ANSIBLE_COLLECTIONS_PATH=$(C)/installed python demo/run.py
	cd $(C)/dist && GALAXY_IMPORTER_RUN_ANSIBLE_LINT=False python -m galaxy_importer.main *.tar.gz 2>&1 | tee $(C)/import.log
	! grep -E '^(ERROR|WARNING)' $(C)/import.log

release: setup ## make the release that galaxy.yml names, in a copy: changelog, tarball, checksum
	$(COPY)
	rm -rf $(C)/release && mkdir -p $(C)/release
	cd $(TREE) && python $(CURDIR)/tools/release.py $(C)/release
	cp $(TREE)/CHANGELOG.rst $(C)/release

clean: ## remove everything that the targets made
	rm -rf $(C) .ansible
