package swarm

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"
)

// Config is what a run may be asked for. Start from [DefaultConfig].
type Config struct {
	URL       string        // the page of the server, http or https
	Admin     string        // address or URL of its admin listener; empty tries the next port when the server is on loopback
	Pilots    int           // 1 to 4000
	For       time.Duration // length of the measurement, which begins when all have joined
	Rate      float64       // joins a second; 0 is all at once
	Seed      uint64        // of the pilots' characters and of all that is drawn by lot
	FullShare float64       // share of pilots that decode and verify everything; negative: all up to fullPilots
	JoinWait  time.Duration // how long after the last dial a pilot may take to get its ship
	Settle    time.Duration // how long to wait at most for the sector to take its size before the measurement
	Warm      time.Duration // how long to fly after that before the measurement, so that joining is not part of it

	// faults of every line, on the client's side
	Delay  time.Duration // each way: a round trip takes twice that
	Jitter time.Duration // each way, evenly within Delay ± Jitter; nothing overtakes
	Stalls float64       // share of the time in which a line passes nothing either way, 0 to 0.5

	// incidents, by the time of the measurement
	CutAt   time.Duration // every line is cut hard; 0 is never
	Churn   time.Duration // mean life of a pilot, after which another takes its place; 0 is for ever
	Burst   int           // that many join at once
	BurstAt time.Duration // then

	Hostile float64 // share of Pilots that misbehave, 0 to 0.5

	FindFor time.Duration // how long Find may take; 0 is findFor

	ServerPID int // of the server when the caller knows it; 0 looks for it on this machine
}

// fullPilots is how many pilots verify everything when nothing else is asked for: each holds some megabytes of
// beliefs, and takes about 30 µs a tick.
const fullPilots = 300

// pilotsMost is how many the server takes at most.
const pilotsMost = 4000

// DefaultConfig flies 100 pilots for a minute against a server on this machine.
func DefaultConfig() Config {
	return Config{
		URL: "http://127.0.0.1:8080", Pilots: 100, For: time.Minute, Rate: 100, Seed: 1, FullShare: -1,
		JoinWait: 15 * time.Second, Settle: 40 * time.Second,
	}
}

// Check reports every setting that cannot be, each with what is allowed.
func (c *Config) Check() error {
	var errs []error
	if u, err := url.Parse(c.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		errs = append(errs, fmt.Errorf("url is %q; give the page of a server, for instance http://127.0.0.1:8080", c.URL))
	}
	if c.Pilots < 1 || c.Pilots > pilotsMost {
		errs = append(errs, fmt.Errorf("pilots is %d; allowed are 1 to %d", c.Pilots, pilotsMost))
	}
	if c.For <= 0 || c.For > 24*time.Hour {
		errs = append(errs, fmt.Errorf("for is %v; allowed is above 0s to 24h", c.For))
	}
	if !(c.Rate >= 0 && c.Rate <= 10000) {
		errs = append(errs, fmt.Errorf("rate is %v; allowed are 0 (all at once) to 10000 joins a second", c.Rate))
	}
	if c.FullShare > 1 {
		errs = append(errs, fmt.Errorf("full-share is %v; allowed are 0 to 1", c.FullShare))
	}
	if c.JoinWait <= 0 {
		errs = append(errs, fmt.Errorf("join wait is %v; allowed is above 0s", c.JoinWait))
	}
	if c.Settle < 0 {
		errs = append(errs, fmt.Errorf("settle is %v; allowed is 0s and above", c.Settle))
	}
	if c.Warm < 0 || c.Warm > time.Hour {
		errs = append(errs, fmt.Errorf("warm is %v; allowed are 0s to 1h", c.Warm))
	}
	return errors.Join(append(append(errs, c.checkFaults()...), c.checkIncidents()...)...)
}

func (c *Config) checkFaults() (errs []error) {
	if c.Delay < 0 || c.Delay > 5*time.Second {
		errs = append(errs, fmt.Errorf("delay is %v; allowed are 0s to 5s each way", c.Delay))
	}
	if c.Jitter < 0 || c.Jitter > c.Delay {
		errs = append(errs, fmt.Errorf("jitter is %v; allowed are 0s to the delay, %v", c.Jitter, c.Delay))
	}
	if !(c.Stalls >= 0 && c.Stalls <= 0.5) {
		errs = append(errs, fmt.Errorf("stalls is %v; allowed is a share of the time, 0 to 0.5", c.Stalls))
	}
	return errs
}

func (c *Config) checkIncidents() (errs []error) {
	if c.CutAt < 0 || c.CutAt > 0 && c.CutAt >= c.For {
		errs = append(errs, fmt.Errorf("cut-at is %v; allowed are moments within the measurement of %v", c.CutAt, c.For))
	}
	if c.Churn < 0 || c.Churn > 0 && c.Churn < time.Second {
		errs = append(errs, fmt.Errorf("churn is %v; allowed are a mean life of 1s and more, or 0s for none", c.Churn))
	}
	if c.Burst < 0 || c.Pilots+c.Burst > pilotsMost {
		errs = append(errs, fmt.Errorf("burst is %d; allowed are 0 to %d beside %d pilots", c.Burst, max(0, pilotsMost-c.Pilots), c.Pilots))
	}
	if c.BurstAt < 0 || c.Burst > 0 && c.BurstAt >= c.For {
		errs = append(errs, fmt.Errorf("burst is at %v; allowed are moments within the measurement of %v", c.BurstAt, c.For))
	}
	if !(c.Hostile >= 0 && c.Hostile <= 0.5) {
		errs = append(errs, fmt.Errorf("hostile is %v; allowed is a share of the pilots, 0 to 0.5", c.Hostile))
	}
	return errs
}

// hostile is how many of the pilots misbehave.
func (c *Config) hostile() int { return int(float64(c.Pilots)*c.Hostile + 0.5) }

// good is how many of the pilots play.
func (c *Config) good() int { return c.Pilots - c.hostile() }

// full is how many of those who play verify everything.
func (c *Config) full() int {
	if c.FullShare < 0 {
		return min(c.good(), fullPilots)
	}
	return int(float64(c.good())*c.FullShare + 0.5)
}

// isFull reports whether the pilot of that number verifies everything: those who do are spread evenly among the rest.
func (c *Config) isFull(no int) bool { return spreads(no, c.full(), c.good()) }

// spreads marks share of whole numbers, evenly among them.
func spreads(no, share, whole int) bool { return whole > 0 && (no+1)*share/whole > no*share/whole }

// isFaulty reports whether lines are to be worse than they are.
func (c *Config) isFaulty() bool { return c.Delay > 0 || c.Stalls > 0 }

// adminURL is where the metrics may be, or "" when there is no guess. asked tells whether the caller named it,
// so that its absence is an error.
func (c *Config) adminURL() (address string, asked bool) {
	if c.Admin != "" {
		if u, err := url.Parse(c.Admin); err == nil && u.Host != "" {
			return "http://" + u.Host, true
		}
		return "http://" + c.Admin, true
	}
	u, err := url.Parse(c.URL)
	if err != nil {
		return "", false
	}
	host, port, err := net.SplitHostPort(u.Host)
	if err != nil {
		return "", false
	}
	ip, n := net.ParseIP(host), 0
	if n, err = strconv.Atoi(port); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", false
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(n+1)), false
}
