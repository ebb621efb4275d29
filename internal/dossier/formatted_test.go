package dossier

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// formatted is text and its canonical form.
var formatted = []struct{ name, before, after string }{
	{"order of sections and keys", `
movements:
  m: {to: KR, from: KR, goods: 5 a, recorded: 2022}
items:
    a:
        unit: round   # counted
        name: A
as_of: 2022
parties: {KR: {kind: state,name:   Korea}}
case: x
`, `case: x
as_of: 2022

parties: {KR: {name: Korea, kind: state}}

items:
  a:
    name: A
    unit: round  # counted

movements:
  m: {recorded: 2022, goods: 5 a, from: KR, to: KR}
`},
	{"quantities", `movements:
  a: {recorded: 2022, goods: 100000   x, from: "?", to: "?"}
  b: {recorded: 2022, goods: '1_0..20000 x', from: "?", to: ?}
  c: {recorded: 2022, goods: {item: x, quantity: 0..}, from: "?", to: "?"}
`, `movements:
  a: {recorded: 2022, goods: 100_000 x, from: "?", to: "?"}
  b: {recorded: 2022, goods: 10..20_000 x, from: "?", to: "?"}
  c: {recorded: 2022, goods: {quantity: "?", item: x}, from: "?", to: "?"}
`},
	{"braces too long for a line", `parties:
  KR: {note: a note that is long enough to make this line of text too long for a line of a dossier, name: Korea}
  US: {note: a note that is long enough to make this line of text as long as one may be., name: US2}
`, `parties:
  KR:
    name: Korea
    note: a note that is long enough to make this line of text too long for a line of a dossier
  US: {name: US2, note: a note that is long enough to make this line of text as long as one may be.}
`},
	{"lists", `statements:
  s:
    by:
    - KR
    -   of: US
        anonymous: an official
    asserts: []
parties: {KR: {}, US: {}}
`, `parties: {KR: {}, US: {}}

statements:
  s:
    by:
      - KR
      - anonymous: an official
        of: US
    asserts: []
`},
	{"comments", `# The file.

# The parties.
parties:   # who
      # Korea
      KR: {name: Korea, # the state
           kind: state} # of Korea



      # the end
# The items.
items: # what
  a: {unit: round}
# The end.
`, `# The file.

# The parties.
parties:  # who
  # Korea
  KR:  # of Korea
    name: Korea  # the state
    kind: state

  # the end

# The items.
items:  # what
  a: {unit: round}
# The end.
`},
	{"text on several lines", `parties:
    KR:
      note: |
          First.

            Second.
      name: a long
         name
    US:
      name: "one \
         two"
      note: >-
             folded
             text
`, `parties:
  KR:
    name: a long
      name
    note: |
      First.

        Second.
  US:
    name: "one \
      two"
    note: >-
      folded
      text
`},
	{"byte order mark and line ends of Windows", "\ufeffparties:\r\n  KR: {}\r\n", "parties:\n  KR: {}\n"},
	{"document marks", "--- # top\nparties: {KR: {}}\n", "# top\nparties: {KR: {}}\n"},
	{"comments only", "# nothing\n", "# nothing\n"},
}

func TestFormat(t *testing.T) {
	for _, c := range formatted {
		got, err := Format([]byte(c.before))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.after, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if _, err := Format([]byte("partys: {}\n")); err == nil {
		t.Error("a file with faults was formatted")
	}
}
