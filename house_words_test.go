package proviso_test

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// unwelcome are the patterns that no file may hold. Each is written in two
// parts, so that this file does not hold it either.
var unwelcome = []struct {
	what    string
	pattern *regexp.Regexp
}{
	{"a mark of unfinished work", regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)},
	{"a skipped test", regexp.MustCompile(`\.Ski` + `p(f|Now)?\(`)},
	{"a path of one machine", regexp.MustCompile(`/(ho` + `me|ro` + `ot|Us` + `ers)/[a-zA-Z0-9._-]+/`)},
	{"the address of a package registry", regexp.MustCompile(`(proxy|sum)\.go` + `lang\.org|registry\.np` + `mjs|deb\.deb` + `ian\.org|py` + `pi\.org`)},
}

func TestUnwelcomeText(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range textFiles(t) {
		for _, u := range unwelcome {
			if m := u.pattern.Find(text); m != nil {
				t.Errorf("%s holds %s: %q", path, u.what, m)
			}
		}
		for _, dir := range []string{here, filepath.Dir(here)} {
			if len(dir) > 1 && strings.Contains(string(text), dir+string(filepath.Separator)) {
				t.Errorf("%s holds a path of this machine: %s", path, dir)
			}
		}
	}
}

// rivals are words that compete with ours. They may not be part of a name that
// the code declares.
var rivals = []struct {
	pattern *regexp.Regexp
	ours    string
}{
	{regexp.MustCompile(`(?i)inventory|stockpile|warehouse`), "Holding"},
	{regexp.MustCompile(`(?i)shipment`), "Movement"},
	{regexp.MustCompile(`(?i)license`), "licence"},
}

// rivalPackages are names that say nothing of what a package is for.
var rivalPackages = regexp.MustCompile(`^(utils?|common|helpers?|models?|services?|managers?|types|misc|base|core|shared)$`)

// rivalTypes are words that no type may be called, though other names may hold
// them (SQL has transactions, a movement can be of the kind transfer; a press
// text is not an article, but grammar has articles and particles).
var rivalTypes = regexp.MustCompile(`(?i)transfer|transaction|^article|[^p]article`)

func TestOneWordPerIdea(t *testing.T) {
	for _, f := range goFiles(t) {
		check := func(id *ast.Ident) {
			for _, r := range rivals {
				if id != nil && id.Name != "ActInventory" && r.pattern.MatchString(id.Name) {
					t.Errorf("%s:%d declares %s; our word is %s", f.path, f.line(id.Pos()), id.Name, r.ours)
				}
			}
		}
		if name := f.tree.Name.Name; rivalPackages.MatchString(name) {
			t.Errorf("%s: a package called %s says nothing of what it is for", f.path, name)
		}
		check(f.tree.Name)
		ast.Inspect(f.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				check(n.Name)
			case *ast.TypeSpec:
				check(n.Name)
				if rivalTypes.MatchString(n.Name.Name) {
					t.Errorf("%s:%d declares the type %s; our words are Movement and press text", f.path, f.line(n.Pos()), n.Name.Name)
				}
			case *ast.ValueSpec:
				for _, id := range n.Names {
					check(id)
				}
			case *ast.Field:
				for _, id := range n.Names {
					check(id)
				}
			}
			return true
		})
	}
}

// TestSpelling holds comments and documents to British spelling where the word
// is one of ours.
func TestSpelling(t *testing.T) {
	american := regexp.MustCompile(`\b([Ll]icenses?|[Cc]olors?|[Bb]ehaviors?|[Aa]uthoriz(e|ed|ation))\b`)
	for path, text := range textFiles(t) {
		if filepath.Ext(path) != ".md" {
			continue
		}
		if m := american.Find(text); m != nil {
			t.Errorf("%s writes %q; the house spelling is British", path, m)
		}
	}
	for _, f := range goFiles(t) {
		if f.path == "house_words_test.go" {
			continue
		}
		for _, group := range f.tree.Comments {
			if m := american.FindString(group.Text()); m != "" {
				t.Errorf("%s:%d writes %q; the house spelling is British", f.path, f.line(group.Pos()), m)
			}
		}
	}
}
