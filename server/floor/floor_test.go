package floor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

// childSays tells the test binary to be a child, and of which kind.
const childSays = "ORBRAWL_FLOOR_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childSays) {
	case "":
		goleak.VerifyTestMain(m)
	case "serve":
		if err := Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "fail":
		fmt.Fprintln(os.Stderr, "no floor today")
		os.Exit(3)
	case "hang":
		select {}
	}
}

// small is a measurement of half a second by this test binary as a child.
func small(t *testing.T, child string, ways ...Way) Config {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(childSays, child)
	t.Setenv("GORACE", "atexit_sleep_ms=0") // the race detector makes a child wait a second before it ends
	conf := DefaultConfig()
	conf.Clients, conf.Bytes, conf.Rate, conf.For, conf.Rounds = 20, 130, 100, 400*time.Millisecond, 2
	conf.Ways, conf.Child = ways, []string{program}
	return conf
}

func TestEveryWay(t *testing.T) {
	r, err := Run(t.Context(), small(t, "serve", Ways()...))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range r.Ways {
		if m.Ticks != 40 || len(m.loops) != 40 || m.Short != 0 {
			t.Errorf("%s: %d ticks, %d measured, %d sends short", m.Way, m.Ticks, len(m.loops), m.Short)
		}
		if m.PerTick <= 0 || m.PerTick > 1e4 || m.OverFloor <= 0 || m.LoopP50Ms <= 0 || m.LoopP50Ms > m.LoopP99Ms {
			t.Errorf("%+v", m)
		}
		// 20 clients send 5 inputs a second for 0.4 s, each when a frame tells it that time has passed.
		if came := m.Inputs; m.Way.inputs() && (came < 20 || came > 60) || !m.Way.inputs() && came != 0 {
			t.Errorf("%s: %d inputs came", m.Way, came)
		}
	}
	var text bytes.Buffer
	if err := r.Write(&text); err != nil || !strings.Contains(text.String(), string(ConnInputs)) {
		t.Errorf("wrote %q, %v", text.String(), err)
	}
}

// TestNamesOfTheReport: scripts read them.
func TestNamesOfTheReport(t *testing.T) {
	conf := DefaultConfig()
	conf.Ways = Ways()
	b, err := json.Marshal(newReport(&conf))
	if err != nil {
		t.Fatal(err)
	}
	var flat map[string]any
	if err := json.Unmarshal(b, &flat); err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"floor", "bare", "conn", "floor_inputs", "conn_inputs"} {
		for _, name := range []string{"us_per_client_tick", "over_floor", "send_p50_ms", "send_p99_ms", "sends_short", "ticks_late", "inputs"} {
			if _, ok := flat[w+"_"+name]; !ok {
				t.Errorf("%s_%s is missing in %s", w, name, b)
			}
		}
	}
}

func TestSettle(t *testing.T) {
	conf := DefaultConfig()
	conf.Clients, conf.Ways = 10, []Way{Floor, ConnInputs}
	r := newReport(&conf)
	r.add(Floor, &turn{Ticks: 2, User: 1e-6, System: 19e-6, Loops: []int64{4e6, 1e6}})
	r.add(Floor, &turn{Ticks: 2, User: 1e-6, System: 19e-6, Loops: []int64{2e6, 3e6}})
	r.add(ConnInputs, &turn{Ticks: 4, System: 60e-6, Heard: 3 * inputSize, Late: 1, Short: 2, Loops: []int64{1e6}})
	r.settle()
	floor, stack := r.Ways[0], r.Ways[1]
	if round(floor.PerTick, 9) != 1 || floor.LoopP50Ms != 2 || floor.LoopP99Ms != 4 || floor.OverFloor != 1 {
		t.Errorf("%+v", floor)
	}
	if round(stack.PerTick, 9) != 1.5 || round(stack.OverFloor, 9) != 1.5 || stack.Inputs != 3 || stack.Late != 1 || stack.Short != 2 {
		t.Errorf("%+v", stack)
	}
}

func TestChildThatFails(t *testing.T) {
	_, err := Run(t.Context(), small(t, "fail", Floor))
	if err == nil || !strings.Contains(err.Error(), "no floor today") {
		t.Errorf("%v", err)
	}
}

func TestNoSuchChild(t *testing.T) {
	conf := small(t, "serve", Floor)
	conf.Child = []string{"/nowhere/orbrawl"}
	if _, err := Run(t.Context(), conf); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// TestCancel ends a child that would go on for an hour, and one that says nothing.
func TestCancel(t *testing.T) {
	for _, child := range []string{"serve", "hang"} {
		t.Run(child, func(t *testing.T) {
			conf := small(t, child, ConnInputs)
			conf.For = time.Hour
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			begin := time.Now()
			if _, err := Run(ctx, conf); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v", err)
			}
			if took := time.Since(begin); took > patience/2 {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestServeWithoutAJob(t *testing.T) {
	var out bytes.Buffer
	for _, in := range []string{"", "orbrawl\n"} {
		if err := Serve(strings.NewReader(in), &out); err == nil || out.Len() != 0 {
			t.Errorf("%q: %v, said %q", in, err, out.String())
		}
	}
}

// TestDeadlinesAreAbsolute: work of any length shorter than a tick moves none, and what is lost by a longer one is
// not made up for.
func TestDeadlinesAreAbsolute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var at []int64
		var late []time.Duration
		work := []time.Duration{3, 9, 0, 35, 1, 1}
		timer := time.NewTimer(0)
		tick(timer, begin, 10*time.Millisecond, len(work), func(l time.Duration) {
			at, late = append(at, time.Since(begin).Milliseconds()), append(late, l)
			time.Sleep(work[len(at)-1] * time.Millisecond)
		})
		if want := []int64{0, 10, 20, 30, 65, 66}; !slices.Equal(at, want) {
			t.Errorf("ticked at %v ms, want %v", at, want)
		}
		if late[4] != 25*time.Millisecond {
			t.Errorf("late by %v", late)
		}
	})
}

func TestCheck(t *testing.T) {
	good := DefaultConfig()
	good.Child = []string{"orbrawl"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Config){
		"clients": func(c *Config) { c.Clients = 0 },
		"bytes":   func(c *Config) { c.Bytes = 1 << 16 },
		"rate":    func(c *Config) { c.Rate = -1 },
		"rounds":  func(c *Config) { c.Rounds = 0 },
		"cores":   func(c *Config) { c.Cores = 0 },
		"for":     func(c *Config) { c.For = 0 },
		"way":     func(c *Config) { c.Ways = []Way{"up"} },
		"no way":  func(c *Config) { c.Ways = nil },
		"child":   func(c *Config) { c.Child = nil },
	} {
		bad := good
		spoil(&bad)
		if err := bad.Check(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Run(t.Context(), bad); err == nil {
			t.Errorf("%s: it ran", name)
		}
	}
}
