package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// PayloadType says in an envelope that an instrument was signed.
const PayloadType = "application/vnd.proviso.instrument+json"

// dsse is an envelope of the DSSE protocol, version 1.
type dsse struct {
	PayloadType string          `json:"payloadType"`
	Payload     string          `json:"payload"`
	Signatures  []dsseSignature `json:"signatures"`
}

type dsseSignature struct {
	KeyID string `json:"keyid"`
	Sig   string `json:"sig"`
}

// preauthentic is what is signed of a payload (PAE of the protocol).
func preauthentic(payloadType string, payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(payloadType), payloadType, len(payload), payload)
}

// Signed gives what the giver of an instrument signs: its canonical body
// without what its keeper says (how much of the text is on record, sources,
// marking, known, note) and without a signature.
func Signed(in *proviso.Instrument) ([]byte, error) {
	own := *in
	own.Text, own.Signature, own.Envelope = proviso.Text{}, "", proviso.Envelope{}
	return Body(&own)
}

// SignInstrument gives an envelope with the signature of the key: JSON on one
// line, with a line end.
func SignInstrument(in *proviso.Instrument, key ed25519.PrivateKey) ([]byte, error) {
	payload, err := Signed(in)
	if err != nil {
		return nil, err
	}
	public := proviso.PublicKeyOf(key.Public().(ed25519.PublicKey))
	out, err := json.Marshal(dsse{PayloadType: PayloadType, Payload: base64.StdEncoding.EncodeToString(payload), Signatures: []dsseSignature{
		{KeyID: public.ID(), Sig: base64.StdEncoding.EncodeToString(ed25519.Sign(key, preauthentic(PayloadType, payload)))},
	}})
	return append(out, '\n'), err
}

// Standing is what the signature of an instrument is worth.
type Standing string

// The standings. Only unsigned and signed leave no doubt about the paper.
const (
	Unsigned   Standing = "unsigned"    // there is none
	SignedBy   Standing = "signed"      // by a key known to have been the giver's on the day it was given
	Unproven   Standing = "unproven"    // it is right, and whether the key was the giver's that day is not on record
	UnknownKey Standing = "unknown key" // no key on record made it
	OtherParty Standing = "other party" // it is right, by the key of another party
	ExpiredKey Standing = "expired"     // it is right, by a key that was the giver's only before
	EarlyKey   Standing = "early"       // it is right, by a key that was the giver's only later
	Altered    Standing = "altered"     // it is right, for another text
	Forged     Standing = "forged"      // it names a key on record that did not make it
	Unreadable Standing = "unreadable"  // it is no signature of an instrument
)

// Standings lists the standings in the order in which they are documented.
var Standings = []Standing{Unsigned, SignedBy, Unproven, UnknownKey, OtherParty, ExpiredKey, EarlyKey, Altered, Forged, Unreadable}

// Words says it of an instrument, for people: "the certificate is ...".
func (s Standing) Words() string {
	switch s {
	case Unsigned, SignedBy:
		return string(s)
	case Unproven:
		return "signed by a key that is not shown to have been its giver's"
	case UnknownKey:
		return "signed with an unknown key"
	case OtherParty:
		return "signed by another party"
	case ExpiredKey:
		return "signed with an expired key"
	case EarlyKey:
		return "signed with a key that was its giver's only later"
	case Altered:
		return "altered since it was signed"
	case Forged:
		return "forged"
	case Unreadable:
		return "signed in a form that cannot be read"
	}
	panic("internal error: no words for the standing " + string(s))
}

// Signature is what is known of the signature of an instrument.
type Signature struct {
	Instrument proviso.InstrumentID
	Standing   Standing
	Party      proviso.PartyID // whose key made it; "" when no key on record did
	Key        string          // the key's name
	KeyID      string          // as the signature names it
	Why        string          // one sentence without a full stop; "" for an unsigned one
	Since      []proviso.Event // stages of its life that came after it was signed
}

