package ledger

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// words are the fields that hold words, in which the name of a record names
// nothing.
var words = []string{"country", "kind", "triggers", "name", "words", "note", "use", "if", "through", "anonymous", "span", "address", "outlet", "title"}

// strung gives every text in a JSON value that stands outside the fields of words.
func strung(v any, out *[]string) {
	switch v := v.(type) {
	case string:
		*out = append(*out, v)
	case []any:
		for _, e := range v {
			strung(e, out)
		}
	case map[string]any:
		for k, e := range v {
			if _, inside := e.(map[string]any); inside || !slices.Contains(words, k) { // the "if" of a condition is no words
				strung(e, out)
			}
		}
	}
}

// TestReferences compares the ids that a record holds, found by their types,
// with the texts in its JSON form that are ids of the dossier.
func TestReferences(t *testing.T) {
	dirs, err := os.ReadDir("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, dir := range dirs {
		if !dir.IsDir() {
			continue
		}
		records := example(t, dir.Name()).Records
		ids := map[string]bool{}
		for _, r := range records {
			ids[r.RecordID()] = true
			for _, c := range clauses(r) {
				ids[c.id] = true
			}
		}
		for _, r := range records {
			var got, want []string
			references(r, func(_ []proviso.RecordKind, id string) {
				if ids[id] {
					got = append(got, id)
				}
			})
			body, err := seal.Body(r)
			if err != nil {
				t.Fatal(err)
			}
			var v any
			if err := json.Unmarshal(body, &v); err != nil {
				t.Fatal(err)
			}
			strung(v, &want)
			want = slices.DeleteFunc(want, func(s string) bool { return !ids[s] })
			slices.Sort(got)
			slices.Sort(want)
			got, want = slices.Compact(got), slices.Compact(want)
			compared += len(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s %s: %s\n%s", dir.Name(), r.RecordID(), diff, body)
			}
		}
	}
	if compared < 500 {
		t.Errorf("only %d ids were compared", compared)
	}
}
