package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
)

func fmtCommand(p *program) *cobra.Command {
	var write, list bool
	cmd := &cobra.Command{
		Use:   "fmt FILE...",
		Short: "Print dossier files in their canonical form, comments kept",
		Long: `Prints the files in their canonical form: keys in the order of the documentation,
quantities and dates written one way, comments kept. Nothing is lost and nothing
is added. The file - is standard input.`,
		Example: `  proviso fmt case.yaml              # print
  proviso fmt -l my-case/*.yaml      # name the files that would change
  proviso fmt -w my-case/*.yaml      # rewrite them
  proviso fmt - <case.yaml`,
		Args: arguments("a file", 1, -1),
		RunE: func(_ *cobra.Command, args []string) error {
			return p.formatAll(args, write, list)
		},
	}
	cmd.Flags().BoolVarP(&write, "write", "w", false, "write the canonical form back to the file")
	cmd.Flags().BoolVarP(&list, "list", "l", false, "only name the files that are not in canonical form")
	return cmd
}

// formatAll formats the files that are in order, and gives the faults of the others
// all at once.
func (p *program) formatAll(names []string, write, list bool) error {
	all := &unreadable{}
	var faults proviso.Errors
	for _, name := range names {
		err := p.format(name, write, list)
		var one *unreadable
		var found proviso.Errors
		switch {
		case errors.As(err, &one) && errors.As(one.error, &found):
			all.files, faults = append(all.files, one.files...), append(faults, found...)
		case err != nil:
			return err
		}
	}
	if len(faults) == 0 {
		return nil
	}
	all.error = faults
	return all
}

// format prints, lists or rewrites one file.
func (p *program) format(name string, write, list bool) error {
	if name == "-" && write {
		return wrong("flag-clash", "standard input cannot be written back", "leave -w out")
	}
	text, err := p.readText(name)
	if err != nil {
		return err
	}
	file := dossier.File{Name: name, Text: text}
	if name == "-" {
		file.Name = "standard input"
	}
	canonical, err := dossier.Format(text)
	if err != nil {
		return &unreadable{[]dossier.File{file}, inFile(file.Name, err)}
	}
	changed := !bytes.Equal(text, canonical)
	if list && changed {
		fmt.Fprintln(p.stdout, name)
	}
	switch {
	case write && changed:
		return replace(name, canonical)
	case !write && !list:
		_, err := p.stdout.Write(canonical)
		return err
	}
	return nil
}

// inFile puts the name of the file into faults that were found in its text.
func inFile(name string, err error) error {
	var all proviso.Errors
	if !errors.As(err, &all) {
		return err
	}
	out := make(proviso.Errors, len(all))
	for i, e := range all {
		moved := *e
		moved.Pos.File = name
		out[i] = &moved
	}
	return out
}

// readText reads a file, or standard input. It stops above the largest size, for
// Format to refuse: a pipe or a device does not say its own.
func (p *program) readText(name string) ([]byte, error) {
	if name == "-" {
		text, err := io.ReadAll(io.LimitReader(p.stdin, dossier.MaxFile+1))
		if err != nil {
			return nil, failed("read standard input", err)
		}
		return text, nil
	}
	f, err := os.Open(name)
	switch {
	case os.IsNotExist(err):
		return nil, atFile(name, "no such file or folder", "check the path")
	case err != nil:
		return nil, failed("read "+name, err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, atFile(name, "a folder, where a file is wanted", "name its files: "+filepath.Join(name, "*.yaml"))
	}
	text, err := io.ReadAll(io.LimitReader(f, dossier.MaxFile+1))
	if err != nil {
		return nil, failed("read "+name, err)
	}
	return text, nil
}

func atFile(name, message, fix string) error {
	e := wrong("file", message, fix)
	e.Pos.File = name
	return e
}

// replace puts the text in the place of the file, so that the file is at every
// moment either as it was or as it will be. Its permissions stay.
func replace(name string, text []byte) (err error) {
	name, err = filepath.EvalSymlinks(name)
	if err != nil {
		return failed("write "+name, err)
	}
	info, err := os.Stat(name)
	if err != nil {
		return failed("write "+name, err)
	}
	return putFile(name, text, info.Mode().Perm())
}

// putFile writes a file that is at every moment as it was or whole.
func putFile(name string, text []byte, mode fs.FileMode) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".proviso-*")
	if err != nil {
		return failed("write "+name, err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(text)
	if err == nil {
		err = tmp.Chmod(mode)
	}
	if err == nil {
		err = tmp.Sync()
	}
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		return failed("write "+name, err)
	}
	return nil
}
