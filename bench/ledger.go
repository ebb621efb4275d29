package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"

	proviso "github.com/proviso-ledger/proviso"
)

// A synthetic ledger: forty states buy forty items under a thousand
// instruments, each delivery goes to a depot, from there to three brigades,
// and what the brigades have they expend; one movement in a hundred hands
// stock on to another state and one in a hundred is a stocktake. Deliveries without a
// certificate fill the same depots, so that the stock is commingled.
const (
	ledgerStates      = 40
	ledgerItems       = 40
	ledgerInstruments = 1_000
	certificates      = 600 // then consents for numbers, embargoes, and policies
	consents          = 300
)

type certificate struct {
	supplier, buyer, item int
}

// ledger gives a dossier of n movements, the same one for the same n.
func ledger(n int) []byte {
	l := &writer{rnd: rand.New(rand.NewPCG(3, uint64(n)))}
	l.line("case: synthetic ledger")
	l.line("as_of: 2024-01-01")
	l.register()
	l.instruments()
	l.line("movements:")
	for i := range n {
		l.movement(i, n)
	}
	return l.out.Bytes()
}

type writer struct {
	out   bytes.Buffer
	rnd   *rand.Rand
	certs []certificate
}

func (l *writer) line(format string, args ...any) {
	fmt.Fprintf(&l.out, format, args...)
	l.out.WriteByte('\n')
}

// countries are states with ISO codes, so that places need no records.
var countries = [ledgerStates]string{"AT", "AU", "BE", "BG", "BR", "CA", "CH", "CL", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR",
	"HU", "IE", "IL", "IN", "IT", "JP", "KR", "LT", "LU", "LV", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SI", "SK", "TR", "UA", "US"}

func (l *writer) register() {
	l.line("parties:")
	for _, c := range countries {
		l.line("  %s: {name: State %s, kind: state}", c, c)
		l.line("  %s-makers: {kind: company, part_of: %s}", c, c)
		for b := range 3 {
			l.line("  %s-brigade-%d: {kind: force, part_of: %s}", c, b, c)
		}
		l.line("  %s-depot: {kind: force, part_of: %s}", c, c)
	}
	l.line("items:")
	for i := range ledgerItems {
		l.line("  item-%02d: {unit: round, lethal: %v}", i, i%2 == 0)
	}
}

func (l *writer) instruments() {
	l.line("instruments:")
	for i := range certificates {
		l.certificate(i)
	}
	for i := range consents {
		c := l.certs[i]
		l.line("  consent-%03d:", i)
		l.line("    kind: consent")
		l.line("    given_by: %s", countries[c.supplier])
		l.line("    given_to: %s", countries[c.buyer])
		l.line("    for: cert-%03d/re-export", i)
		l.line("    covers: {quantity: %d item-%02d, to: %s}", 1_000*(1+l.rnd.IntN(20)), c.item, countries[l.other(c.buyer)])
		l.line("    status: {asked: 2021-06-01, given: 2021-%02d-01}", 7+l.rnd.IntN(6))
	}
	for i := certificates + consents; i < ledgerInstruments; i++ {
		by := l.rnd.IntN(ledgerStates)
		l.line("  policy-%03d:", i)
		l.line("    kind: policy")
		l.line("    given_by: %s", countries[by])
		l.line("    status: {given: 2020-01-01}")
		l.line("    conditions:")
		l.line("      supply: {supply: {never: {by: %s, to: %s, items: lethal}}}", countries[by], countries[l.other(by)])
	}
}

func (l *writer) certificate(i int) {
	supplier := l.rnd.IntN(ledgerStates)
	c := certificate{supplier, l.other(supplier), l.rnd.IntN(ledgerItems)}
	l.certs = append(l.certs, c)
	l.line("  cert-%03d:", i)
	l.line("    kind: end-user certificate")
	l.line("    given_by: %s", countries[c.buyer])
	l.line("    given_to: %s", countries[c.supplier])
	l.line("    covers: {item: item-%02d}", c.item)
	l.line("    status: {given: 2020-12-01}")
	l.line("    text: whole")
	l.line("    conditions:")
	l.line("      end-user: {end_user: %s}", countries[c.buyer])
	l.line("      re-export: {onward: prior consent}")
	if i%4 == 0 {
		l.line("      verify: {duty: {do: verify delivery, within: 90 days}}")
	}
}

// other gives a state that is not the one given.
func (l *writer) other(than int) int {
	return (than + 1 + l.rnd.IntN(ledgerStates-1)) % ledgerStates
}

func (l *writer) movement(i, n int) {
	cert := l.rnd.IntN(len(l.certs))
	c := l.certs[cert]
	us := countries[c.buyer]
	brigade := fmt.Sprintf("%s-brigade-%d", us, l.rnd.IntN(3))
	day := 1 + i*700/n // in the order of the ids, over two years
	put := func(kind, from, to string, units string) {
		l.line("  m%06d:", i)
		if kind != "transfer" {
			l.line("    kind: %s", kind)
		}
		l.line("    recorded: %s", proviso.DayOf(2021, 1, 1+day))
		l.line("    goods: %s item-%02d", units, c.item)
		if from != "" {
			l.line("    from: {owner: %s, at: %s}", from, from[:2])
		}
		if to != "" {
			l.line("    %s: {owner: %s, at: %s}", map[bool]string{false: "to", true: "in"}[kind == "count"], to, to[:2])
		}
	}
	switch k := l.rnd.IntN(1_000); {
	case k < 120:
		put("transfer", countries[c.supplier]+"-makers", us+"-depot", "1_000")
		l.line("    under: cert-%03d", cert)
	case k < 220:
		put("transfer", us+"-makers", us+"-depot", "1_000")
	case k < 700:
		put("transfer", us+"-depot", brigade, "300")
	case k < 980:
		put("expend", brigade, "", "200")
	case k < 990:
		put("transfer", us+"-depot", countries[l.other(c.buyer)]+"-depot", "100")
	default:
		put("count", "", brigade, "..20_000")
	}
}
