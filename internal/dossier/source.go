package dossier

import "github.com/proviso-ledger/proviso"

var sources = &sectionOf[proviso.Source, *proviso.Source]{
	kind: proviso.SourceRecord,
	doc:  "the documents and press texts that records rest on",
	init: func(id string) proviso.Source { return proviso.Source{ID: proviso.SourceID(id)} },
	body: fieldsOf([]field[proviso.Source]{
		key("name", "the title of the document", name("a title"), func(s *proviso.Source) *string { return &s.Name }),
		key("outlet", "who published it", name("an outlet"), func(s *proviso.Source) *string { return &s.Outlet }),
		key("address", "where it can be read", text("an address"), func(s *proviso.Source) *string { return &s.Address }),
		key("published", "the day of publication", date, func(s *proviso.Source) *proviso.Date { return &s.Published }),
		key("sha256", "the SHA-256 of the file", sha256, func(s *proviso.Source) *string { return &s.SHA256 }),
		key("grade", "how far it can be trusted, on the Admiralty scale", grade, func(s *proviso.Source) *proviso.Grade { return &s.Grade }),
		key("graded", "who gave the grade, and when", grading, func(s *proviso.Source) *proviso.Grading { return &s.Graded }),
	}, func(s *proviso.Source) *proviso.Envelope { return &s.Envelope }),
}
