package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// madeFor says for whom an answer was made, which rests on nothing but the
// question. Answers to the keeper say nothing.
type madeFor struct {
	Parties   []proviso.PartyID `json:"parties"`
	Clearance string            `json:"clearance"`
}

func madeForReader(r proviso.Reader) *madeFor {
	if r.Keeper {
		return nil
	}
	return &madeFor{r.Parties, r.Level().String()}
}

// readers is the party or parties as --reader takes them.
func (m *madeFor) readers() string {
	var out []string
	for _, p := range m.Parties {
		out = append(out, string(p))
	}
	return strings.Join(out, ",")
}

// line stands above an answer in text.
func (m *madeFor) line() string {
	return fmt.Sprintf("for %s: what is marked up to %s, or was released to it by name\n", m.readers(), m.Clearance)
}

// field puts the reader before the other fields of an answer in JSON.
func (m *madeFor) field(answer []byte) ([]byte, error) {
	own, err := json.MarshalIndent(m, "  ", "  ")
	if err != nil {
		return nil, err
	}
	return bytes.Replace(answer, []byte("{\n"), []byte("{\n  \"reader\": "+string(own)+",\n"), 1), nil
}

// headed writes a line before the first thing that is written.
type headed struct {
	io.Writer
	line string
}

func (h *headed) Write(b []byte) (int, error) {
	if h.line != "" {
		if _, err := io.WriteString(h.Writer, h.line); err != nil {
			return 0, err
		}
		h.line = ""
	}
	return h.Writer.Write(b)
}
