package server

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/protocol"
)

// live is a server that runs by its own clock on two listeners.
type live struct {
	*Server
	public, admin string
	stop          context.CancelFunc
	ended         chan error
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func goLive(t testing.TB, s *Server) *live {
	t.Helper()
	public, admin := listen(t), listen(t)
	ctx, stop := context.WithCancel(context.Background())
	v := &live{Server: s, public: public.Addr().String(), admin: admin.Addr().String(), stop: stop, ended: make(chan error, 1)}
	go func() { v.ended <- s.Run(ctx, public, admin) }()
	t.Cleanup(func() {
		stop()
		http.DefaultClient.CloseIdleConnections()
	})
	return v
}

// join connects by the server's own clock.
func (v *live) join(t testing.TB) *pilot {
	t.Helper()
	raw, err := net.Dial("tcp", v.public)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	p := shake(t, raw, v.public, v.parts.Catalog)
	h := hello(nil)
	p.send(&h, &protocol.Play{Name: "Ada"})
	for !p.welcomed || p.known.Phase.Phase != protocol.PhaseFlying {
		p.hear()
	}
	return p
}

// TestGracefulStop tells everybody 1012, closes all doors, leaves nothing running, and the recording is whole:
// it lives again to its last tick, hash by hash.
func TestGracefulStop(t *testing.T) {
	conf := plain()
	conf.Fill = 10
	conf.Record = filepath.Join(t.TempDir(), "game.orl")
	s := newServer(t, conf, loadCatalog(t))
	v := goLive(t, s)
	var all []*pilot
	for range 5 {
		all = append(all, v.join(t))
	}
	all[0].input(all[0].known.Tick+3, protocol.Input{Power: 15, Buttons: protocol.ButtonFire})
	all[0].hearFrames(15)                          // the loop's own clock turns
	preconnected, err := net.Dial("tcp", v.public) // as browsers do; it says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = preconnected.Close() }()
	v.stop()
	for _, p := range all {
		p.expectClose(protocol.CloseRestart)
		if p.known.Bye.Code != uint16(protocol.CloseRestart) || p.known.Bye.RetryMs > 5000 {
			t.Errorf("bye %+v", p.known.Bye)
		}
	}
	if err := wait(t, "the end of Run", v.ended); err != nil {
		t.Errorf("Run: %v", err)
	}
	for _, addr := range []string{v.public, v.admin} {
		if c, err := net.Dial("tcp", addr); err == nil {
			_ = c.Close()
			t.Errorf("%s still listens", addr)
		}
	}
	replay(t, s, conf.Record, s.loop.now())
}

func replay(t *testing.T, s *Server, path string, to game.Tick) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rec, err := game.OpenRecording(f, s.parts.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	inputs := 0
	for {
		m, err := rec.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		inputs += len(m.Inputs)
	}
	if rec.World.Tick != to || rec.World.Hash() != s.loop.world.Hash() || inputs < 11 {
		t.Errorf("the recording ends at tick %d with %d inputs; the world ended at %d", rec.World.Tick, inputs, to)
	}
}

// TestLostListener ends Run with the reason.
func TestLostListener(t *testing.T) {
	public := listen(t)
	_ = public.Close()
	err := newServer(t, plain(), emptyCatalog(t)).Run(t.Context(), public, nil)
	if err == nil || !strings.Contains(err.Error(), "closed") {
		t.Fatalf("Run: %v", err)
	}
}

// TestNewRefuses what cannot be, by name, and touches no file before.
func TestNewRefuses(t *testing.T) {
	kept := filepath.Join(t.TempDir(), "kept.orl")
	if err := os.WriteFile(kept, []byte("an earlier game"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		edit func(*Config, *Parts)
		want string
	}{
		{func(c *Config, _ *Parts) { c.Pilots = 0 }, "pilots is 0"},
		{func(c *Config, _ *Parts) { c.Pilots = 5000 }, "pilots is 5000"},
		{func(c *Config, _ *Parts) { c.Fill = 2000 }, "bots is 2000"},
		{func(c *Config, _ *Parts) { c.PerAddr = -1 }, "per-address is -1"},
		{func(c *Config, _ *Parts) { c.Name = "" }, "name has 0 bytes"},
		{func(c *Config, _ *Parts) { c.Name = "a\xff" }, "name"},
		{func(c *Config, _ *Parts) { c.Resume = -1 }, "resume is -1ns"},
		{func(c *Config, _ *Parts) { c.Drain = time.Hour }, "drain is 1h"},
		{func(c *Config, _ *Parts) { c.Mode = "chess" }, "chess"},
		{func(c *Config, _ *Parts) { c.Origins, c.Record = []string{"play.example.com"}, kept }, "play.example.com"},
		{func(c *Config, _ *Parts) { c.Record = filepath.Join(kept, "x") }, "recording"},
		{func(_ *Config, p *Parts) { p.Build = strings.Repeat("b", 65) }, "build"},
	} {
		conf, parts := plain(), Parts{Catalog: emptyCatalog(t), Page: page(), Log: quiet()}
		c.edit(&conf, &parts)
		if _, err := New(conf, parts); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("New: %v, want it to name %q", err, c.want)
		}
	}
	if b, err := os.ReadFile(kept); err != nil || string(b) != "an earlier game" {
		t.Errorf("a refused server has overwritten a recording: %q, %v", b, err)
	}
}

// TestFailingRecording goes on without it.
func TestFailingRecording(t *testing.T) {
	conf := plain()
	conf.Record = filepath.Join(t.TempDir(), "game.orl")
	r := newRig(t, conf, emptyCatalog(t))
	_ = r.loop.record.file.Close() // as a disk that fails
	p := r.fly("Ada")
	for range 70 {
		r.step(p)
	}
	if r.loop.record.out != nil {
		t.Error("the recording did not notice that nothing is written")
	}
}

// TestLateLoop gives up the ticks it cannot make, and says so.
func TestLateLoop(t *testing.T) {
	v := goLive(t, newServer(t, plain(), emptyCatalog(t)))
	p := v.join(t)
	v.loop.gate.mu.Lock() // the loop stands still at its next tick
	until(t, "the loop is late", func() bool { return v.pulse.tickAge() > 400*time.Millisecond })
	v.loop.gate.mu.Unlock()
	until(t, "ticks are given up", func() bool { return v.counted(t, "ticks_given_up_total") > 0 })
	p.hearFrames(4)
	_ = p.raw.Close()
	v.stop()
	if err := wait(t, "the end of Run", v.ended); err != nil {
		t.Error(err)
	}
	if n := v.counted(t, "ticks_given_up_total"); n < 5 || n > 60 {
		t.Errorf("%d ticks were given up of about 11", n)
	}
}