// Doubtful says whether the signature speaks against the paper.
func (g Signature) Doubtful() bool { return g.Standing != Unsigned && g.Standing != SignedBy }

// CheckSignature holds the signature of an instrument against the keys of the
// parties in the snapshot. A signature that is wrong is an answer, not an
// error.
func CheckSignature(s *proviso.Snapshot, in *proviso.Instrument) Signature {
	g := Signature{Instrument: in.ID, Standing: Unsigned}
	if in.Signature == "" {
		return g
	}
	env, payload, signed := readEnvelope(in.Signature)
	if signed == nil {
		g.Standing, g.Why = Unreadable, "the file holds no signature of an instrument"
		return g
	}
	made := makers(s, env, payload)
	if len(made) == 0 {
		return g.unmade(s, env)
	}
	var whole bool
	g.Since, whole = since(signed, in)
	best := made[0].judge(s, signed)
	for _, m := range made[1:] {
		if j := m.judge(s, signed); slices.Index(Standings, j.Standing) < slices.Index(Standings, best.Standing) {
			best = j
		}
	}
	g.Standing, g.Party, g.Key, g.KeyID, g.Why = best.Standing, best.Party, best.Key, best.KeyID, best.Why
	if !whole {
		g.Standing, g.Since = Altered, nil
		g.Why = "what key " + g.Key + " of " + string(g.Party) + " signed is not what is on record"
	}
	return g
}

// readEnvelope takes an envelope apart; the instrument is nil if it holds none
// in canonical form.
func readEnvelope(text string) (env dsse, payload []byte, signed *proviso.Instrument) {
	if json.Unmarshal([]byte(text), &env) != nil || env.PayloadType != PayloadType || len(env.Signatures) == 0 {
		return env, nil, nil
	}
	payload, err := unbase64(env.Payload)
	if err != nil {
		return env, nil, nil
	}
	c := &cursor{b: payload}
	r := c.record(proviso.InstrumentRecord)
	if c.done() != nil {
		return env, nil, nil
	}
	signed = r.(*proviso.Instrument)
	if again, err := Signed(signed); err != nil || !bytes.Equal(again, payload) {
		return env, nil, nil
	}
	return env, payload, signed
}

// OpenSignature gives what was signed, if the key signed it.
func OpenSignature(text string, key proviso.PublicKey) (payload []byte, in *proviso.Instrument, err error) {
	env, payload, in := readEnvelope(text)
	if in == nil {
		return nil, nil, refuse("the file holds no signature of an instrument", "name a file that proviso sign wrote")
	}
	for _, sig := range env.Signatures {
		if raw, err := unbase64(sig.Sig); err == nil && ed25519.Verify(key.Bytes(), preauthentic(env.PayloadType, payload), raw) {
			return payload, in, nil
		}
	}
	return nil, nil, refuse("the key did not sign this", "name the public key of the party that signed; if it is that one, the file was changed")
}

// unbase64 reads both alphabets, as the protocol asks.
func unbase64(s string) ([]byte, error) {
	if strings.ContainsAny(s, "-_") {
		return base64.URLEncoding.Strict().DecodeString(s)
	}
	return base64.StdEncoding.Strict().DecodeString(s)
}

// maker is a key on record that made a signature.
type maker struct {
	party *proviso.Party
	key   proviso.Key
}

// makers gives the keys on record that made a signature of the envelope. The
// number by which a signature names its key is a hint only.
func makers(s *proviso.Snapshot, env dsse, payload []byte) []maker {
	message := preauthentic(env.PayloadType, payload)
	var out []maker
	for _, sig := range env.Signatures {
		raw, err := unbase64(sig.Sig)
		if err != nil {
			continue
		}
		for _, p := range s.Parties {
			for _, k := range p.Keys {
				if public := k.Public.Bytes(); public != nil && ed25519.Verify(public, message, raw) {
					out = append(out, maker{p, k})
				}
			}
		}
	}
	return out
}

