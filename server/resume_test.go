package server

import (
	"testing"
	"time"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// TestCutAndResume loses a line and comes back by its key: the same ship, score and offer, flown by an
// autopilot meanwhile, which others see.
func TestCutAndResume(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p, other := r.fly("Ada"), r.fly("Bob")
	truth := r.loop.world.Pilot(r.client(p).pilot)
	truth.Score = 321
	truth.Offer = game.Offer{Number: 5, Last: 5, Tracks: [3]uint8{0, 1, 2}}
	id := r.ship(p).ID
	beside(r, p, other)
	p.input(uint32(r.now())+1, protocol.Input{Power: 15, Aim: 77})
	p.settle()
	r.step(p, other)
	r.cut(p)
	for range 2 { // it may go with the second
		r.step(other)
	}
	if s := other.known.Thing(id.Slot); s == nil || s.Flags&protocol.ShipAdrift == 0 {
		t.Fatalf("the other sees %+v, want it adrift", s)
	}
	if truth = r.loop.world.Pilot(r.client(p).pilot); !truth.Adrift {
		t.Fatal("no autopilot took over")
	}
	for range 60 {
		r.step(other)
	}
	again := r.joinBy(p.welcome.Resume)
	if !again.welcome.Resumed || again.welcome.Session != p.welcome.Session || string(again.welcome.Resume) != string(p.welcome.Resume) {
		t.Fatalf("welcome %+v", again.welcome)
	}
	k := again.known
	if k.Phase.Phase != protocol.PhaseFlying || k.Self.Slot != id.Slot || k.Self.Gen != id.Gen || k.Progress.Score != 321 {
		t.Fatalf("phase %+v self %+v progress %+v", k.Phase, k.Self, k.Progress)
	}
	if again.body() != r.ship(again).Body || k.SelfTick != uint32(r.now()) {
		t.Fatalf("Self %+v, true %+v", again.body(), r.ship(again).Body)
	}
	if o := truth.Offer; o.Number != k.Offer.Number {
		t.Fatalf("offer %+v, true %+v", k.Offer, o)
	}
	r.step(again, other)
	if s := other.known.Thing(id.Slot); s == nil || s.Flags&protocol.ShipAdrift != 0 {
		t.Fatalf("after the return the other sees %+v", s)
	}
	r.wantCount(1, "welcomes_total", "resumed")
	r.wantCount(1, "closes_total", "abnormal")
}

// beside puts two ships where each sees the other, at rest and out of reach of each other.
func beside(r *rig, p, other *pilot) {
	a, b := r.ship(p), r.ship(other)
	a.X, a.Y, b.X, b.Y = -200, 0, 200, 0
	r.step(p, other)
}

// TestControlsAfterResume: whatever an autopilot left, the ship holds what its pilot says it holds.
func TestControlsAfterResume(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	p.input(uint32(r.now())+1, protocol.Input{Aim: 300})
	p.settle()
	r.step(p)
	r.cut(p)
	r.tick(1)
	again := r.joinBy(p.welcome.Resume)
	if again.known.Ack != 0 || again.known.Margin != 0 {
		t.Fatalf("a new line starts with ack %d, margin %d of the old one", again.known.Ack, again.known.Margin)
	}
	again.input(uint32(r.now())+1, protocol.Input{})
	again.settle()
	r.step(again)
	if aim := r.ship(again).Helm.Aim; aim != 0 {
		t.Fatalf("the pilot aims at 0, the ship at %d", aim)
	}
}

// TestResumeClosesTheOldLine: the newer line is the better one, and what the old one does later changes
// nothing.
func TestResumeClosesTheOldLine(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p, other := r.fly("Ada"), r.fly("Bob")
	again := r.arrive(hello(p.welcome.Resume))
	r.tick(1)
	again.read(r)
	p.expectClose(protocol.CloseReplaced)
	if p.known.Bye.Code != uint16(protocol.CloseReplaced) || p.known.Bye.Sentence == "" {
		t.Fatalf("bye %+v", p.known.Bye)
	}
	until(t, "the old session leaves", func() bool { return r.atGate(true) == 1 })
	for range 3 {
		r.step(again, other)
	}
	c := r.client(again)
	if c.session == nil || r.loop.world.Pilot(c.pilot).Adrift || len(r.loop.clients) != 2 || len(r.loop.byConn) != 2 {
		t.Fatalf("the old line's end reached the new one: %+v", c)
	}
	r.wantCount(1, "closes_total", "replaced")
}

// TestResumeRaces lets two lines come for one key within a tick, and a line that is gone before its welcome.
func TestResumeRaces(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	first, second := r.arrive(hello(p.welcome.Resume)), r.arrive(hello(p.welcome.Resume))
	r.tick(1)
	p.expectClose(protocol.CloseReplaced)
	first.expectClose(protocol.CloseReplaced)
	second.read(r)
	third := r.arrive(hello(p.welcome.Resume))
	r.cut(third)
	r.tick(1)
	until(t, "all that left has been told", func() bool { r.tick(1); return r.atGate(true) == 0 })
	second.read(r)
	if c := r.client(second); c.session == nil || !second.welcome.Resumed || len(r.loop.byConn) != 1 {
		t.Fatalf("after the races: %+v", c)
	}
}

// TestBadKeys are answered with a new session.
func TestBadKeys(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	foreign := append([]byte(nil), p.welcome.Resume...)
	foreign[15] ^= 1
	for _, key := range [][]byte{foreign, make([]byte, 16), {1, 2, 3}, nil} {
		other := r.joinBy(key)
		if other.welcome.Resumed || other.welcome.Session == p.welcome.Session {
			t.Fatalf("key % x was taken for session %d", key, other.welcome.Session)
		}
	}
	r.step(p)
	if r.client(p).session == nil {
		t.Fatal("a bad key cost somebody else the line")
	}
}

// TestGraceEnds: after the time to come back the ship is gone, and the key is worth nothing.
func TestGraceEnds(t *testing.T) {
	conf := plain()
	conf.Resume = 2 * time.Second
	r := newRig(t, conf, emptyCatalog(t))
	p, other := r.fly("Ada"), r.fly("Bob")
	r.cut(p)
	r.tick(1)
	left := r.client(p)
	for range 2*flight.Rate - 1 {
		r.step(other)
	}
	if r.loop.world.ShipOf(left.pilot) == nil {
		t.Fatal("the ship went before its time")
	}
	r.step(other)
	r.step(other)
	if r.loop.world.Pilot(left.pilot) != nil || len(r.loop.clients) != 1 || len(r.loop.byKey) != 1 {
		t.Fatal("the pilot is remembered after the grace")
	}
	again := r.joinBy(p.welcome.Resume)
	if again.welcome.Resumed || again.welcome.Session == p.welcome.Session || again.known.Phase.Phase != protocol.PhaseSpectating {
		t.Fatalf("welcome %+v, phase %+v", again.welcome, again.known.Phase)
	}
}

// TestWatchersLeaveNothing: who never flew has nothing to come back to, and must not fill the server.
func TestWatchersLeaveNothing(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	for range 5 {
		r.cut(r.join())
	}
	r.tick(2)
	if n := len(r.loop.clients); n != 0 {
		t.Fatalf("%d clients are kept of people who only looked in", n)
	}
	if n := len(r.loop.world.Pilots); n != 0 {
		t.Fatalf("%d pilots are kept of people who only looked in", n)
	}
}

// TestDeadMayComeBack: a line lost on the death card comes back to it.
func TestDeadMayComeBack(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	doom(r, p)
	r.step(p)
	r.cut(p)
	r.tick(10)
	again := r.joinBy(p.welcome.Resume)
	if again.known.Phase.Phase != protocol.PhaseDead || again.known.Died.Cause != uint8(protocol.CauseStorm) {
		t.Fatalf("phase %+v, card %+v", again.known.Phase, again.known.Died)
	}
}
