package server

import (
	"testing"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// TestReplayedInputs: an input whose number is not newer than the last changes nothing and is counted.
func TestReplayedInputs(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	at := uint16(r.now() + 1)
	p.send(&protocol.Input{Seq: 900, Tick: at, Seen: uint16(r.now()), Power: 5})
	p.settle()
	r.step(p)
	for i, seq := range []uint16{900, 899, 40000} {
		p.send(&protocol.Input{Seq: seq, Tick: uint16(r.now() + 1), Seen: uint16(r.now()), Power: 15})
		p.settle()
		r.step(p)
		r.wantCount(i+1, "dropped_total", "stale_input")
	}
	if power := r.ship(p).Helm.Power; power != 5 {
		t.Fatalf("power %d after replayed inputs, want 5", power)
	}
	if c := r.client(p); c.ack != 900 {
		t.Fatalf("acknowledged %d, want 900", c.ack)
	}
}

// TestKillsAreOwed: a pilot hears of its kill also when it is skipped in that tick, and when it fell far off.
func TestKillsAreOwed(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	ada, bob := r.fly("Ada"), r.fly("Bob")
	r.step(ada, bob)
	c := r.client(ada)
	far := game.Kill{By: c.pilot, Victim: r.client(bob).pilot, Cause: protocol.CausePulse}
	far.At.X = 15000
	before := ada.known.Kills

	r.loop.world.Kills = append(r.loop.world.Kills[:0], far)
	r.loop.skip(c, "behind")
	if len(c.kills) != 1 || c.kills[0].Victim != "Bob" {
		t.Fatalf("owed after a skipped tick: %+v", c.kills)
	}
	r.loop.oweKills(c, c.viewer.Window, false)
	near := far
	near.At.X, near.At.Y = r.ship(ada).X, r.ship(ada).Y
	r.loop.world.Kills[0] = near
	r.loop.oweKills(c, c.viewer.Window, false) // it comes with its cell
	if len(c.kills) != 2 {
		t.Fatalf("owed %d kills, want 2", len(c.kills))
	}
	r.loop.oweKills(c, protocol.Window{}, false) // its cell is new in the window, and comes whole
	if len(c.kills) != 3 {
		t.Fatalf("owed %d kills, want 3", len(c.kills))
	}
	for range killsOwed {
		r.loop.oweKills(c, c.viewer.Window, true)
	}
	if len(c.kills) != killsOwed {
		t.Fatalf("owed %d kills, want at most %d", len(c.kills), killsOwed)
	}
	r.step(ada)
	if got := ada.known.Kills - before; got != killsOwed || len(c.kills) != 0 {
		t.Fatalf("told of %d kills, want %d; %d still owed", got, killsOwed, len(c.kills))
	}
}

// refusing is a line that finds no room though it looked ready.
type refusing struct{ line }

func (refusing) WriteFrame(conn.Frame) error { return conn.ErrBusy }

// TestRefusedKillsAreOwed: what a frame told that was not taken is told again, once.
func TestRefusedKillsAreOwed(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	c := r.client(p)
	c.kills = append(c.kills, protocol.Kill{By: "Ada", Victim: "Bob"})
	open := c.line
	c.line = refusing{open}
	r.tick(1)
	r.wantCount(1, "skipped_frames_total", "refused")
	c.line = open
	for range 3 {
		r.step(p)
	}
	if p.known.Kills != 1 || len(c.kills) != 0 {
		t.Fatalf("told of %d kills, %d are owed", p.known.Kills, len(c.kills))
	}
}

// TestKeptKillsAreOwed: a kill that came with its cell in a frame that is kept is owed until that frame is taken.
func TestKeptKillsAreOwed(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	c := r.client(p)
	for (uint32(r.now())+c.id)%2 != 0 {
		r.step(p)
	}
	r.loop.strain.level = shedRate
	near := game.Kill{By: c.pilot, Cause: protocol.CausePulse}
	near.At.X, near.At.Y = r.ship(p).X, r.ship(p).Y
	r.loop.world.Kills = append(r.loop.world.Kills[:0], near)
	c.letGo()
	c.viewer.Fed, c.told = r.now()-1, told{} // as if this tick's frame were still to be made, and had much to tell
	r.loop.compose(c, r.loop.whoIs(c))
	if len(c.kept) == 0 || len(c.kills) != 1 || c.keptKills != 1 {
		t.Fatalf("%d bytes kept, %d kills owed, of which %d are in what is kept", len(c.kept), len(c.kills), c.keptKills)
	}
}

// TestKeptFrameIsAwaitedByItsTick: a message that brings nothing but a frame of the tick before is acknowledged with
// that tick.
func TestKeptFrameIsAwaitedByItsTick(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.join()
	r.loop.strain.level = shedRate
	c, late := r.client(p), 0
	for range 10 * flight.Rate {
		r.step(p)
		if c.sentAt != r.now() {
			continue
		}
		if newest := c.pace.open[(c.pace.first+c.pace.count-1)%paceRoom]; newest != c.headAt {
			t.Fatalf("tick %d: waits for an acknowledgement of tick %d, sent was tick %d", r.now(), newest, c.headAt)
		}
		if c.headAt != r.now() {
			late++
		}
	}
	if late == 0 {
		t.Fatal("no kept frame went alone")
	}
}

// TestFreshLineHearsThatNothingIsOpen: a page that comes back may show cards that were answered meanwhile.
func TestFreshLineHearsThatNothingIsOpen(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	key := append([]byte(nil), p.welcome.Resume...)
	r.cut(p)
	again := r.joinBy(key)
	again.known.Offer = protocol.Offer{Number: 7, Waiting: 3}
	again.known.Progress = protocol.Progress{Level: 9}
	r.loop.clients[0].told = told{ship: game.NoEntity}
	r.step(again)
	if again.known.Offer.Number != 0 || again.known.Progress.Level != 0 {
		t.Fatalf("still believes %+v and %+v", again.known.Offer, again.known.Progress)
	}
}

// TestFarNewsWaitsATick: what happens far from a ship goes with the frame of the next tick; what happens close, and what
// concerns the player, does not wait.
func TestFarNewsWaitsATick(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	ada, bob := r.fly("Ada"), r.fly("Bob")
	place := func(gap float64) (heard int) {
		s, o := r.ship(ada), r.ship(bob)
		s.X, s.Y, s.Vx, s.Vy = 0, 0, 0, 0
		o.X, o.Y, o.Vx, o.Vy = gap, 0, 0, 0
		for range 4 {
			r.step(ada, bob)
		}
		for i := range uint16(10) { // Bob turns at every tick
			bob.input(uint32(r.now()+1), protocol.Input{Power: 15, Move: uint8(i%2) * 128})
			bob.settle()
			before := ada.frames
			r.step(ada, bob)
			heard += int(ada.frames - before)
		}
		return heard
	}
	if n := place(120); n < 9 {
		t.Errorf("of ten turns close to her Ada heard in %d messages", n)
	}
	if n := place(700); n < 4 || n > 6 {
		t.Errorf("of ten turns far from her Ada heard in %d messages", n)
	}
}
