package server

import (
	"math"
	"testing"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/protocol"
)

// looks sends what a pilot wants to look at, and lets the server turn its window.
func (r *rig) looks(p *pilot, m *protocol.Watch, all ...*pilot) {
	r.t.Helper()
	p.send(m)
	p.settle()
	r.settles(append(all, p)...)
}

// settles lets a change come to those who only watch: not every tick's news is written to them at once.
func (r *rig) settles(all ...*pilot) {
	r.t.Helper()
	for range 3 {
		r.step(all...)
	}
}

func wantFocus(t *testing.T, p *pilot, slot uint16) {
	t.Helper()
	if p.known.Phase.Focus != slot {
		t.Fatalf("the view follows slot %d, want %d", p.known.Phase.Focus, slot)
	}
	if slot != protocol.Nobody && p.known.Thing(slot) == nil {
		t.Fatalf("the ship in slot %d is not in sight", slot)
	}
}

// TestWatchShip goes through the ships by name and by turns, and on to the next when there is nothing in a slot.
func TestWatchShip(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	pilots := []*pilot{r.fly("Ada"), r.fly("Bob"), r.fly("Cyd")}
	p := r.join()
	slots := []uint16{r.ship(pilots[0]).ID.Slot, r.ship(pilots[1]).ID.Slot, r.ship(pilots[2]).ID.Slot}
	for _, slot := range slots {
		r.looks(p, &protocol.Watch{Mode: protocol.WatchShip, Slot: slot})
		wantFocus(t, p, slot)
	}
	for _, step := range []struct {
		mode uint8
		want uint16
	}{
		{protocol.WatchNext, slots[0]}, {protocol.WatchNext, slots[1]},
		{protocol.WatchPrevious, slots[0]}, {protocol.WatchPrevious, slots[2]},
	} {
		r.looks(p, &protocol.Watch{Mode: step.mode})
		wantFocus(t, p, step.want)
	}
	p.send(&protocol.Watch{Mode: protocol.WatchNext}, &protocol.Watch{Mode: protocol.WatchNext})
	p.settle()
	r.settles(p)
	wantFocus(t, p, slots[1])
	r.looks(p, &protocol.Watch{Mode: protocol.WatchFight})
	wantFocus(t, p, r.loop.stage.focus.Slot)
}

// TestWatchNonsense leaves the view where it was, and counts.
func TestWatchNonsense(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	ada := r.fly("Ada")
	bob := r.fly("Bob")
	p := r.join()
	r.looks(p, &protocol.Watch{Mode: protocol.WatchShip, Slot: r.ship(bob).ID.Slot})
	for i, slot := range []uint16{1000, protocol.ShipSlots - 1, protocol.ShipSlots, 40000, protocol.Nobody} {
		r.looks(p, &protocol.Watch{Mode: protocol.WatchShip, Slot: slot})
		wantFocus(t, p, r.ship(bob).ID.Slot)
		r.wantCount(i+1, "dropped_total", "out_of_game")
	}
	before := r.client(ada).viewer.Window
	r.looks(ada, &protocol.Watch{Mode: protocol.WatchPlace, X: math.MaxInt16, Y: math.MaxInt16})
	wantFocus(t, ada, r.ship(ada).ID.Slot)
	if now := r.client(ada).viewer.Window; now != before {
		t.Fatalf("who flies looks at %+v, was at %+v", now, before)
	}
	empty := newRig(t, plain(), emptyCatalog(t))
	q := empty.join()
	empty.looks(q, &protocol.Watch{Mode: protocol.WatchNext}) // of nobody
	wantFocus(t, q, protocol.Nobody)
	q.write(masked(0x82, []byte{0x94, byte(protocol.IDWatch), 5, 0, 0}))
	q.expectClose(protocol.CloseBadData)
}

