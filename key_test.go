package proviso_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// TestPublicKeyIsTheUsualForm compares with crypto/x509.
func TestPublicKeyIsTheUsualForm(t *testing.T) {
	for i := range 20 {
		raw := ed25519.NewKeyFromSeed(append(make([]byte, 31), byte(i))).Public().(ed25519.PublicKey)
		der, err := x509.MarshalPKIXPublicKey(raw)
		if err != nil {
			t.Fatal(err)
		}
		k := proviso.PublicKeyOf(raw)
		if want := base64.StdEncoding.EncodeToString(der); string(k) != want {
			t.Fatalf("%s, want %s", k, want)
		}
		sum := sha256.Sum256(der)
		if k.ID() != hex.EncodeToString(sum[:]) {
			t.Errorf("id %s", k.ID())
		}
		back, err := proviso.ParsePublicKey(" " + string(k) + "\n")
		if err != nil || back != k || string(back.Bytes()) != string(raw) {
			t.Errorf("%s read as %s: %v", k, back, err)
		}
		for at := range k {
			changed := []byte(k)
			changed[at] ^= 1
			got, err := proviso.ParsePublicKey(string(changed))
			if err == nil && (at < 16 || string(got.Bytes()) == string(raw)) {
				t.Errorf("character %d changed, and taken for a key", at)
			}
		}
	}
	for _, bad := range []string{"", "?", "MCowBQYDK2VwAyEA", strings.Repeat("A", 60), "-----BEGIN PUBLIC KEY-----"} {
		if _, err := proviso.ParsePublicKey(bad); err == nil || !strings.Contains(err.Error(), "not an Ed25519 public key") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
