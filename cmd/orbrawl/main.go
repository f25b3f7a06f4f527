// Command orbrawl is the whole game in one program: the server with its page, and the tools around it. It makes
// choices (which files, which addresses) and leaves the work to package server and its neighbours.
//
// main.go is the table of subcommands; each has a file of its own.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/alecthomas/kong"
)

// commands is what the program can do. Serve is what it does when nothing is said.
type commands struct {
	Serve   serveCmd   `cmd:"" default:"withargs" help:"Host a world and serve its page (the default)."`
	Replay  replayCmd  `cmd:"" help:"Live a recording again and check that it goes the same way."`
	Swarm   swarmCmd   `cmd:"" help:"Fly headless pilots against a server, and report what it holds."`
	Floor   floorCmd   `cmd:"" help:"Measure what this machine takes to send frames, whatever the server."`
	Check   checkCmd   `cmd:"" help:"Check the catalog, and say what is wrong."`
	Version versionCmd `cmd:"" help:"Say which build this is."`

	FloorChild floorChildCmd `cmd:"" hidden:"" help:"The sender that floor starts."`
}

// errUsage marks errors of who called, for exit code 2.
var errUsage = errors.New("usage")

func main() {
	var c commands
	parser, err := kong.New(&c,
		kong.Name("orbrawl"),
		kong.Description("A space brawl in a browser tab. Flags may also be given as ORBRAWL_… in the environment."),
		kong.DefaultEnvars("ORBRAWL"),
		kong.UsageOnError(),
		kong.Exit(os.Exit),
	)
	if err != nil {
		fail(err)
	}
	context, err := parser.Parse(os.Args[1:])
	if err != nil {
		fail(fmt.Errorf("%w: %w", errUsage, err))
	}
	if err := context.Run(); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "orbrawl:", err)
	if errors.Is(err, errUsage) {
		os.Exit(2)
	}
	os.Exit(1)
}
