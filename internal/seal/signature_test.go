package seal_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"pgregory.net/rapid"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

func signer(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func publicOf(k ed25519.PrivateKey) proviso.PublicKey {
	return proviso.PublicKeyOf(k.Public().(ed25519.PublicKey))
}

func date(s string) proviso.Date {
	d, err := proviso.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// register has two states, an agency of one, and their keys.
func register() []proviso.Record {
	return []proviso.Record{
		&proviso.Party{ID: "US", Kind: proviso.State, Keys: []proviso.Key{
			{Name: "office", Public: publicOf(signer(1)), Valid: date("2022-01-01/2023-12-31")},
			{Name: "unstated", Public: publicOf(signer(2))},
		}},
		&proviso.Party{ID: "US-DOS", Kind: proviso.Agency, PartOf: "US", Keys: []proviso.Key{{Name: "desk", Public: publicOf(signer(3)), Valid: date("2020/..")}}},
		&proviso.Party{ID: "KR", Kind: proviso.State, Keys: []proviso.Key{{Name: "seoul", Public: publicOf(signer(4)), Valid: date("2020/..")}}},
	}
}

func premise() *proviso.Instrument {
	return &proviso.Instrument{
		ID: "premise", Kind: proviso.Certificate, GivenBy: "US", GivenTo: "KR", Covers: proviso.Scope{Items: []proviso.ItemID{"shell"}},
		Life:       []proviso.Event{{Status: proviso.Given, On: date("2022-11-11")}},
		Conditions: []*proviso.Condition{{ID: "premise/end", Instrument: "premise", Rule: &proviso.EndUser{Parties: []proviso.PartyID{"US"}}}},
	}
}

func signedBy(t interface{ Fatal(...any) }, in *proviso.Instrument, n byte) *proviso.Instrument {
	env, err := seal.SignInstrument(in, signer(n))
	if err != nil {
		t.Fatal(err)
	}
	in.Signature = string(env)
	return in
}

func check(in *proviso.Instrument) seal.Signature {
	return seal.CheckSignature(proviso.NewSnapshot("", 0, proviso.LastDay, append(register(), in)), in)
}

// after signs an instrument that was changed before, and changes it again.
func after(n byte, before, since func(*proviso.Instrument)) *proviso.Instrument {
	in := premise()
	before(in)
	env, err := seal.SignInstrument(in, signer(n))
	if err != nil {
		panic(err)
	}
	in.Signature = string(env)
	since(in)
	return in
}

func asItIs(*proviso.Instrument) {}

func given(on string) func(*proviso.Instrument) {
	return func(in *proviso.Instrument) { in.Life[0].On = date(on) }
}

// envelope changes the envelope of an instrument.
func envelope(change func(*dsse.Envelope)) func(*proviso.Instrument) {
	return func(in *proviso.Instrument) {
		var e dsse.Envelope
		if err := json.Unmarshal([]byte(in.Signature), &e); err != nil {
			panic(err)
		}
		change(&e)
		out, err := json.Marshal(e)
		if err != nil {
			panic(err)
		}
		in.Signature = string(out)
	}
}

var standingCases = []struct {
	name string
	in   *proviso.Instrument
	want seal.Standing
	key  string
	why  string
}{
	{"none", premise(), seal.Unsigned, "", ""},
	{"good", after(1, asItIs, asItIs), seal.SignedBy, "office", "by key office of US, known to be its key 2022-01-01/2023-12-31"},
	{"on the last day", after(1, given("2023-12-31"), asItIs), seal.SignedBy, "office", ""},
	{"too late", after(1, given("2024-01-01"), asItIs), seal.ExpiredKey, "office", "the instrument was given 2024-01-01"},
	{"too early", after(1, given("2021-12-31"), asItIs), seal.EarlyKey, "office", ""},
	{"perhaps too late", after(1, given("2023-12/2024-01"), asItIs), seal.Unproven, "office", "whether key office of US was its key on the day"},
	{"day not stated", after(1, func(in *proviso.Instrument) { in.Life = nil }, asItIs), seal.Unproven, "office", "(?)"},
	{"given twice", after(1, func(in *proviso.Instrument) {
		in.Life = []proviso.Event{{Status: proviso.Given, On: date("2022-11")}, {Status: proviso.Given, On: date("2025")}}
	}, asItIs), seal.Unproven, "office", ""},
	{"given three times in time", after(1, func(in *proviso.Instrument) {
		in.Life = []proviso.Event{{Status: proviso.Given, On: date("2023-11")}, {Status: proviso.Given, On: date("2022")}, {Status: proviso.Given, On: date("2023")}}
	}, asItIs), seal.SignedBy, "office", ""},
	{"given on days not known", after(1, func(in *proviso.Instrument) {
		in.Life = []proviso.Event{{Status: proviso.Given}, {Status: proviso.Given}}
	}, asItIs), seal.Unproven, "office", ""},
	{"period not stated", after(2, asItIs, asItIs), seal.Unproven, "unstated", "is not on record"},
	{"an agency's", after(3, asItIs, asItIs), seal.Unproven, "desk", "whether that signs for US is not on record"},
	{"giver not stated", after(1, func(in *proviso.Instrument) { in.GivenBy = "" }, asItIs), seal.Unproven, "office", "a giver not known"},
	{"another's", after(4, asItIs, asItIs), seal.OtherParty, "seoul", "it is by key seoul of KR, and the instrument is given by US"},
	{"nobody's", after(5, asItIs, asItIs), seal.UnknownKey, "", "no party on record has the key that made it"},
	{"the keeper's remarks", after(1, asItIs, func(in *proviso.Instrument) {
		in.Note, in.Known, in.Sources, in.Marking.TLP, in.Text.Seen = "seen", date("2023"), []proviso.SourceID{"a"}, proviso.TLPRed, proviso.TextPart
	}), seal.SignedBy, "office", ""},
	{"withdrawn since", after(1, asItIs, func(in *proviso.Instrument) {
		in.Life = append(in.Life, proviso.Event{Status: proviso.Withdrawn, On: date("2023")})
	}), seal.SignedBy, "office", ""},
	{"given on another day", after(1, asItIs, given("2022-11-12")), seal.Altered, "office", "what key office of US signed is not what is on record"},
	{"for somebody else", after(1, asItIs, func(in *proviso.Instrument) { in.GivenTo = "UA" }), seal.Altered, "office", ""},
	{"a clause less", after(1, asItIs, func(in *proviso.Instrument) { in.Conditions = nil }), seal.Altered, "office", ""},
	{"another's id", after(1, asItIs, func(in *proviso.Instrument) { in.ID = "other" }), seal.Altered, "office", ""},
	{"cannot be sealed", after(1, asItIs, func(in *proviso.Instrument) { in.Name = "\xff" }), seal.Altered, "office", ""},
	{"nonsense", after(1, asItIs, func(in *proviso.Instrument) { in.Signature = "hello" }), seal.Unreadable, "", "holds no signature of an instrument"},
	{"no signature in it", after(1, asItIs, envelope(func(e *dsse.Envelope) { e.Signatures = nil })), seal.Unreadable, "", ""},
	{"something else signed", after(1, asItIs, envelope(func(e *dsse.Envelope) { e.PayloadType = "text/plain" })), seal.Unreadable, "", ""},
	{"not canonical", after(1, asItIs, envelope(func(e *dsse.Envelope) { e.Payload = "e30K" })), seal.Unreadable, "", ""},
	{"forged", after(1, asItIs, envelope(func(e *dsse.Envelope) {
		e.Signatures[0].Sig = e.Signatures[0].Sig[:10] + "AAAA" + e.Signatures[0].Sig[14:]
	})), seal.Forged, "", "it names key office of US, which did not make it"},
	{"forged by another key", after(5, asItIs, envelope(func(e *dsse.Envelope) { e.Signatures[0].KeyID = publicOf(signer(1)).ID() })), seal.Forged, "", ""},
	{"names no key", after(1, asItIs, envelope(func(e *dsse.Envelope) { e.Signatures[0].KeyID = "" })), seal.SignedBy, "office", ""},
	{"two signatures", after(1, asItIs, envelope(func(e *dsse.Envelope) {
		e.Signatures = append([]dsse.Signature{{Sig: sigBy(4)}}, e.Signatures...)
	})), seal.SignedBy, "office", ""},
}

// sigBy gives the signature of another key over the premise.
func sigBy(n byte) string {
	var e dsse.Envelope
	if err := json.Unmarshal([]byte(after(n, asItIs, asItIs).Signature), &e); err != nil {
		panic(err)
	}
	return e.Signatures[0].Sig
}

func TestStandings(t *testing.T) {
	seen := map[seal.Standing]bool{}
	for _, c := range standingCases {
		g := check(c.in)
		seen[g.Standing] = true
		if g.Standing != c.want || g.Key != c.key || !strings.Contains(g.Why, c.why) {
			t.Errorf("%s: %+v, want %s", c.name, g, c.want)
		}
		if g.Doubtful() != (c.want != seal.Unsigned && c.want != seal.SignedBy) {
			t.Errorf("%s: doubtful %v", c.name, g.Doubtful())
		}
		if c.name == "withdrawn since" && (len(g.Since) != 1 || g.Since[0].Status != proviso.Withdrawn) {
			t.Errorf("since it was signed: %v", g.Since)
		}
	}
	for _, s := range seal.Standings {
		if !seen[s] {
			t.Errorf("no case is %s", s)
		}
	}
}

func TestOpenSignature(t *testing.T) {
	good := after(1, asItIs, asItIs)
	payload, in, err := seal.OpenSignature(good.Signature, publicOf(signer(1)))
	want, _ := seal.Signed(good)
	if err != nil || in.ID != "premise" || !bytes.Equal(payload, want) {
		t.Errorf("%v %v %s", err, in, payload)
	}
	for text, why := range map[string]string{
		after(2, asItIs, asItIs).Signature: "the key did not sign this",
		"{}":                               "the file holds no signature of an instrument",
		after(1, asItIs, envelope(func(e *dsse.Envelope) { e.Signatures[0].Sig = "AAAA" })).Signature: "the key did not sign this",
	} {
		if _, in, err := seal.OpenSignature(text, publicOf(signer(1))); err == nil || in != nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%v, want %q", err, why)
		}
	}
}

// outside is a key as another implementation of DSSE asks for it.
type outside struct{ ed25519.PrivateKey }

func (k outside) KeyID() (string, error) {
	return publicOf(k.PrivateKey).ID(), nil
}

func (k outside) Public() crypto.PublicKey { return k.PrivateKey.Public() }

func (k outside) Sign(_ context.Context, data []byte) ([]byte, error) {
	return ed25519.Sign(k.PrivateKey, data), nil
}

func (k outside) Verify(_ context.Context, data, sig []byte) error {
	if !ed25519.Verify(k.PrivateKey.Public().(ed25519.PublicKey), data, sig) {
		return errors.New("wrong")
	}
	return nil
}

// TestEnvelopesOfAnotherImplementation lets go-securesystemslib check what we
// sign, and checks what it signs.
func TestEnvelopesOfAnotherImplementation(t *testing.T) {
	in := signedBy(t, premise(), 1)
	verifier, err := dsse.NewEnvelopeVerifier(outside{signer(1)})
	if err != nil {
		t.Fatal(err)
	}
	var ours dsse.Envelope
	if err := json.Unmarshal([]byte(in.Signature), &ours); err != nil {
		t.Fatal(err)
	}
	keys, payload, err := verifier.VerifyAndDecode(t.Context(), &ours)
	want, bodyErr := seal.Signed(in)
	if err != nil || bodyErr != nil || len(keys) != 1 || !bytes.Equal(payload, want) {
		t.Errorf("%v %v %v %s", err, bodyErr, keys, payload)
	}
	es, err := dsse.NewEnvelopeSigner(outside{signer(1)})
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := es.SignPayload(t.Context(), seal.PayloadType, want)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(ours, *theirs); d != "" {
		t.Error(d)
	}
}

// TestEveryChangeIsSeen changes one field of a random instrument after it was
// signed, or one byte of its envelope. What is still held to be signed by a key must be what
// the key signed.
func TestEveryChangeIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, other := &proviso.Instrument{}, &proviso.Instrument{}
		fill(t, in)
		signedBy(t, in, 1)
		if g := check(in); g.Standing == seal.Altered || g.Standing == seal.Forged || g.Standing == seal.Unreadable {
			t.Fatalf("%+v\n%s", g, in.Signature)
		}
		fill(t, other)
		other.Signature = in.Signature
		a, _ := seal.Signed(in)
		b, _ := seal.Signed(other)
		if g := check(other); g.Standing != seal.Altered && g.Since == nil && !bytes.Equal(a, b) {
			t.Fatalf("%+v, though %s is not %s", g, b, a)
		}
		at := rapid.IntRange(0, len(in.Signature)-1).Draw(t, "at")
		flipped := []byte(in.Signature)
		flipped[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		whole := in.Signature
		in.Signature = string(flipped)
		if g := check(in); g.Standing != seal.Unreadable && g.Standing != seal.Forged && g.Standing != seal.UnknownKey && payloadOf(in.Signature) != payloadOf(whole) {
			t.Fatalf("byte %d: %+v\n%s", at, g, flipped)
		}
	})
}

