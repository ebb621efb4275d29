package proviso

// Truth is an answer that may be unknown (strong three-valued logic after
// Kleene). The values are ordered No < Maybe < Yes and the zero value is Maybe,
// so that a forgotten answer is an unknown one.
type Truth int8

// The three answers.
const (
	No    Truth = -1
	Maybe Truth = 0
	Yes   Truth = 1
)

// TruthOf gives Yes or No.
func TruthOf(b bool) Truth {
	if b {
		return Yes
	}
	return No
}

// And is No if either is No, Yes if both are Yes.
func (t Truth) And(o Truth) Truth { return min(t, o) }

// Or is Yes if either is Yes, No if both are No.
func (t Truth) Or(o Truth) Truth { return max(t, o) }

// Not keeps Maybe as it is.
func (t Truth) Not() Truth { return -t }

// String gives "no", "unknown" or "yes".
func (t Truth) String() string {
	switch t {
	case No:
		return "no"
	case Yes:
		return "yes"
	}
	return "unknown"
}
