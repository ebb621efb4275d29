package store

// UseDrivers puts other drivers in the place of the two, and gives what puts
// them back.
func UseDrivers(sqlite, postgres string) (undo func()) {
	a, b := sqliteDriver, postgresDriver
	sqliteDriver, postgresDriver = sqlite, postgres
	return func() { sqliteDriver, postgresDriver = a, b }
}
