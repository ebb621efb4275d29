# The commands of a working day. .ci/run runs lint, fuzz and test in that order.
export CGO_ENABLED = 0

.PHONY: test bench fuzz lint fmt readme

# Everything that is held, as .ci/run runs it too (with ARGS='-v -count=1').
test:
	go test $(ARGS) ./...

bench:
	cd bench && go run .

fuzz:
	.ci/fuzz $(or $(FUZZTIME),60s)

lint:
	test -z "$$(gofmt -l .)" || { gofmt -l .; false; }
	go vet ./...
	go tool -modfile=tools/go.mod staticcheck ./...
	go mod tidy -diff
	cd tools && go mod tidy -diff
	cd bench && go mod tidy -diff && go vet ./... && go tool -modfile=../tools/go.mod staticcheck ./...

fmt:
	gofmt -w .

# Pastes the program's present output into README.md; read the difference.
readme:
	go test . -count=1 -run TestReadmeOutput -update