// payloadOf gives what an envelope holds, as another implementation reads it.
func payloadOf(envelope string) string {
	var e dsse.Envelope
	if json.Unmarshal([]byte(envelope), &e) != nil {
		return ""
	}
	payload, err := e.DecodeB64Payload()
	if err != nil {
		return ""
	}
	return string(payload)
}

// TestStandingsAreDocumented compares the table of docs/OPERATIONS.md with the
// list.
func TestStandingsAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../docs/OPERATIONS.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(doc), "| standing | what was found | what follows |\n| --- | --- | --- |\n")
	var got []seal.Standing
	for line := range strings.Lines(table) {
		cells := strings.Split(line, " | ")
		if len(cells) != 3 {
			break
		}
		s := seal.Standing(strings.TrimPrefix(cells[0], "| "))
		got = append(got, s)
		if doubtful := strings.HasPrefix(cells[2], "in doubt"); doubtful != (seal.Signature{Standing: s}).Doubtful() {
			t.Errorf("%s: the document says that it is in doubt: %v", s, doubtful)
		}
		if s.Words() == "" {
			t.Errorf("no words for %s", s)
		}
	}
	if d := cmp.Diff(seal.Standings, got); d != "" {
		t.Error(d)
	}
	for _, word := range []string{seal.PayloadType, "65,535"} {
		if !strings.Contains(string(doc), word) {
			t.Errorf("docs/OPERATIONS.md does not say %s", word)
		}
	}
}
