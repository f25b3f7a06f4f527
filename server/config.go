package server

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"
)

// Config is what a host may choose. The zero value of a field is not its default: start from [DefaultConfig].
type Config struct {
	Name    string        // of the server, shown to players
	Mode    string        // rules of the world, "" for brawl
	Fill    int           // pilots that bots fill the world up to; negative takes the catalog's
	Seed    uint64        // of the world; 0 takes one from the clock
	Record  string        // file to record the world's inputs to, "" for none
	Pilots  int           // people at once, 1 to 4000
	Origins []string      // other sites whose pages may connect; "*" is every site
	Budget  int           // bytes a second that a player is sent on average before the shots and ore that are far from it are left out
	PerAddr int           // connections from one address (IPv6: from one /64), 0 no limit
	Resume  time.Duration // how long an autopilot keeps a cut pilot's ship
	Drain   time.Duration // at a stop: how long players have to hear of it
}

// DefaultConfig is fit for a host who set nothing.
func DefaultConfig() Config {
	return Config{
		Name: "Orbrawl", Fill: -1, Pilots: 1200, PerAddr: 64, Budget: 2400,
		Resume: 30 * time.Second, Drain: 2 * time.Second,
	}
}

// Check reports every setting that cannot be, each with what is allowed.
func (c *Config) Check() error {
	var errs []error
	if c.Pilots < 1 || c.Pilots > 4000 {
		errs = append(errs, fmt.Errorf("pilots is %d; allowed are 1 to 4000", c.Pilots))
	}
	if c.Fill > 1000 {
		errs = append(errs, fmt.Errorf("bots is %d; allowed are 0 to 1000", c.Fill))
	}
	if c.PerAddr < 0 {
		errs = append(errs, fmt.Errorf("per-address is %d; allowed is 0 (no limit) and above", c.PerAddr))
	}
	if c.Budget < 1000 || c.Budget > 1_000_000 {
		errs = append(errs, fmt.Errorf("player-bytes is %d; allowed are 1000 to 1000000 a second", c.Budget))
	}
	if len(c.Name) == 0 || len(c.Name) > 64 || !utf8.ValidString(c.Name) {
		errs = append(errs, fmt.Errorf("name has %d bytes; allowed are 1 to 64 of UTF-8", len(c.Name)))
	}
	if c.Resume < 0 || c.Resume > time.Hour {
		errs = append(errs, fmt.Errorf("resume is %v; allowed are 0s to 1h", c.Resume))
	}
	if c.Drain < 0 || c.Drain > 5*time.Minute {
		errs = append(errs, fmt.Errorf("drain is %v; allowed are 0s to 5m", c.Drain))
	}
	return errors.Join(errs...)
}
