package server

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// patience is how long a test waits for what must come; reaching it is a failure.
const patience = 10 * time.Second

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is a server whose ticks the test makes by hand, behind its real doors. All that the loop owns may be
// looked at between two ticks.
type rig struct {
	*Server
	t    testing.TB
	host string
}

// plain is a configuration without bots, so that nothing happens but what the test does.
func plain() Config {
	c := DefaultConfig()
	c.Fill, c.Seed = 0, 7
	return c
}

func loadCatalog(t testing.TB) *catalog.Catalog {
	t.Helper()
	cat, err := catalog.Load(os.DirFS("../assets/catalog"))
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// emptyCatalog has no rocks to run into.
func emptyCatalog(t testing.TB) *catalog.Catalog {
	cat := loadCatalog(t)
	cat.Sector.RockMax = 0
	return cat
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func page() fstest.MapFS {
	return fstest.MapFS{
		"index.html":              {Data: []byte("<!doctype html><title>a page</title>")},
		"index.html.gz":           {Data: []byte("packed page")},
		"app/main-1A2B3C4D.js":    {Data: []byte("let a = 1")},
		"app/main-1A2B3C4D.js.gz": {Data: []byte("packed script")},
		"icon-maskable.svg":       {Data: []byte("<svg/>")},
		"manifest.webmanifest":    {Data: []byte("{}")},
	}
}

func newServer(t testing.TB, conf Config, cat *catalog.Catalog) *Server {
	t.Helper()
	s, err := New(conf, Parts{Catalog: cat, Page: page(), Build: "test", Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newRig opens the doors of a server. The doors' clocks that a test at its own speed could trip over are off.
func newRig(t testing.TB, conf Config, cat *catalog.Catalog) *rig {
	t.Helper()
	return openRig(t, newServer(t, conf, cat), func(c *conn.Config) { c.FramesPerSecond = 0 })
}

func openRig(t testing.TB, s *Server, edit func(*conn.Config)) *rig {
	t.Helper()
	doorConfig := s.doorConfig()
	edit(&doorConfig)
	door, err := conn.NewDoor(doorConfig, s.loop.gate.admit)
	if err != nil {
		t.Fatal(err)
	}
	s.door = door
	front := httptest.NewUnstartedServer(s.publicHandler())
	front.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	front.Start()
	r := &rig{Server: s, t: t, host: front.Listener.Addr().String()}
	t.Cleanup(func() {
		front.Close()
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := door.Shutdown(ctx, protocol.CloseRestart, "test over"); err != nil {
			t.Error(err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return r
}

// tick makes n steps of everything.
func (r *rig) tick(n int) {
	for range n {
		r.loop.tick()
	}
}

func (r *rig) now() game.Tick { return r.loop.now() }

// until polls a condition that another goroutine makes true.
func until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(200 * time.Microsecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !holds(); <-tick.C {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

// wait is the value of a channel, or the end of the test.
func wait[T any](t testing.TB, what string, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatalf("%s did not come", what)
		panic("unreachable")
	}
}

// atGate is how many sessions wait to be taken in (or out).
func (r *rig) atGate(leaving bool) (n int) {
	g := r.loop.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, e := range g.events {
		if e.leaves == leaving {
			n++
		}
	}
	return n
}

// count is the value of a counter or gauge, or the sample count of a histogram; labels are values like "flood".
func (s *Server) counted(t testing.TB, name string, labels ...string) int {
	t.Helper()
	families, err := s.count.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != "orbrawl_"+name {
			continue
		}
		for _, m := range f.GetMetric() {
			var have []string
			for _, l := range m.GetLabel() {
				have = append(have, l.GetValue())
			}
			all := " " + strings.Join(have, " ") + " "
			fits := true
			for _, l := range labels {
				fits = fits && strings.Contains(all, " "+l+" ")
			}
			if fits {
				return int(m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount()))
			}
		}
	}
	t.Fatalf("there is no metric %s %v", name, labels)
	return 0
}

// wantCount waits until a counter has a value; counters of a connection's end move on its own goroutine.
func (r *rig) wantCount(want int, name string, labels ...string) {
	r.t.Helper()
	got := -1
	end := time.Now().Add(patience)
	for got != want && time.Now().Before(end) {
		got = r.counted(r.t, name, labels...)
	}
	if got != want {
		r.t.Fatalf("%s%v is %d, want %d", name, labels, got, want)
	}
}

// client is what the loop knows of a pilot.
func (r *rig) client(p *pilot) *client {
	r.t.Helper()
	for _, c := range r.loop.clients {
		if c.id == p.welcome.Session {
			return c
		}
	}
	r.t.Fatalf("the loop knows no client of session %d", p.welcome.Session)
	return nil
}

// ship is the true ship of a pilot; the test fails when it has none.
func (r *rig) ship(p *pilot) *game.Ship {
	r.t.Helper()
	s := r.loop.world.ShipOf(r.client(p).pilot)
	if s == nil {
		r.t.Fatalf("session %d flies no ship", p.welcome.Session)
	}
	return s
}

func (r *rig) dial() net.Conn {
	r.t.Helper()
	raw, err := net.Dial("tcp", r.host)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = raw.Close() })
	return raw
}

// arrive connects and says hello; the welcome waits for the next tick.
func (r *rig) arrive(hello protocol.Hello) *pilot {
	r.t.Helper()
	p := shake(r.t, r.dial(), r.host, r.parts.Catalog)
	before := r.atGate(false)
	p.send(&hello)
	until(r.t, "the hello reaches the gate", func() bool { return r.atGate(false) > before })
	return p
}

// join connects and is welcomed.
func (r *rig) join() *pilot { return r.joinBy(nil) }

// joinBy connects with a resume key, and ticks once.
func (r *rig) joinBy(key []byte) *pilot {
	r.t.Helper()
	p := r.arrive(hello(key))
	r.tick(1)
	p.read(r)
	if !p.welcomed {
		r.t.Fatal("there was no welcome")
	}
	return p
}

// play takes a ship and learns of it.
func (r *rig) play(p *pilot, name string) {
	r.t.Helper()
	p.send(&protocol.Play{Name: name, Hue: 3})
	p.settle()
	r.tick(1)
	p.read(r)
	if p.known.Phase.Phase != protocol.PhaseFlying || !p.known.HasSelf {
		r.t.Fatalf("after play the phase is %+v, self %v", p.known.Phase, p.known.HasSelf)
	}
}

// fly joins and plays.
func (r *rig) fly(name string) *pilot {
	r.t.Helper()
	p := r.join()
	r.play(p, name)
	return p
}

// step ticks once, lets everybody read what was sent and answer as a client must.
func (r *rig) step(all ...*pilot) {
	r.t.Helper()
	r.tick(1)
	for _, p := range all {
		p.read(r)
		p.heartbeat()
	}
}

// cut breaks a line without a word, and waits until the server has noticed.
func (r *rig) cut(p *pilot) {
	r.t.Helper()
	before := r.atGate(true)
	_ = p.raw.Close()
	until(r.t, "the server notices the cut", func() bool { return r.atGate(true) > before })
}

func hello(key []byte) protocol.Hello {
	return protocol.Hello{MinVersion: 1, MaxVersion: protocol.Version, Build: "test", Locale: "en", Resume: key}
}

func (r *rig) url(path string) string { return fmt.Sprintf("http://%s%s", r.host, path) }
