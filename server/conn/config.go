package conn

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Config is what a host may choose about connections. [DefaultConfig] is safe on the open internet.
type Config struct {
	// at the door

	// Origins may connect beside pages of the server's own host: "https://play.example.com", or "*"
	// for all. Clients that send no Origin are no browsers and are let in.
	Origins         []string
	ConnsPerAddress int           // at once from one IPv4 address or IPv6 /64; 0 is no limit
	ConnsTotal      int           // at once; 0 is no limit
	RetryAfter      time.Duration // told to those refused for want of room
	UpgradeTimeout  time.Duration // for writing the 101
	// ClientAddr names the address to count, for hosts behind a proxy; the zero Addr is not counted.
	// Nil takes the request's RemoteAddr.
	ClientAddr func(*http.Request) netip.Addr
	// Admit may refuse a handshake that is in order, for instance of a banned address. Nil admits all.
	Admit func(*http.Request) bool

	// reading

	MaxMessage      int  // bytes of one message, in one frame or many; 1 to 1 GiB
	MaxFragments    int  // pieces of one message; 0 is no limit
	FramesPerSecond int  // from one peer, of any kind; 0 is no limit
	FrameBurst      int  // frames at once beyond the pace; at least 1 when there is a limit
	ReadBuffer      int  // bytes read at once; over TLS each connection holds as many, else only those that have some
	AllowText       bool // text frames are delivered instead of refused with 1003

	// writing

	MaxFrame        int // bytes of one frame with its header
	TailLimit       int // bytes that may wait behind an unfinished frame
	NotSentLowWater int // unsent bytes at which Linux calls a socket full; 0 keeps the system's

	// time; 0 is no limit, except for Linger

	FirstMessageTimeout time.Duration // from the 101 to the first whole message: closes with 4002
	IdleTimeout         time.Duration // without a byte from the peer: closes with 4001
	MessageTimeout      time.Duration // from the first byte of a message to its last: closes with 1008
	PingEvery           time.Duration // of silence, after which the server pings
	StallTimeout        time.Duration // without the peer reading a byte: closes with 4000
	Linger              time.Duration // for the close frame to arrive; 0 closes at once

	// instruments

	Meter Meter        // nil counts nothing
	Log   *slog.Logger // for faults of ours (panics); nil is slog.Default
}

// DefaultConfig is the configuration of a game server: small binary messages in, frames of some
// kilobytes out.
func DefaultConfig() Config {
	return Config{
		ConnsPerAddress: 32,
		ConnsTotal:      10000,
		RetryAfter:      5 * time.Second,
		UpgradeTimeout:  5 * time.Second,

		MaxMessage:      4 << 10,
		MaxFragments:    64,
		FramesPerSecond: 120,
		FrameBurst:      240,
		ReadBuffer:      512,

		MaxFrame:        1 << 20,
		TailLimit:       8 << 10,
		NotSentLowWater: 8 << 10,

		FirstMessageTimeout: 10 * time.Second,
		IdleTimeout:         30 * time.Second,
		MessageTimeout:      10 * time.Second,
		PingEvery:           10 * time.Second,
		StallTimeout:        15 * time.Second,
		Linger:              time.Second,
	}
}

// Check names the first setting that cannot work, and how to mend it.
func (c *Config) Check() error {
	for _, origin := range c.Origins {
		if err := checkOrigin(origin); err != nil {
			return err
		}
	}
	if err := c.checkSizes(); err != nil {
		return err
	}
	return c.checkTimes()
}

func (c *Config) checkSizes() error {
	for _, size := range []struct {
		name        string
		value       int
		least, most int
	}{
		{"ConnsPerAddress", c.ConnsPerAddress, 0, 1 << 30},
		{"ConnsTotal", c.ConnsTotal, 0, 1 << 30},
		{"MaxMessage", c.MaxMessage, 1, 1 << 30},
		{"MaxFragments", c.MaxFragments, 0, 1 << 30},
		{"FramesPerSecond", c.FramesPerSecond, 0, 1e9},
		{"FrameBurst", c.FrameBurst, 0, 1 << 20},
		{"ReadBuffer", c.ReadBuffer, 64, 1 << 20},
		{"MaxFrame", c.MaxFrame, maxControlSize, 1 << 30},
		{"TailLimit", c.TailLimit, 0, 1 << 30},
		{"NotSentLowWater", c.NotSentLowWater, 0, 1 << 30},
	} {
		if size.value < size.least || size.value > size.most {
			return fmt.Errorf("conn: config: %s is %d; choose %d to %d", size.name, size.value, size.least, size.most)
		}
	}
	if c.FramesPerSecond > 0 && c.FrameBurst < 1 {
		return fmt.Errorf("conn: config: FrameBurst is %d with a limit of frames; choose at least 1", c.FrameBurst)
	}
	return nil
}

func (c *Config) checkTimes() error {
	for _, span := range []struct {
		name  string
		value time.Duration
		least time.Duration
	}{
		{"RetryAfter", c.RetryAfter, 0},
		{"UpgradeTimeout", c.UpgradeTimeout, time.Millisecond},
		{"FirstMessageTimeout", c.FirstMessageTimeout, 0},
		{"IdleTimeout", c.IdleTimeout, 0},
		{"MessageTimeout", c.MessageTimeout, 0},
		{"PingEvery", c.PingEvery, 0},
		{"StallTimeout", c.StallTimeout, 0},
		{"Linger", c.Linger, 0},
	} {
		if span.value < span.least || span.value > 24*time.Hour {
			return fmt.Errorf("conn: config: %s is %v; choose %v to 24h", span.name, span.value, span.least)
		}
	}
	if c.IdleTimeout > 0 && c.PingEvery >= c.IdleTimeout {
		return fmt.Errorf("conn: config: PingEvery is %v and IdleTimeout %v; ping sooner than you give up", c.PingEvery, c.IdleTimeout)
	}
	return nil
}

func checkOrigin(origin string) error {
	if origin == "*" {
		return nil
	}
	u, err := url.Parse(origin)
	if err != nil || !webScheme(u.Scheme) || u.Host == "" || strings.TrimPrefix(origin, u.Scheme+"://") != u.Host {
		return fmt.Errorf("conn: config: origin %q is not of the form https://host or https://host:port; mend it or write * for all", origin)
	}
	return nil
}
