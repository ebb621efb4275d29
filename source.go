package proviso

// SourceID names a source.
type SourceID string

// Source is a document or press text that a record rests on.
type Source struct {
	ID        SourceID
	Name      string // title of the document
	Outlet    string
	Address   string
	Published Date
	SHA256    string // of the file, 64 hexadecimal digits; "" when not taken
	Grade     Grade
	Graded    Grading
	Envelope
}
