package server

import (
	"testing"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// TestQuietWorld: where nothing changes, at least 5 frames come each second, and hardly more.
func TestQuietWorld(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.join()
	r.step(p)
	before := p.frames
	for range 10 * flight.Rate {
		r.step(p)
		if late := uint32(r.now()) - p.known.Tick; late >= quietTicks {
			t.Fatalf("tick %d: the newest frame is %d ticks old", r.now(), late)
		}
	}
	if n := p.frames - before; n < 50 || n > 60 {
		t.Errorf("%d frames in 10 s", n)
	}
}

// TestBackgroundTab stays for as long as it answers the frames it gets: a hidden tab has no other clock.
func TestBackgroundTab(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	w := newWitness(r)
	p := r.fly("Ada")
	for range 25 * flight.Rate {
		r.tick(1)
		p.read(r)
		p.heartbeat()
		w.read(r)
		w.heartbeat()
	}
	c := r.client(p)
	if c.session == nil || c.session.conn.Closing() || c.pace.step != 0 || p.known.Phase.Phase != protocol.PhaseFlying {
		t.Fatalf("after 25 s in the background: pace %+v, phase %+v", c.pace, p.known.Phase)
	}
	for _, reason := range skipReasons {
		r.wantCount(0, "skipped_frames_total", reason)
	}
}

// TestSpectatorStaysSmall: who only watches costs no more memory the longer it does.
func TestSpectatorStaysSmall(t *testing.T) {
	conf := plain()
	conf.Fill = 20
	r := newRig(t, conf, loadCatalog(t))
	r.tick(100)
	p := r.join()
	for range 5 * flight.Rate {
		r.step(p)
	}
	before := heap()
	for range minute / 3 {
		r.step(p)
	}
	if grown := int64(heap()) - int64(before); grown > 1<<20 {
		t.Errorf("the heap grew by %d B in 20 s", grown)
	}
}

// TestSpectatorsFollow: the ship that spectators watch is in their sight, and when it ends the eye rests where
// it was, then finds another.
func TestSpectatorsFollow(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	first, second := r.fly("Ada"), r.fly("Bob")
	p := r.join()
	if f := p.known.Phase.Focus; f != r.ship(first).ID.Slot && f != r.ship(second).ID.Slot {
		t.Fatalf("focus %d", f)
	}
	watched, other := first, second
	if p.known.Phase.Focus == r.ship(second).ID.Slot {
		watched, other = second, first
	}
	watched.send(&protocol.Leave{})
	watched.settle()
	x, y := r.loop.stage.x, r.loop.stage.y
	r.step(p, first, second)
	if p.known.Phase.Focus != protocol.Nobody || r.loop.stage.x != x || r.loop.stage.y != y {
		t.Fatalf("focus %d at %v,%v when the ship had just left %v,%v", p.known.Phase.Focus, r.loop.stage.x, r.loop.stage.y, x, y)
	}
	for range flight.Rate {
		r.step(p, first, second)
	}
	if p.known.Phase.Focus != r.ship(other).ID.Slot {
		t.Fatalf("after a second the focus is %d, want %d", p.known.Phase.Focus, r.ship(other).ID.Slot)
	}
}

// TestPeopleAndBots are counted as players see them.
func TestPeopleAndBots(t *testing.T) {
	conf := plain()
	conf.Fill = 5
	r := newRig(t, conf, emptyCatalog(t))
	first, second := r.fly("Ada"), r.fly("Bob")
	r.join()
	for range 3 * stagePause {
		r.step(first, second)
	}
	if p := first.known.Progress; p.Pilots != 2 || p.Bots != 3 {
		t.Errorf("told of %d people and %d bots, want 2 and 3", p.Pilots, p.Bots)
	}
	if people, bots := r.pulse.people.Load(), r.pulse.bots.Load(); people != 2 || bots != 3 {
		t.Errorf("the pulse tells of %d people and %d bots", people, bots)
	}
}
