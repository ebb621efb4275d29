package proviso

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// PublicKey is an Ed25519 public key in the usual form (RFC 8410) on one line:
// what stands between the first and last line of a PEM file, 60 characters that
// begin with MCowBQYDK2VwAyEA.
type PublicKey string

// Key is a public key that is known to belong to a party during a period; when
// none is stated, on no day for sure.
type Key struct {
	Name   string // such as "licensing-2022"
	Public PublicKey
	Valid  Date
}

// keyHead is what stands before the 32 bytes of every such key.
const keyHead = "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"

// PublicKeyOf gives the form of the 32 bytes of a key.
func PublicKeyOf(raw []byte) PublicKey {
	if len(raw) != 32 {
		panic("internal error: not an Ed25519 public key")
	}
	return PublicKey(base64.StdEncoding.EncodeToString(append([]byte(keyHead), raw...)))
}

// ParsePublicKey reads a key on one line.
func ParsePublicKey(s string) (PublicKey, error) {
	text := strings.TrimSpace(s)
	der, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(der) != len(keyHead)+32 || string(der[:len(keyHead)]) != keyHead || strings.ContainsAny(text, "\r\n") {
		return "", refuse("not an Ed25519 public key: "+quote(s),
			"write the line between BEGIN PUBLIC KEY and END PUBLIC KEY; it begins with MCowBQYDK2VwAyEA")
	}
	return PublicKey(text), nil
}

// Bytes gives the 32 bytes of the key; nil if it is none.
func (k PublicKey) Bytes() []byte {
	der, err := base64.StdEncoding.DecodeString(string(k))
	if err != nil || len(der) != len(keyHead)+32 {
		return nil
	}
	return der[len(keyHead):]
}

// ID gives the number by which signatures name the key: the SHA-256 of its
// usual form, as hexadecimal digits.
func (k PublicKey) ID() string {
	sum := sha256.Sum256(append([]byte(keyHead), k.Bytes()...))
	return hex.EncodeToString(sum[:])
}
