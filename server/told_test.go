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

// TestWaitingTickIsToldWithTheNext: where a tick is left out under strain, the next message brings both, kills that
// the pilot had a part in are not left out, and what is sent is awaited by its tick.
func TestWaitingTickIsToldWithTheNext(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	p := r.fly("Ada")
	c := r.client(p)
	r.loop.strain.level = shedRate
	sent := 0
	for range 2 * flight.Rate {
		r.step(p)
		if c.sentAt == r.now() {
			sent++
			if newest := c.pace.open[(c.pace.first+c.pace.count-1)%paceRoom]; newest != c.sentAt {
				t.Fatalf("tick %d: waits for an acknowledgement of tick %d, sent was tick %d", r.now(), newest, c.sentAt)
			}
		}
	}
	if sent == 0 || sent > flight.Rate {
		t.Errorf("of %d ticks %d were sent one by one", 2*flight.Rate, sent)
	}
	for (uint32(r.now())+c.id)%2 == 0 { // the next tick waits
		r.step(p)
	}
	r.step(p)
	if c.sentAt == r.now() {
		t.Fatal("a tick without news does not wait")
	}
	r.step(p)
	c.viewer.Fed = r.now() - 1 // as if this tick were still to be told
	r.loop.strain.level, c.told.owed = 0, false
	kills := r.loop.world.Kills
	r.loop.world.Kills = []game.Kill{{By: c.pilot, Cause: protocol.CausePulse}}
	if r.loop.waits(c, r.loop.whoIs(c)) {
		t.Fatal("the tick of a kill waits")
	}
	if r.loop.world.Kills = kills; !r.loop.waits(c, r.loop.whoIs(c)) {
		t.Fatal("the tick of a pilot to whom nothing happened does not wait")
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

// TestTurnsWaitAndShotsDoNot: how others turn goes with the frame of the next tick; a shot close to the player's ship
// does not wait.
func TestTurnsWaitAndShotsDoNot(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	ada, bob := r.fly("Ada"), r.fly("Bob")
	play := func(gap float64, buttons uint8) (heard, shots, atOnce int) {
		s, o := r.ship(ada), r.ship(bob)
		s.X, s.Y, s.Vx, s.Vy = 0, 0, 0, 0
		o.X, o.Y, o.Vx, o.Vy = gap, 0, 0, 0
		for range 4 {
			r.step(ada, bob)
		}
		for i := range uint16(40) { // Bob turns at every tick, and shoots away from her
			bob.input(uint32(r.now()+1), protocol.Input{Power: 15, Move: uint8(i%2) * 128, Buttons: buttons})
			bob.settle()
			before := ada.frames
			r.step(ada, bob)
			heard += int(ada.frames - before)
			for _, b := range r.loop.world.Bolts {
				if b.Born == r.now() {
					shots++
					if ada.known.Tick == uint32(r.now()) {
						atOnce++
					}
				}
			}
		}
		return heard, shots, atOnce
	}
	for _, gap := range []float64{120, 700} {
		if n, _, _ := play(gap, 0); n < 18 || n > 24 {
			t.Errorf("of forty turns %v u from her Ada heard in %d messages", gap, n)
		}
	}
	if _, shots, atOnce := play(120, protocol.ButtonFire); shots < 3 || atOnce != shots {
		t.Errorf("of %d shots close to her Ada heard of %d at once", shots, atOnce)
	}
}
