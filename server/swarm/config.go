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
	Rate      float64       // joins a second
	Seed      uint64        // of the pilots' characters
	FullShare float64       // share of pilots that decode and verify everything; negative: all up to fullPilots
	JoinWait  time.Duration // how long after the last dial a pilot may take to get its ship
}

// fullPilots is how many pilots verify everything when nothing else is asked for: each holds some megabytes of
// beliefs, and takes about 30 µs a tick.
const fullPilots = 300

// DefaultConfig flies 100 pilots for a minute against a server on this machine.
func DefaultConfig() Config {
	return Config{
		URL: "http://127.0.0.1:8080", Pilots: 100, For: time.Minute, Rate: 100, Seed: 1, FullShare: -1,
		JoinWait: 15 * time.Second,
	}
}

// Check reports every setting that cannot be, each with what is allowed.
func (c *Config) Check() error {
	var errs []error
	if u, err := url.Parse(c.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		errs = append(errs, fmt.Errorf("url is %q; give the page of a server, for instance http://127.0.0.1:8080", c.URL))
	}
	if c.Pilots < 1 || c.Pilots > 4000 {
		errs = append(errs, fmt.Errorf("pilots is %d; allowed are 1 to 4000", c.Pilots))
	}
	if c.For <= 0 || c.For > 24*time.Hour {
		errs = append(errs, fmt.Errorf("for is %v; allowed is above 0s to 24h", c.For))
	}
	if !(c.Rate > 0 && c.Rate <= 10000) {
		errs = append(errs, fmt.Errorf("rate is %v; allowed is above 0 to 10000 joins a second", c.Rate))
	}
	if c.FullShare > 1 {
		errs = append(errs, fmt.Errorf("full-share is %v; allowed are 0 to 1", c.FullShare))
	}
	if c.JoinWait <= 0 {
		errs = append(errs, fmt.Errorf("join wait is %v; allowed is above 0s", c.JoinWait))
	}
	return errors.Join(errs...)
}

// full is how many of the pilots verify everything.
func (c *Config) full() int {
	if c.FullShare < 0 {
		return min(c.Pilots, fullPilots)
	}
	return int(float64(c.Pilots)*c.FullShare + 0.5)
}

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
