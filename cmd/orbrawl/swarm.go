package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/orbrawl/orbrawl/server/swarm"
)

// swarmCmd flies headless pilots against a server.
type swarmCmd struct {
	URL       string        `default:"http://127.0.0.1:8080" help:"Page of the server."`
	Admin     string        `default:"" help:"Admin listener of the server, for its own figures. Empty tries the next port, if the server is on this machine."`
	Pilots    int           `default:"100" help:"How many."`
	For       time.Duration `default:"60s" help:"How long to measure, once all have joined."`
	Rate      float64       `default:"100" help:"Joins a second."`
	Seed      uint64        `default:"1" help:"Seed of the pilots' characters."`
	FullShare float64       `default:"-1" help:"Share of pilots that decode and verify everything, 0 to 1; -1 is all up to 300."`
	JSON      bool          `help:"As one JSON object."`
}

// errFound is a report that is not in order.
var errFound = errors.New("the swarm found something wrong")

// Run flies, prints the report, and fails when a pilot was lost or the protocol was broken. SIGINT ends early,
// with the report.
func (c *swarmCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the second signal meets the default handler
	conf := swarm.DefaultConfig()
	conf.URL, conf.Admin, conf.Pilots, conf.For = c.URL, c.Admin, c.Pilots, c.For
	conf.Rate, conf.Seed, conf.FullShare = c.Rate, c.Seed, c.FullShare
	if err := conf.Check(); err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	report, err := swarm.Run(ctx, conf)
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(os.Stdout).Encode(report)
	} else {
		err = report.Write(os.Stdout)
	}
	if err == nil && !report.OK() {
		err = fmt.Errorf("%w: %d of %d pilots held, %d kinds of errors", errFound, report.PilotsHeld, report.PilotsWanted, len(report.Errors))
	}
	return err
}
