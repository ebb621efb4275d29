package proviso_test

import (
	"slices"
	"strings"
	"testing"
)

const module = "github.com/proviso-ledger/proviso"

// importTable reads the table of docs/ARCHITECTURE.md: for each package of
// ours, which others it may import. "anything" is given as a list of one.
func importTable(t *testing.T) map[string][]string {
	t.Helper()
	_, rest, found := strings.Cut(readFile(t, "docs/ARCHITECTURE.md"), "| package | may import (of ours) |\n")
	if !found {
		t.Fatal("docs/ARCHITECTURE.md has no import table")
	}
	table := map[string][]string{}
	for row := range strings.Lines(rest) {
		cells := strings.Split(row, "|")
		if len(cells) != 4 {
			break
		}
		if strings.Contains(cells[1], "---") {
			continue
		}
		for _, p := range words(cells[1]) {
			if _, twice := table[p]; twice {
				t.Errorf("%s stands twice in the import table", p)
			}
			table[p] = words(cells[2])
		}
	}
	return table
}

func words(cell string) []string {
	return strings.Fields(strings.NewReplacer(",", " ", "`", " ").Replace(cell))
}

// shelfName is how the table calls a package: "root", "cmd/proviso", or the
// path below internal.
func shelfName(path string) string {
	switch {
	case path == module:
		return "root"
	case strings.HasPrefix(path, module+"/internal/"):
		return strings.TrimPrefix(path, module+"/internal/")
	}
	return strings.TrimPrefix(path, module+"/")
}

func TestImports(t *testing.T) {
	table := importTable(t)
	packages := listPackages(t)
	if len(packages) < 5 {
		t.Fatalf("go list knows only %d packages", len(packages))
	}
	there := map[string]bool{}
	for _, p := range packages {
		name := shelfName(p.ImportPath)
		there[name] = true
		may, ok := table[name]
		if !ok {
			t.Errorf("%s is missing from the import table of docs/ARCHITECTURE.md", name)
			continue
		}
		for _, imported := range p.Imports {
			if imported != module && !strings.HasPrefix(imported, module+"/") {
				continue
			}
			if other := shelfName(imported); other == "cmd/proviso" || !slices.Contains(may, other) && !slices.Contains(may, "anything") {
				t.Errorf("%s imports %s; the table of docs/ARCHITECTURE.md allows %v", name, other, may)
			}
		}
	}
	for name := range table {
		if !there[name] {
			t.Errorf("the import table of docs/ARCHITECTURE.md has %s, which does not exist", name)
		}
	}
}

// TestRootImports keeps input, output and other people's code out of the words.
func TestRootImports(t *testing.T) {
	standard := map[string]bool{}
	for _, path := range strings.Fields(string(command(t, "go", "list", "std"))) {
		standard[path] = true
	}
	for _, p := range listPackages(t) {
		if p.ImportPath != module {
			continue
		}
		for _, path := range p.Imports {
			first, _, _ := strings.Cut(path, "/")
			if !standard[path] || first == "os" || first == "net" || first == "syscall" || path == "database/sql" {
				t.Errorf("the root imports %s", path)
			}
		}
		return
	}
	t.Error("go list does not know the root package")
}
