package press

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// goldText is one hand-annotated text of testdata. The texts are ours. In them
// {3s:the ministry} marks the source of statement 3, c its cue, x a piece of
// its content; a line "#3 deny; neg; said ..; via .." holds the rest.
type goldText struct {
	id, outlet, published string
	text                  string
	statements            []*goldStatement
}

type goldStatement struct {
	number               int
	source, cue, content []Span
	mode                 string
	negated, cited       bool
	said, who, anonymity string
	via, hedges, amounts []string
	hasMode              bool
}

func loadGold(t *testing.T, file string) []goldText {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out []goldText
	for record := range strings.SplitSeq("\n"+string(b), "\n== ") {
		if strings.TrimSpace(record) != "" {
			out = append(out, parseGold(t, record))
		}
	}
	return out
}

func parseGold(t *testing.T, record string) goldText {
	t.Helper()
	head, rest, _ := strings.Cut(record, "\n")
	f := strings.Split(head, " | ")
	if len(f) != 3 {
		t.Fatalf("bad head %q", head)
	}
	g := goldText{id: f[0], outlet: f[1], published: f[2]}
	var body, notes []string
	for line := range strings.SplitSeq(strings.TrimRight(rest, "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			notes = append(notes, line)
		} else {
			body = append(body, line)
		}
	}
	by := g.unmark(t, strings.Join(body, "\n"))
	for _, n := range notes {
		g.note(t, n, by)
	}
	g.statements = slices.DeleteFunc(g.statements, func(s *goldStatement) bool { return len(s.content) == 0 })
	return g
}

// unmark takes the marks out of a text and keeps their spans.
func (g *goldText) unmark(t *testing.T, marked string) map[int]*goldStatement {
	t.Helper()
	type open struct {
		s     *goldStatement
		role  byte
		start int
	}
	by := map[int]*goldStatement{}
	var stack []open
	var plain []rune
	in := []rune(marked)
	for i := 0; i < len(in); i++ {
		switch in[i] {
		case '{':
			j := i + 1
			for in[j] >= '0' && in[j] <= '9' {
				j++
			}
			n, err := strconv.Atoi(string(in[i+1 : j]))
			if err != nil || in[j+1] != ':' {
				t.Fatalf("%s: bad mark at %q", g.id, string(in[i:min(i+12, len(in))]))
			}
			if by[n] == nil {
				by[n] = &goldStatement{number: n}
				g.statements = append(g.statements, by[n])
			}
			stack = append(stack, open{by[n], byte(in[j]), len(plain)})
			i = j + 1
		case '}':
			o := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			s := Span{o.start, len(plain)}
			switch o.role {
			case 's':
				o.s.source = append(o.s.source, s)
			case 'c':
				o.s.cue = append(o.s.cue, s)
			case 'x':
				o.s.content = append(o.s.content, s)
			}
		default:
			plain = append(plain, in[i])
		}
	}
	g.text = strings.TrimRight(string(plain), "\n")
	return by
}

func (g *goldText) note(t *testing.T, line string, by map[int]*goldStatement) {
	t.Helper()
	number, rest, _ := strings.Cut(line[1:], " ")
	n, err := strconv.Atoi(number)
	s := by[n]
	if err != nil || s == nil {
		t.Fatalf("%s: no statement for %q", g.id, line)
	}
	for k, field := range strings.Split(rest, "; ") {
		word, value, _ := strings.Cut(field, " ")
		switch {
		case word == "cited":
			s.cited = true
		case k == 0:
			s.mode, s.hasMode = field, true
		case word == "neg":
			s.negated = true
		case word == "said":
			s.said = value
		case word == "via":
			s.via = strings.Split(value, " > ")
		case word == "who":
			s.who = value
		case word == "anon":
			s.anonymity = value
		case word == "hedge":
			s.hedges = strings.Split(value, ", ")
		case word == "qty":
			s.amounts = append(s.amounts, value)
		case word == "in": // the draft that holds it
		case word == "src":
			m, _ := strconv.Atoi(value)
			s.source = by[m].source
		default:
			t.Fatalf("%s: unknown note %q", g.id, field)
		}
	}
}

func (g *goldText) read(t *testing.T) []Draft {
	t.Helper()
	published, err := proviso.ParseDate(g.published)
	if err != nil {
		t.Fatal(err)
	}
	drafts, err := Read(g.text, Options{Published: published, Outlet: g.outlet})
	if err != nil {
		t.Fatalf("%s: %v", g.id, err)
	}
	return drafts
}