// unmade says what a signature is worth that no key on record made.
func (g Signature) unmade(s *proviso.Snapshot, env dsse) Signature {
	g.Standing, g.KeyID = UnknownKey, env.Signatures[0].KeyID
	g.Why = "no party on record has the key that made it"
	for _, sig := range env.Signatures {
		for _, p := range s.Parties {
			for _, k := range p.Keys {
				if sig.KeyID == k.Public.ID() {
					g.Standing, g.KeyID = Forged, sig.KeyID
					g.Why = "it names key " + k.Name + " of " + string(p.ID) + ", which did not make it"
				}
			}
		}
	}
	return g
}

// judge says what a signature by the key is worth.
func (m maker) judge(s *proviso.Snapshot, signed *proviso.Instrument) Signature {
	g := Signature{Standing: SignedBy, Party: m.party.ID, Key: m.key.Name, KeyID: m.key.Public.ID()}
	key := "key " + m.key.Name + " of " + string(m.party.ID)
	owns := proviso.TruthOf(m.party.ID == signed.GivenBy)
	if owns == proviso.No && s.PartyWithin(m.party.ID, signed.GivenBy) != proviso.No {
		owns = proviso.Maybe
	}
	given := givenOn(signed)
	then := given.During(m.key.Valid)
	switch {
	case owns == proviso.No:
		g.Standing, g.Why = OtherParty, "it is by "+key+", and the instrument is given by "+string(signed.GivenBy)
	case then == proviso.No && given.Earliest() > m.key.Valid.Latest():
		g.Standing, g.Why = ExpiredKey, key+" was known to be its key "+m.key.Valid.String()+"; the instrument was given "+given.String()
	case then == proviso.No:
		g.Standing, g.Why = EarlyKey, key+" was known to be its key "+m.key.Valid.String()+"; the instrument was given "+given.String()
	case owns == proviso.Maybe:
		g.Standing, g.Why = Unproven, "it is by "+key+", and whether that signs for "+orNobody(signed.GivenBy)+" is not on record"
	case then == proviso.Maybe:
		g.Standing, g.Why = Unproven, "whether "+key+" was its key on the day the instrument was given ("+given.String()+") is not on record"
	default:
		g.Why = "by " + key + ", known to be its key " + m.key.Valid.String()
	}
	return g
}

func orNobody(id proviso.PartyID) string {
	if id == "" {
		return "a giver not known"
	}
	return string(id)
}

// givenOn gives the day on which the instrument was given, as well as what was
// signed says. Of several days it may be any.
func givenOn(in *proviso.Instrument) proviso.Date {
	var on []proviso.Date
	first, last := proviso.LastDay, proviso.FirstDay
	for _, e := range in.Life {
		if e.Status == proviso.Given {
			on = append(on, e.On)
			first, last = min(first, e.On.Earliest()), max(last, e.On.Latest())
		}
	}
	switch {
	case len(on) == 1:
		return on[0]
	case len(on) == 0 || first == proviso.FirstDay && last == proviso.LastDay:
		return proviso.Date{}
	}
	return proviso.Between(first, last)
}

// since says whether the instrument on record is the one that was signed, but
// for stages of its life that came later, and gives those.
func since(signed, present *proviso.Instrument) (later []proviso.Event, whole bool) {
	a, b := *signed, *present
	a.Life, b.Life = nil, nil
	x, err := Signed(&a)
	if err != nil {
		return nil, false
	}
	y, err := Signed(&b)
	if err != nil || !bytes.Equal(x, y) {
		return nil, false
	}
	later = slices.Clone(present.Life)
	for _, e := range signed.Life {
		i := slices.Index(later, e)
		if i < 0 {
			return nil, false
		}
		later = slices.Delete(later, i, i+1)
	}
	return later, true
}
