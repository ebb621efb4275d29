package proviso_test

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fences gives the fenced blocks of a document, each as its language and text.
func fences(doc string) [][2]string {
	var out [][2]string
	for _, m := range regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```$").FindAllStringSubmatch(doc, -1) {
		out = append(out, [2]string{m[1], m[2]})
	}
	return out
}

// readmeCommands are the two commands that README shows, no more and no fewer.
var readmeCommands = []string{"go run ./cmd/proviso check examples/seoul-155mm", "make test"}

func TestReadmeCommands(t *testing.T) {
	var shown []string
	for _, f := range fences(readFile(t, "README.md")) {
		switch f[0] {
		case "sh":
			shown = append(shown, strings.TrimSpace(f[1]))
		case "text", "yaml", "json":
		default:
			t.Errorf("README.md has a block of the kind %q", f[0])
		}
	}
	if !slices.Equal(shown, readmeCommands) {
		t.Errorf("README.md shows the commands %q, not %q", shown, readmeCommands)
	}
	recipe := regexp.MustCompile(`(?m)^test:\n\tgo test \$\(ARGS\) \./\.\.\.$`)
	if !recipe.MatchString(readFile(t, "Makefile")) {
		t.Error("make test does not run go test ./...")
	}
}

// TestReadmeOutput runs README's first command and compares what it prints with
// the text block that follows. A paragraph "[...]" in the block stands for
// paragraphs left out.
func TestReadmeOutput(t *testing.T) {
	readme := readFile(t, "README.md")
	args := strings.Fields(readmeCommands[0])
	got := string(command(t, args[0], args[1:]...))
	_, rest, _ := strings.Cut(readme, "```sh\n"+readmeCommands[0]+"\n```\n")
	blocks := fences(rest)
	if len(blocks) == 0 || blocks[0][0] != "text" {
		t.Fatal("README.md shows no output below its first command")
	}
	shown := blocks[0][1]
	if *update {
		text := strings.Replace(readme, "```text\n"+shown+"```", "```text\n"+again(shown, got)+"```", 1)
		if err := os.WriteFile("README.md", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for i, part := range strings.Split(shown, "[...]\n\n") {
		part = strings.TrimSuffix(part, "\n[...]\n")
		at := strings.Index(got, part)
		if at < 0 || i == 0 && at > 0 {
			t.Fatalf("README.md shows what %s does not print (any more); run make readme and read the difference:\n%s", readmeCommands[0], part)
		}
		got = got[at+len(part):]
	}
	if !strings.HasSuffix(shown, "\n[...]\n") && got != "" {
		t.Errorf("README.md leaves out the end of the output; run make readme, or end with [...]:\n%s", got)
	}
}

// again gives the paragraphs of the output that were shown before, each known
// by its first word.
func again(shown, got string) string {
	now := map[string]string{}
	for p := range strings.SplitSeq(got, "\n\n") {
		now[strings.Fields(p)[0]] = strings.TrimSuffix(p, "\n")
	}
	paragraphs := strings.Split(strings.TrimSuffix(shown, "\n"), "\n\n")
	for i, p := range paragraphs {
		if p != "[...]" {
			paragraphs[i] = now[strings.Fields(p)[0]]
		}
	}
	return strings.Join(paragraphs, "\n\n") + "\n"
}

func TestReadmeLinks(t *testing.T) {
	for path, text := range textFiles(t) {
		if filepath.Ext(path) != ".md" {
			continue
		}
		for _, m := range regexp.MustCompile(`\]\(([^)#:\s]+)(#[^)]*)?\)`).FindAllSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), string(m[1]))); err != nil {
				t.Errorf("%s links to %s, which does not exist", path, m[1])
			}
		}
	}
}

// TestFuzzTargets compares the list that CI fuzzes with the targets there are.
func TestFuzzTargets(t *testing.T) {
	var named, found []string
	for line := range strings.Lines(readFile(t, ".ci/fuzz-targets")) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			named = append(named, strings.Join(strings.Fields(line), " "))
		}
	}
	for _, f := range goFiles(t) {
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && f.isTest() && fn.Recv == nil && strings.HasPrefix(fn.Name.Name, "Fuzz") {
				dir := filepath.ToSlash(filepath.Dir(f.path))
				if dir != "." {
					dir = "./" + dir
				}
				found = append(found, dir+" "+fn.Name.Name)
			}
		}
	}
	for _, f := range found {
		if !slices.Contains(named, f) {
			t.Errorf(".ci/fuzz-targets does not name %s", f)
		}
	}
	for _, n := range named {
		if !slices.Contains(found, n) {
			t.Errorf(".ci/fuzz-targets names %s, which does not exist", n)
		}
	}
	if len(found) == 0 {
		t.Error("there are no fuzz targets")
	}
}
