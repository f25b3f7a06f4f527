package swarm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/server"
	"github.com/orbrawl/orbrawl/server/swarm"
)

// Most tests here wait for a game to be played, which takes seconds and little of the machine: some go at once.
func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", "6"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// hotCatalog is the game's, with a small sector and hard guns, so that things happen within seconds.
func hotCatalog(t *testing.T) *catalog.Catalog {
	t.Helper()
	cat, err := catalog.Load(os.DirFS("../../assets/catalog"))
	if err != nil {
		t.Fatal(err)
	}
	s := &cat.Sector
	s.RadiusMin, s.AreaPerPilot, s.SpawnProtect, s.SpawnClear = 800, 10000, 0, 0
	cat.Weapons[0].Damage = 80
	return cat
}

// arena is a running server.
type arena struct {
	url, admin string
	stop       func()
	ended      chan error
}

func newArena(t *testing.T) *arena {
	t.Helper()
	return newArenaOf(t, hotCatalog(t))
}

func newArenaOf(t *testing.T, cat *catalog.Catalog) *arena {
	t.Helper()
	conf := server.DefaultConfig()
	conf.Seed, conf.Fill, conf.Drain = 5, 16, 200*time.Millisecond
	s, err := server.New(conf, server.Parts{
		Catalog: cat, Page: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}},
		Build: "test", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	public, admin := listen(t), listen(t)
	ctx, stop := context.WithCancel(context.Background())
	a := &arena{"http://" + public.Addr().String(), admin.Addr().String(), stop, make(chan error, 1)}
	go func() { a.ended <- s.Run(ctx, public, admin) }()
	t.Cleanup(func() {
		stop()
		if err := <-a.ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return a
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func (a *arena) config(pilots int, length time.Duration) swarm.Config {
	c := swarm.DefaultConfig()
	c.URL, c.Admin, c.Pilots, c.For = a.url, a.admin, pilots, length
	return c
}

func TestPilotsPlayAndFindNothingWrong(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	r, err := swarm.Run(t.Context(), a.config(12, 3*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if r.TicksLate == nil || r.TickWorkP99Ms == nil || r.ServerRSSMB == nil || r.ServerCores == nil || r.ServerCPUPerClientTick == nil {
		t.Fatal("the server's metrics were not read")
	}
	if !r.OK() || r.PilotsHeld != 12 || r.Joined != 12 || len(r.Drops) != 0 {
		t.Fatalf("held %d, joined %d, errors %v %v, drops %v", r.PilotsHeld, r.Joined, r.Errors, r.Examples, r.Drops)
	}
	for what, n := range map[string]float64{
		"shots": float64(r.Shots), "kills and deaths": float64(r.Kills + r.Deaths), "ticks": float64(r.Ticks),
		"frames": r.FramesPerPlayer, "payload": r.PayloadPerPlayer, "compared": float64(r.Compared),
		"join bytes": float64(r.JoinBytesP50), "corrections": float64(r.Corrections), "ships": r.ShipsKnown,
		"frame heads": float64(r.BytesByMessage["frame"]), "bolts": float64(r.BytesByRecord["frame.shots"]),
		"interval": r.TickIntervalP50, "work": *r.TickWorkP99Ms, "memory": *r.ServerRSSMB, "gap": r.FrameGapP99Ms,
		"longest gap": r.FrameGapMaxMs, "second": float64(r.PayloadSecondP50), "worst second": float64(r.PayloadWorstSecond),
		"inputs": r.InputsPerPlayer, "cores": float64(*r.ServerCores), "CPU": *r.ServerCPUPerClientTick, "sending": 1 + r.Resources["sending"],
	} {
		if n <= 0 {
			t.Errorf("the report knows no %s: %+v", what, r)
		}
	}
	if r.PayloadSecondP50 > r.PayloadSecondP99 || r.PayloadSecondP99 > r.PayloadWorstSecond || float64(r.PayloadWorstSecond) < r.PayloadPerPlayer/2 {
		t.Errorf("bytes in a second: %d p50, %d p99, %d at most, %v on average", r.PayloadSecondP50, r.PayloadSecondP99, r.PayloadWorstSecond, r.PayloadPerPlayer)
	}
	if r.Verdict == "" || r.Cut != nil || r.Burst != nil || r.Churn != nil || r.Hostile != nil || r.Faults != nil {
		t.Errorf("verdict %q; what was not asked for is reported: %+v", r.Verdict, r)
	}
	if r.PilotsFull != 12 || r.JoinBytesMax > 40<<10 {
		t.Errorf("full %d, join bytes %d", r.PilotsFull, r.JoinBytesMax)
	}
}

func TestPilotsWithoutMirrorsPlayToo(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	c := a.config(8, 2*time.Second)
	c.FullShare = 0
	r, err := swarm.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() || r.PilotsFull != 0 || r.Shots == 0 || r.Compared != 0 {
		t.Errorf("full %d, shots %d, compared %d, errors %v, drops %v", r.PilotsFull, r.Shots, r.Compared, r.Errors, r.Drops)
	}
}

func TestAllJoinAtOnce(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	c := a.config(30, time.Second)
	c.Rate = 0
	r, err := swarm.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() || r.Joined != 30 || r.JoinAllMs == nil || *r.JoinAllMs < r.JoinMsMax || r.JoinMsP50 > r.JoinMsMax {
		t.Errorf("%d joined, %v ms p50, %v ms at most, all after %v; errors %v, drops %v", r.Joined, r.JoinMsP50, r.JoinMsMax, r.JoinAllMs, r.Errors, r.Drops)
	}
}

func TestMeasurementWaitsForTheSectorToGrow(t *testing.T) {
	t.Parallel()
	cat := hotCatalog(t)
	cat.Sector.AreaPerPilot, cat.Sector.Growth = 500000, 300 // from 1595 to 2185 u
	a := newArenaOf(t, cat)
	c := a.config(30, 500*time.Millisecond)
	c.Rate, c.FullShare = 0, 0
	r, err := swarm.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() || r.SettleS < 0.5 || r.SettleS > 15 {
		t.Errorf("the sector has 590 u to grow by at 300 u/s, and was waited for %v s; drops %v, errors %v", r.SettleS, r.Drops, r.Errors)
	}
	c.Settle = 0
	if r, err = swarm.Run(t.Context(), c); err != nil || r.SettleS > 0.1 {
		t.Errorf("%v; waited %v s, want none", err, r.SettleS)
	}
}

func TestRunEndsEarlyWithAReport(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second) // by then all are in, also on a busy machine
	defer cancel()
	r, err := swarm.Run(ctx, a.config(5, time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if r.PilotsHeld != 5 || r.Seconds > 30 {
		t.Errorf("held %d after %v s: %v", r.PilotsHeld, r.Seconds, r.Drops)
	}
}

func TestAServerThatStopsIsReported(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	time.AfterFunc(4*time.Second, a.stop)
	r, err := swarm.Run(t.Context(), a.config(5, time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if r.OK() || r.PilotsHeld != 0 || r.Drops["1012 restart"] != 5 || len(r.Errors) != 0 {
		t.Errorf("held %d, drops %v, errors %v; want all told of the restart", r.PilotsHeld, r.Drops, r.Errors)
	}
}

func TestRunSaysWhatItNeeds(t *testing.T) {
	l := listen(t)
	free := "http://" + l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	c := swarm.DefaultConfig()
	c.URL = free
	if _, err := swarm.Run(t.Context(), c); err == nil || !strings.Contains(err.Error(), "--url") {
		t.Errorf("without a server: %v", err)
	}
	a := newArena(t)
	c = a.config(1, time.Second)
	c.Admin = strings.TrimPrefix(free, "http://")
	if _, err := swarm.Run(t.Context(), c); err == nil || !strings.Contains(err.Error(), "--admin") {
		t.Errorf("without metrics that were asked for: %v", err)
	}
}

func TestReportIsReadableBothWays(t *testing.T) {
	work := 1.5
	r := &swarm.Report{
		PilotsWanted: 3, PilotsHeld: 2, TickWorkP99Ms: &work, Errors: map[string]int{"ticks do not go on": 4},
		Drops: map[string]int{"4000 stalled": 1}, BytesByMessage: map[string]int{"frame": 77}, Examples: []string{"pilot 1, tick 9"},
		Cut: &swarm.Cut{AtS: 3, Lines: 9, Back: 8, Lost: 1}, Burst: &swarm.Burst{Pilots: 6, Joined: 5},
		Hostile: map[string]swarm.Hostile{"mute": {Clients: 1, Lines: 2, Sent: 7, Ends: map[string]int{"reset": 2}}},
	}
	var table bytes.Buffer
	if err := r.Write(&table); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"2 of 3 held", "1.5 ms p99", "more than one late: ?", "ticks do not go on", "4000 stalled", "frame 100 %; 77 B", "pilot 1, tick 9",
		"9 lines at 3.0 s; 8 back", "1 lost", "5 of 6 joined", "hostile: mute", "1 client, 2 lines, 7 sent; 2 reset",
	} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, table.String())
		}
	}
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{"pilots_held": 2.0, "ticks_late": nil, "tick_work_p99_ms": 1.5} {
		if got, ok := fields[name]; !ok || got != want {
			t.Errorf("%s is %v in JSON, want %v", name, got, want)
		}
	}
	if r.OK() {
		t.Error("a report with errors and a lost pilot is in order")
	}
}
