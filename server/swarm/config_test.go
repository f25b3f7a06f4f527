package swarm

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestDefaultConfigIsInOrder(t *testing.T) {
	c := DefaultConfig()
	if err := c.Check(); err != nil {
		t.Error(err)
	}
}

func TestConfigNamesWhatCannotBe(t *testing.T) {
	for want, spoil := range map[string]func(*Config){
		"url is":            func(c *Config) { c.URL = "127.0.0.1:8080" },
		"pilots is 0":       func(c *Config) { c.Pilots = 0 },
		"for is 0s":         func(c *Config) { c.For = 0 },
		"rate is -1":        func(c *Config) { c.Rate = -1 },
		"full-share is":     func(c *Config) { c.FullShare = 2 },
		"warm is":           func(c *Config) { c.Warm = -time.Second },
		"join wait is":      func(c *Config) { c.JoinWait = -time.Second },
		"delay is":          func(c *Config) { c.Delay = time.Minute },
		"jitter is 30ms":    func(c *Config) { c.Delay, c.Jitter = 20*time.Millisecond, 30*time.Millisecond },
		"stalls is 0.6":     func(c *Config) { c.Stalls = 0.6 },
		"stalls is NaN":     func(c *Config) { c.Stalls = math.NaN() },
		"cut-at is 1m0s":    func(c *Config) { c.CutAt = time.Minute },
		"churn is 10ms":     func(c *Config) { c.Churn = 10 * time.Millisecond },
		"burst is 3901":     func(c *Config) { c.Burst = 3901 },
		"burst is at 1m10s": func(c *Config) { c.Burst, c.BurstAt = 1, 70*time.Second },
		"hostile is 0.7":    func(c *Config) { c.Hostile = 0.7 },
	} {
		c := DefaultConfig()
		spoil(&c)
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}

func TestConfigNamesAllThatCannotBe(t *testing.T) {
	c := DefaultConfig()
	c.Pilots, c.Stalls, c.Hostile, c.Churn = 0, 2, -1, -time.Second
	for _, want := range []string{"pilots is", "stalls is", "hostile is", "churn is"} {
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q in it too", err, want)
		}
	}
}

func TestWhoIsHostile(t *testing.T) {
	for _, k := range []struct {
		pilots int
		share  float64
		want   int
	}{{1000, 0.05, 50}, {10, 0, 0}, {10, 0.5, 5}, {3, 0.1, 0}, {7, 0.3, 2}} {
		c := Config{Pilots: k.pilots, Hostile: k.share}
		spread := 0
		for no := range k.pilots {
			if spreads(no, c.hostile(), c.Pilots) {
				spread++
			}
		}
		if c.hostile() != k.want || c.good() != k.pilots-k.want || spread != k.want {
			t.Errorf("of %d with share %v %d are hostile, %d by number; want %d", k.pilots, k.share, c.hostile(), spread, k.want)
		}
	}
}

func TestWhoVerifies(t *testing.T) {
	for _, k := range []struct {
		pilots int
		share  float64
		want   int
	}{{200, -1, 200}, {1000, -1, 300}, {1000, 0.5, 500}, {10, 0, 0}, {3, 1, 3}} {
		c := Config{Pilots: k.pilots, FullShare: k.share}
		if got := c.full(); got != k.want {
			t.Errorf("of %d pilots with share %v %d verify, want %d", k.pilots, k.share, got, k.want)
		}
	}
}

func TestWhereTheMetricsAre(t *testing.T) {
	for _, k := range []struct {
		url, admin, want string
		asked            bool
	}{
		{"http://127.0.0.1:8080", "", "http://127.0.0.1:8081", false},
		{"http://localhost:9000", "", "http://localhost:9001", false},
		{"http://[::1]:8080", "", "http://[::1]:8081", false},
		{"https://play.example.com:8080", "", "", false}, // its admin listener is not ours to guess
		{"http://127.0.0.1", "", "", false},
		{"https://play.example.com", "127.0.0.1:7000", "http://127.0.0.1:7000", true},
		{"http://127.0.0.1:8080", "http://10.0.0.2:81", "http://10.0.0.2:81", true},
	} {
		c := Config{URL: k.url, Admin: k.admin}
		if got, asked := c.adminURL(); got != k.want || asked != k.asked {
			t.Errorf("for %q and %q the metrics are at %q (asked %v), want %q (%v)", k.url, k.admin, got, asked, k.want, k.asked)
		}
	}
}
