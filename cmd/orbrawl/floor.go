package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/orbrawl/orbrawl/server/floor"
)

// floorCmd measures what this machine takes to send frames, whatever the server.
type floorCmd struct {
	Clients int           `default:"1000" help:"Connections."`
	Bytes   int           `default:"120" help:"Payload of a frame."`
	For     time.Duration `default:"10s" help:"How long to measure each way."`
	Rate    int           `default:"30" help:"Frames a second to each client."`
	Cores   int           `default:"1" help:"GOMAXPROCS of the sender."`
	Rounds  int           `default:"2" help:"Turns to cut the time into, so that noise meets all ways alike."`
	All     bool          `help:"Also through package conn, and with clients that send inputs."`
	JSON    bool          `help:"As one JSON object."`
}

// Run measures and prints. SIGINT ends it without a report.
func (c *floorCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("floor: this program does not find itself: %w", err)
	}
	conf := floor.DefaultConfig()
	conf.Clients, conf.Bytes, conf.For, conf.Rate = c.Clients, c.Bytes, c.For, c.Rate
	conf.Cores, conf.Rounds, conf.Child = c.Cores, c.Rounds, []string{program, "floor-child"}
	if c.All {
		conf.Ways = floor.Ways()
	}
	if err := conf.Check(); err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	report, err := floor.Run(ctx, conf)
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(os.Stdout).Encode(report)
	}
	return report.Write(os.Stdout)
}

// floorChildCmd is the sender that floor starts.
type floorChildCmd struct{}

// Run does the job that standard input names.
func (*floorChildCmd) Run() error { return floor.Serve(os.Stdin, os.Stdout) }
