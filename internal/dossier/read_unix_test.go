//go:build unix

package dossier

import "testing"

// TestReadStopsAtTheLargestSize reads a device that never ends and does not say so.
func TestReadStopsAtTheLargestSize(t *testing.T) {
	_, err := Read("/dev/zero")
	if want := "/dev/zero: the file is larger than 64 MiB"; err == nil || err.Error() != want {
		t.Errorf("%v, not %s", err, want)
	}
}
