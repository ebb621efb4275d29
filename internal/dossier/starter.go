package dossier

import _ "embed"

//go:embed starter.yaml
var starter []byte

// Starter gives a small dossier that explains itself, to begin a new one with.
func Starter() []byte { return append([]byte(nil), starter...) }
