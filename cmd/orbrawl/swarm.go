package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/orbrawl/orbrawl/server/swarm"
)

// swarmCmd flies headless pilots against a server.
type swarmCmd struct {
	URL       string        `default:"" help:"Page of the server; empty is http://127.0.0.1:8080, or a server of its own with --serve or --find."`
	Admin     string        `default:"" help:"Admin listener of the server, for its own figures. Empty tries the next port, if the server is on this machine."`
	Pilots    int           `default:"100" help:"How many; with --find, how many at first."`
	For       time.Duration `default:"60s" help:"How long to measure, once all have joined."`
	Rate      float64       `default:"100" help:"Joins a second; 0 is all at once."`
	Settle    time.Duration `default:"40s" help:"How long to wait at most, once all have joined, for the sector to take the size that they make it grow to."`
	Warm      time.Duration `default:"0s" help:"How long to fly after that before the measurement begins, so that what joining costs is not part of it."`
	Seed      uint64        `default:"1" help:"Seed of the pilots' characters, and of all that is drawn by lot."`
	FullShare float64       `default:"-1" help:"Share of pilots that decode and verify everything, 0 to 1; -1 is all up to 300, with --find one in 50. The others cost a fraction."`
	JSON      bool          `help:"As one JSON object."`

	Find    bool          `group:"Finding the limit" help:"Let ever more pilots join until something breaks, and name the largest number that the server holds."`
	FindFor time.Duration `group:"Finding the limit" default:"3m" help:"How long that may take."`

	Serve bool `group:"A server of its own" help:"Start a server for this, on free ports, and stop it at the end."`
	Bots  int  `group:"A server of its own" default:"-1" help:"Pilots, those of the swarm included, that its bots fill the world up to; -1 is as many as the swarm has, so that the sector has its size from the start, with --find the catalog's number."`
	Cores int  `group:"A server of its own" default:"0" help:"Processor cores that it may use at once; 0 is all."`

	Delay  time.Duration `group:"Worse lines" default:"0s" help:"Delay of every line, each way: 50ms makes a round trip 100 ms longer. The opening of the TCP connection is left alone."`
	Jitter time.Duration `group:"Worse lines" default:"0s" help:"Each packet's delay lies evenly within this much of --delay, but none overtakes another."`
	Stalls float64       `group:"Worse lines" default:"0" help:"Share of the time in which a line passes nothing either way, in stalls of 100 to 500 ms, each line at times of its own: 0.01 is one each 30 s."`

	CutAt   time.Duration `group:"Incidents" default:"0s" help:"Cut every line hard at this moment of the measurement; the pilots come back as the real client does, and must find their ships."`
	Churn   time.Duration `group:"Incidents" default:"0s" help:"Mean life of a pilot, after which it leaves, half of them by a cut, and a new one joins. The server keeps the cut ones' ships for 30 s: leave it room."`
	Burst   burst         `group:"Incidents" default:"" placeholder:"N@TIME" help:"N more pilots join at once at this moment of the measurement, for instance 500@15s."`
	Hostile float64       `group:"Incidents" default:"0" help:"Share of --pilots, within their number, that misbehave in turns: mute, flood, churn, garbage, slow, loiter."`

	CPUProfile string `name:"cpuprofile" hidden:"" default:"" type:"path" help:"File for a CPU profile of the swarm itself."`
}

// burst is a number of pilots and a moment, as in 500@15s.
type burst struct {
	pilots int
	at     time.Duration
}

// UnmarshalText reads a burst; an empty text is none.
func (b *burst) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	number, moment, found := strings.Cut(string(text), "@")
	var err error
	if b.pilots, err = strconv.Atoi(number); err != nil || !found || b.pilots < 1 {
		return fmt.Errorf("%q is no burst; give a number of pilots and a moment, for instance 500@15s", text)
	}
	if b.at, err = time.ParseDuration(moment); err != nil {
		return fmt.Errorf("%q is no burst: %w; for instance 500@15s", text, err)
	}
	return nil
}

// errFound is a report that is not in order.
var errFound = errors.New("the swarm found something wrong")

// Run flies, prints the report, and fails when a pilot was lost or the protocol was broken. SIGINT ends early,
// with the report.
func (c *swarmCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the second signal meets the default handler
	conf := c.config()
	if err := errors.Join(c.check(), conf.Check()); err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	stopProfile, err := profile(c.CPUProfile)
	if err != nil {
		return err
	}
	defer stopProfile()
	if !c.ownServer() {
		return c.fly(ctx, conf)
	}
	own, err := startServer(ctx, c.fill(), c.Cores)
	if err != nil {
		return err
	}
	conf.URL, conf.Admin, conf.ServerPID = own.page, own.admin, own.pid
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		<-own.ended
		cancel() // nothing is left to fly against
	}()
	return errors.Join(c.fly(ctx, conf), own.stop())
}