// TestWatchPlace looks at places, and at the sector's edge when they are beyond it.
func TestWatchPlace(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	r.fly("Ada")
	p := r.join()
	radius := r.loop.world.Radius
	for _, at := range [][2]float64{{300, -200}, {-900, 450}, {16383, 16383}, {-16384, 0}, {0, -16384}} {
		r.looks(p, &protocol.Watch{Mode: protocol.WatchPlace, X: protocol.QuantPos(at[0]), Y: protocol.QuantPos(at[1])})
		wantFocus(t, p, protocol.Nobody)
		if far := math.Hypot(at[0], at[1]); far > radius {
			at[0], at[1] = at[0]*radius/far, at[1]*radius/far
		}
		if w := p.known.Window; !w.Holds(protocol.CellOf(at[0], at[1])) || w.X1-w.X0 > 24 {
			t.Fatalf("looking at %v the window is %+v", at, w)
		}
	}
}

// TestWatchGoesOn follows whoever destroys the ship in view; when that one is gone, the server chooses.
func TestWatchGoesOn(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	ada, bob := r.fly("Ada"), r.fly("Bob")
	p := r.join()
	killer, victim := r.ship(ada), r.ship(bob)
	r.looks(p, &protocol.Watch{Mode: protocol.WatchShip, Slot: victim.ID.Slot}, ada, bob)
	wantFocus(t, p, victim.ID.Slot)
	slot := killer.ID.Slot
	r.destroy(victim, killer)
	r.settles(p, ada, bob)
	wantFocus(t, p, slot)
	ada.send(&protocol.Leave{})
	ada.settle()
	for range 40 {
		r.step(p, ada, bob)
	}
	if r.client(p).watch != (watch{}) {
		t.Fatalf("still watched: %+v", r.client(p).watch)
	}
	wantFocus(t, p, r.loop.stage.focus.Slot)
}

// destroy has a ship hit by what must end it, by a bolt of another.
func (r *rig) destroy(victim, killer *game.Ship) {
	r.t.Helper()
	by, slot := killer.Pilot, victim.Pilot
	for n := 0; r.loop.world.ShipOf(slot) != nil; n++ {
		v, k := r.loop.world.ShipOf(slot), r.loop.world.ShipOf(by)
		if n > 300 {
			r.t.Fatal("it would not die")
		}
		v.Safe, v.Armor, v.Cover = 0, 0.5, 0
		k.X, k.Y, k.Vx, k.Vy = v.X-60, v.Y, 900, 0
		r.tick(1)
	}
}

// TestWatchEndsWithPlay begins anew after a life, and a new line knows nothing of the old one's view.
func TestWatchEndsWithPlay(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	r.fly("Ada")
	p := r.join()
	r.looks(p, &protocol.Watch{Mode: protocol.WatchPlace, X: 100, Y: 100})
	r.play(p, "Bob")
	if r.client(p).watch != (watch{}) {
		t.Fatalf("who flies watches %+v", r.client(p).watch)
	}
	p.send(&protocol.Leave{})
	p.settle()
	r.settles(p)
	wantFocus(t, p, r.loop.stage.focus.Slot)
}

// TestPlayWaitsForASlot asks for a ship when all are taken: the wish is kept, and granted as soon as there is room.
func TestPlayWaitsForASlot(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	r.fly("Ada")
	w := r.loop.world
	most := w.Berths.Most
	w.Berths.Most = len(w.Berths.Table)
	p, q := r.join(), r.join()
	for _, one := range []*pilot{p, q} {
		one.send(&protocol.Play{Name: "Late", Hue: 2})
		one.settle()
	}
	for range 30 {
		r.step(p, q)
	}
	if p.known.Phase.Phase != protocol.PhaseSpectating {
		t.Fatalf("there was no slot, and yet %+v", p.known.Phase)
	}
	q.send(&protocol.Leave{}) // it does not want to wait
	q.settle()
	r.step(p, q)
	w.Berths.Most = most
	for range quietTicks + 2 {
		r.step(p, q)
	}
	if p.known.Phase.Phase != protocol.PhaseFlying || w.Pilot(r.client(p).pilot).Name != "Late" {
		t.Fatalf("with room for it the wish was not granted: %+v", p.known.Phase)
	}
	if q.known.Phase.Phase != protocol.PhaseSpectating {
		t.Fatalf("a wish that was taken back was granted: %+v", q.known.Phase)
	}
}
