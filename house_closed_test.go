package proviso_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// closedKinds are the sets of the root package that are closed: enumerations
// with the list that names all their values, and sealed interfaces with the
// method that only their types have.
var (
	closedLists = map[string]string{ // type: its list, "" when it has none
		"PartyKind": "PartyKinds", "InstrumentKind": "InstrumentKinds", "Status": "Statuses",
		"ConditionKind": "ConditionKinds", "OnwardRule": "OnwardRules", "Trigger": "Triggers",
		"SubstitutionRule": "SubstitutionRules", "Per": "Pers", "Act": "Acts", "Start": "Starts",
		"MovementKind": "MovementKinds", "Form": "Forms", "Basis": "Bases", "Mode": "Modes", "Reading": "Readings",
		"TextSeen": "", "Verdict": "", "RecordKind": "",
	}
	sealed = map[string]string{"Rule": "Kind", "Record": "RecordKind", "Proposition": "Form"}
)

// closedSets gives, for each closed kind, the names of its values.
func closedSets(files []*sourceFile) map[string][]string {
	sets := map[string][]string{}
	for _, f := range files {
		if f.isTest() || strings.Contains(f.path, "/") {
			continue
		}
		for _, d := range f.tree.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				constants(d, sets)
			case *ast.FuncDecl:
				for kind, method := range sealed {
					if d.Recv != nil && d.Name.Name == method {
						sets[kind] = append(sets[kind], strings.TrimPrefix(nameOf(d.Recv.List[0].Type), "*"))
					}
				}
			}
		}
	}
	return sets
}

// constants adds the constants of one declaration to the set of their type. A
// constant without a type continues the one above it (iota).
func constants(d *ast.GenDecl, sets map[string][]string) {
	if d.Tok != token.CONST {
		return
	}
	kind := ""
	for _, s := range d.Specs {
		v := s.(*ast.ValueSpec)
		if v.Type != nil {
			kind = nameOf(v.Type)
		} else if len(v.Values) > 0 {
			kind = ""
		}
		if _, closed := closedLists[kind]; closed {
			for _, n := range v.Names {
				sets[kind] = append(sets[kind], n.Name)
			}
		}
	}
}

// nameOf gives the last name of an expression such as proviso.KindFund or
// *proviso.Fund, with the star.
func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return "*" + nameOf(e.X)
	}
	return ""
}

// TestClosedLists compares each list of values with the constants declared.
func TestClosedLists(t *testing.T) {
	files := goFiles(t)
	sets := closedSets(files)
	seen := map[string]bool{}
	for _, f := range files {
		if f.isTest() || strings.Contains(f.path, "/") {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Names) != 1 || len(v.Values) != 1 {
				return true
			}
			list, ok := v.Values[0].(*ast.CompositeLit)
			for kind, name := range closedLists {
				if ok && name == v.Names[0].Name {
					seen[kind] = true
					compareList(t, name, list, sets[kind])
				}
			}
			return true
		})
	}
	for kind, name := range closedLists {
		if len(sets[kind]) == 0 {
			t.Errorf("the closed kind %s has no values", kind)
		}
		if name != "" && !seen[kind] {
			t.Errorf("the list %s of the closed kind %s does not exist", name, kind)
		}
	}
}

func compareList(t *testing.T, name string, list *ast.CompositeLit, want []string) {
	t.Helper()
	var got []string
	for _, e := range list.Elts {
		got = append(got, nameOf(e))
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%s lacks %s", name, w)
		}
	}
}

// TestSwitchesAreExhaustive looks at every switch over a closed kind outside
// tests. A switch over a sealed interface names every type, and one over an
// enumeration that names half of the values or more names all, unless it has a
// default that goes on; a default that panics is not a reason to leave one out.
func TestSwitchesAreExhaustive(t *testing.T) {
	files := goFiles(t)
	sets := closedSets(files)
	full := map[string]bool{}
	for _, f := range files {
		if f.isTest() {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			body, isType := switchBody(n)
			if body == nil {
				return true
			}
			named, excused := casesOf(body)
			for kind, values := range sets {
				if _, is := sealed[kind]; is != isType {
					continue
				}
				missing := missingFrom(values, named)
				covers := len(values) - len(missing)
				switch {
				case covers == 0 || covers == 1 && len(values) > 2 && !isType:
				case len(missing) == 0:
					full[kind] = true
				case !excused && (isType || 2*covers >= len(values)):
					t.Errorf("%s:%d: the switch over %s leaves out %s", f.path, f.line(n.Pos()), kind, strings.Join(missing, ", "))
				}
			}
			return true
		})
	}
	for kind := range sealed {
		if !full[kind] {
			t.Errorf("no switch names every %s", kind)
		}
	}
}

func switchBody(n ast.Node) (body *ast.BlockStmt, isType bool) {
	switch n := n.(type) {
	case *ast.SwitchStmt:
		return n.Body, false
	case *ast.TypeSwitchStmt:
		return n.Body, true
	}
	return nil, false
}

// casesOf gives the names in the cases, and whether a default excuses those
// that are left out.
func casesOf(body *ast.BlockStmt) (named []string, excused bool) {
	for _, s := range body.List {
		clause := s.(*ast.CaseClause)
		for _, e := range clause.List {
			named = append(named, strings.TrimPrefix(nameOf(e), "*"))
		}
		if clause.List == nil {
			excused = !panics(clause.Body)
		}
	}
	return named, excused
}

func panics(body []ast.Stmt) bool {
	if len(body) == 0 {
		return false
	}
	x, ok := body[len(body)-1].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := x.X.(*ast.CallExpr)
	return ok && nameOf(call.Fun) == "panic"
}

func missingFrom(values, named []string) []string {
	var out []string
	for _, v := range values {
		if !slices.Contains(named, v) {
			out = append(out, v)
		}
	}
	return out
}

// TestSealKnowsEveryKind reads the registry of internal/seal: each type of a
// sealed interface, and each kind of record, must stand in it, or a record
// could not be kept.
func TestSealKnowsEveryKind(t *testing.T) {
	files := goFiles(t)
	sets := closedSets(files)
	named := map[string]bool{}
	for _, f := range files {
		if f.path != "internal/seal/registry.go" {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && nameOf(s.X) == "proviso" {
				named[s.Sel.Name] = true
			}
			return true
		})
	}
	want := slices.Concat(sets["RecordKind"], sets["TextSeen"])
	for kind := range sealed {
		want = append(want, sets[kind]...)
	}
	for _, name := range want {
		if !named[name] {
			t.Errorf("internal/seal/registry.go does not name %s", name)
		}
	}
}
