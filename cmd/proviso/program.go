package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/proviso-ledger/proviso/internal/dossier"
)

// program is what the subcommands share: the outside world as they see it.
type program struct {
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer
	screen  terminal // where the answer goes
	notices terminal // where errors and progress go
	reader  *madeFor // for whom the answer is made; nil: the keeper
}

// newOutput keeps the answer together until it is complete or large.
func newOutput(w io.Writer) *bufio.Writer { return bufio.NewWriterSize(w, 64<<10) }

// subcommands makes the tree: one line a subcommand.
func (p *program) subcommands() *cobra.Command {
	root := &cobra.Command{
		Use:   "proviso",
		Short: "Check what was promised against what moved and what was said",
		Long: `Proviso checks what was promised against what moved and what was said.

A case is a folder of YAML files: parties, items, instruments with their
conditions, movements, statements, sources. Every answer gives its reasons and
says what is missing. What is not known stays unknown: it is never taken for
permission, nor for a breach.`,
		Example: `  proviso new my-case                      # a commented starter to fill in
  proviso check my-case                    # may it happen, was every promise kept
  proviso may my-case --move 100 --item shell --from US --to UA --via direct`,
		Args:              cobra.NoArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		Version:           version(),
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(
		checkCommand(p),
		mayCommand(p),
		traceCommand(p),
		stockCommand(p),
		saidCommand(p),
		reconcileCommand(p),
		generateCommand(p),
		readCommand(p),
		initCommand(p),
		recordCommand(p),
		correctCommand(p),
		withdrawCommand(p),
		logCommand(p),
		showCommand(p),
		diffCommand(p),
		verifyCommand(p),
		proveCommand(p),
		witnessCommand(p),
		signCommand(p),
		packCommand(p),
		backupCommand(p),
		restoreCommand(p),
		exportCommand(p),
		importCommand(p),
		newCommand(p),
		fmtCommand(p),
		schemaCommand(p),
		versionCommand(p),
	)
	root.SetVersionTemplate("proviso {{.Version}}\n")
	root.SetHelpTemplate(helpTemplate)
	root.SetHelpCommand(helpCommand())
	root.SetFlagErrorFunc(flagError)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	return root
}

const helpTemplate = `{{with or .Long .Short}}{{. | trimTrailingWhitespaces}}

{{end}}Usage:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} COMMAND{{else}}{{.UseLine}}{{end}}
{{if .HasAvailableSubCommands}}
Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasExample}}
Examples:
{{.Example}}
{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}
Exit codes:
{{with index .Annotations "codes"}}{{.}}{{else}}  0  done
  3  the input or the command line is wrong
  4  something failed: a file could not be read or written{{end}}{{if .HasAvailableSubCommands}}

proviso COMMAND --help says more about a command.{{end}}
`

// judging is the list of exit codes of the subcommands that answer questions.
const judging = `  0  the question was answered
  1  with --exit-code: something is forbidden, breached or overdue
  2  with --exit-code: else, something is missing or undetermined
  3  the input or the command line is wrong
  4  something failed: a file could not be read or written`

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Say more about a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, err := find(cmd.Root(), args)
			if err != nil {
				return err
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

func (p *program) execute(ctx context.Context, args []string) error {
	root := p.subcommands()
	root.InitDefaultHelpCmd()
	root.InitDefaultVersionFlag()
	root.InitDefaultCompletionCmd(args...)
	if _, err := find(root, args); err != nil {
		return err
	}
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

// find gives the subcommand that args name, or an error with the nearest name.
func find(root *cobra.Command, args []string) (*cobra.Command, error) {
	cmd, rest, err := root.Find(args)
	if err == nil {
		if cmd != root || len(rest) == 0 || strings.HasPrefix(rest[0], "-") {
			return cmd, nil
		}
	}
	word := firstWord(args)
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return nil, wrong("unknown-command", fmt.Sprintf("unknown command %q", word),
		dossier.DidYouMean(word, names, "the commands are: "+strings.Join(names, ", ")))
}

func firstWord(args []string) string {
	i := slices.IndexFunc(args, func(a string) bool { return !strings.HasPrefix(a, "-") })
	if i < 0 {
		return ""
	}
	return args[i]
}

// flagError puts what the flag parser says into this program's words.
func flagError(cmd *cobra.Command, err error) error {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	more := fmt.Sprintf("see %s --help", cmd.CommandPath())
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		flag := "--" + unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			flag = "-" + unknown.GetSpecifiedName()
		}
		return wrong("unknown-flag", "unknown flag "+flag, dossier.DidYouMean(flag, names, more))
	case errors.As(err, &bare):
		return wrong("flag", "--"+bare.GetFlag().Name+" needs a value", more)
	case errors.As(err, &bad):
		return wrong("flag", fmt.Sprintf("--%s cannot be %q", bad.GetFlag().Name, bad.GetValue()), more)
	case errors.Is(err, pflag.ErrHelp):
		return err
	}
	return wrong("flag", err.Error(), more)
}

// arguments asks for between least and most positional arguments; no upper
// limit when most is negative.
func arguments(what string, least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return wrong("arguments", cmd.Name()+" needs "+what, "write "+cmd.UseLine())
		case most >= 0 && len(args) > most:
			return wrong("arguments", fmt.Sprintf("%s does not take %q", cmd.Name(), args[most]), "write "+cmd.UseLine())
		}
		return nil
	}
}
