package main

import (
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// checkSignature checks the signature of an instrument and shows what was
// signed, with the key alone.
func (w *verifying) checkSignature(p *program) error {
	if w.key == "" {
		return wrong("missing-flag", "which key must have signed?", "name the file of the public key with --key")
	}
	keyText, err := readFile(w.key, "name the file of the public key; proviso sign printed the key")
	if err != nil {
		return err
	}
	key, err := publicKeyIn(string(keyText))
	if err != nil {
		return onFlag(w.key, err)
	}
	text, err := readFile(w.signature, "name a file that proviso sign wrote")
	if err != nil {
		return err
	}
	payload, in, err := seal.OpenSignature(string(text), key)
	var fault *proviso.Error
	if errors.As(err, &fault) {
		fmt.Fprintf(p.stdout, "%s proves nothing: %s\nhint: %s\n", w.signature, fault.Message, fault.Fix)
		return verdictCode(1)
	}
	if err != nil {
		return err
	}
	lines, err := fields(payload)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "signed by the key in %s: instrument %s\n    %s\n", w.key, in.ID, strings.Join(lines, "\n    "))
	return nil
}

// publicKeyIn reads a public key from a PEM file, or from its one line.
func publicKeyIn(text string) (proviso.PublicKey, error) {
	block, _ := pem.Decode([]byte(text))
	switch {
	case block == nil:
		return proviso.ParsePublicKey(text)
	case block.Type != "PUBLIC KEY":
		return "", wrong("value", "not a public key: the file says "+block.Type, "a signature is checked with the public key, which proviso sign printed")
	}
	return proviso.ParsePublicKey(base64.StdEncoding.EncodeToString(block.Bytes))
}