// ownServer reports whether the server is to be started first.
func (c *swarmCmd) ownServer() bool { return c.Serve || c.Find && c.URL == "" }

// botsMost is how far a server's bots fill its world at most.
const botsMost = 1000

// fill is how far the bots of our own server fill its world, -1 for the catalog's number.
func (c *swarmCmd) fill() int {
	if c.Bots == -1 && !c.Find {
		return min(c.Pilots+c.Burst.pilots, botsMost)
	}
	return c.Bots
}

// check reports the flags that do not go together.
func (c *swarmCmd) check() error {
	var errs []error
	if c.Serve && c.URL != "" {
		errs = append(errs, fmt.Errorf("url is %q, but --serve starts a server; leave one of them out", c.URL))
	}
	if !c.ownServer() && (c.Bots != -1 || c.Cores != 0) {
		errs = append(errs, errors.New("bots and cores are for a server of our own; add --serve, or set them on the server"))
	}
	if c.Cores < 0 || c.Cores > runtime.NumCPU() {
		errs = append(errs, fmt.Errorf("cores is %d; allowed are 1 to %d, or 0 for all", c.Cores, runtime.NumCPU()))
	}
	if c.Bots < -1 || c.Bots > botsMost {
		errs = append(errs, fmt.Errorf("bots is %d; allowed are 0 to %d, or -1", c.Bots, botsMost))
	}
	if c.Find && (c.CutAt > 0 || c.Churn > 0 || c.Burst.pilots > 0 || c.Hostile > 0) {
		errs = append(errs, errors.New("find looks for a number in quiet times; leave out cut-at, churn, burst and hostile"))
	}
	if c.Find && c.FindFor <= 0 {
		errs = append(errs, fmt.Errorf("find-for is %v; allowed is above 0s", c.FindFor))
	}
	return errors.Join(errs...)
}

func (c *swarmCmd) config() swarm.Config {
	conf := swarm.DefaultConfig()
	if c.URL != "" {
		conf.URL = c.URL
	}
	conf.Admin, conf.Pilots, conf.For = c.Admin, c.Pilots, c.For
	conf.Rate, conf.Seed, conf.FullShare = c.Rate, c.Seed, c.FullShare
	conf.Settle, conf.Warm = c.Settle, c.Warm
	conf.Delay, conf.Jitter, conf.Stalls = c.Delay, c.Jitter, c.Stalls
	conf.CutAt, conf.Churn, conf.Hostile = c.CutAt, c.Churn, c.Hostile
	conf.Burst, conf.BurstAt = c.Burst.pilots, c.Burst.at
	conf.FindFor = c.FindFor
	return conf
}

// fly runs the swarm and prints what it found.
func (c *swarmCmd) fly(ctx context.Context, conf swarm.Config) error {
	if c.Find {
		return c.find(ctx, conf)
	}
	report, err := swarm.Run(ctx, conf)
	if err != nil {
		return err
	}
	if err := c.print(report); err != nil {
		return err
	}
	if !report.OK() {
		return fmt.Errorf("%w: %d of %d pilots held, %d kinds of errors", errFound, report.PilotsHeld, report.PilotsWanted, len(report.Errors))
	}
	return nil
}

// find prints a line for each step and then the answer.
func (c *swarmCmd) find(ctx context.Context, conf swarm.Config) error {
	steps := os.Stdout
	if c.JSON {
		steps = os.Stderr
	}
	findings, err := swarm.Find(ctx, conf, func(s swarm.Step) { fmt.Fprintln(steps, s) })
	if err != nil {
		return err
	}
	if err := c.print(findings); err != nil {
		return err
	}
	if !findings.OK() {
		return fmt.Errorf("%w: %d pilots held, %d kinds of errors", errFound, findings.PilotsMax, len(findings.Errors))
	}
	return nil
}

// print writes a result as it was asked for.
func (c *swarmCmd) print(result interface{ Write(io.Writer) error }) error {
	if c.JSON {
		return json.NewEncoder(os.Stdout).Encode(result)
	}
	return result.Write(os.Stdout)
}

// profile writes a CPU profile to the file until it is stopped; without a name it does nothing.
func profile(name string) (stop func(), err error) {
	if name == "" {
		return func() {}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, fmt.Errorf("swarm: profile: %w", err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("swarm: profile: %w", err)
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close()
	}, nil
}
