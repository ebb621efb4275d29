package proviso_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The house tests hold the repository to its own rules: which package may
// import which, how long a function may be, which words are used. They read
// the tree below this directory and nothing else.

var update = flag.Bool("update", false, "paste the program's present output into README.md")

// sourceFile is one parsed Go file of this module.
type sourceFile struct {
	path string // with slashes, from the root of the module
	text []byte
	fset *token.FileSet
	tree *ast.File
}

func (f *sourceFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

func (f *sourceFile) line(p token.Pos) int { return f.fset.Position(p).Line }

// textFiles gives every file that people or the compiler read, by path.
func textFiles(t *testing.T) map[string][]byte {
	t.Helper()
	kinds := []string{".go", ".md", ".yaml", ".yml", ".txt", ".txtar", ".json", ".mod", ".sh", ".sql", ".html", ".css", ".js"}
	files := map[string][]byte{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == ".git" || name == "node_modules" || name == "fuzz" && strings.Contains(path, "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		path = filepath.ToSlash(path)
		if !slices.Contains(kinds, filepath.Ext(path)) && path != "Makefile" && !strings.HasPrefix(path, ".ci/") {
			return nil
		}
		files[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 30 {
		t.Fatalf("found only %d files: the walk is broken", len(files))
	}
	return files
}

func goFiles(t *testing.T) []*sourceFile {
	t.Helper()
	var out []*sourceFile
	for path, text := range textFiles(t) {
		if filepath.Ext(path) != ".go" {
			continue
		}
		f := &sourceFile{path: path, text: text, fset: token.NewFileSet()}
		var err error
		f.tree, err = parser.ParseFile(f.fset, path, text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b *sourceFile) int { return strings.Compare(a.path, b.path) })
	return out
}

// listed is what `go list` says of a package.
type listed struct {
	ImportPath string
	Name       string
	Imports    []string
	Standard   bool
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(command(t, "go", "list", "-json=ImportPath,Name,Imports,Standard", "./...")))
	var out []listed
	for dec.More() {
		var p listed
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// command gives what the command prints and fails the test if it fails.
func command(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", cmd, err, out, stderr.Bytes())
	}
	return out
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestGofmt(t *testing.T) {
	for _, f := range goFiles(t) {
		want, err := format.Source(f.text)
		if err != nil {
			t.Errorf("%s: %v", f.path, err)
		} else if !bytes.Equal(want, f.text) {
			t.Errorf("%s is not formatted: run make fmt", f.path)
		}
	}
}

func TestModulesAreTidy(t *testing.T) {
	for _, dir := range []string{".", "tools"} {
		cmd := exec.Command("go", "mod", "tidy", "-diff")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s/go.mod: run go mod tidy there\n%s", dir, out)
		}
	}
}

// TestPackageComments asks every package for one comment that says what it is
// for; the root's is the list of words and may be longer.
func TestPackageComments(t *testing.T) {
	comments := map[string][]string{}
	packages := map[string]bool{}
	for _, f := range goFiles(t) {
		dir := filepath.Dir(f.path)
		if f.isTest() {
			continue
		}
		packages[dir] = true
		if f.tree.Doc != nil {
			comments[dir] = append(comments[dir], f.tree.Doc.Text())
		}
	}
	for dir := range packages {
		if len(comments[dir]) != 1 {
			t.Errorf("%s has %d package comments, not one", dir, len(comments[dir]))
			continue
		}
		lines := strings.Count(comments[dir][0], "\n")
		if lines < 3 || lines > 15 && dir != "." {
			t.Errorf("the package comment of %s has %d lines: write 3 to 15 on what it is for, what it does not do and what it trusts", dir, lines)
		}
	}
}

// TestSizes holds functions to 70 lines and files to 500. Those that are longer
// for a reason are named in docs/DECISIONS.md, as path or path:function.
func TestSizes(t *testing.T) {
	const longestFunc, longestFile = 70, 500
	reasons := readFile(t, "docs/DECISIONS.md")
	for _, f := range goFiles(t) {
		if n := bytes.Count(f.text, []byte{'\n'}); n > longestFile && !strings.Contains(reasons, "`"+f.path+"`") {
			t.Errorf("%s has %d lines: split it, or say why in docs/DECISIONS.md (`%s`)", f.path, n, f.path)
		}
		for _, d := range f.tree.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			name := f.path + ":" + fn.Name.Name
			if n := f.line(fn.End()) - f.line(fn.Pos()) + 1; n > longestFunc && !strings.Contains(reasons, "`"+name+"`") {
				t.Errorf("%s has %d lines: split it, or say why in docs/DECISIONS.md (`%s`)", name, n, name)
			}
		}
	}
}

func TestExamplesHaveAnswers(t *testing.T) {
	dirs, err := os.ReadDir("examples")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, d := range dirs {
		if !d.IsDir() {
			continue
		}
		n++
		if _, err := os.Stat(filepath.Join("examples", d.Name(), "expect.yaml")); err != nil {
			t.Errorf("examples/%s has no known answers: %v", d.Name(), err)
		}
	}
	if n == 0 {
		t.Error("there are no examples")
	}
}
