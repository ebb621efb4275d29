package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func versionCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:                   "version",
		DisableFlagsInUseLine: true,
		Short:                 "Print the version and what the program was built from",
		Long:                  "Prints the version of the program and of the Go that built it, as recorded in the program itself.",
		Example:               "  proviso version",
		Args:                  arguments("", 0, 0),
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintln(p.stdout, "proviso "+version())
			return nil
		},
	}
}

// version is what the build recorded: the module's version, or "development"
// with the revision where the program was built from a working copy.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	if text == "" || text == "(devel)" {
		text = "development"
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				text += " " + s.Value
			}
		}
	}
	return text + ", " + info.GoVersion
}
