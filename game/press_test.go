package game

import (
	"math"
	"testing"

	"github.com/orbrawl/orbrawl/protocol"
)

// Where more courses are told than anybody could follow, ships may stray further, up to a bound; elsewhere, and
// afterwards, they may not.
func TestPressGrowsAndFalls(t *testing.T) {
	var p press
	here, there := protocol.CellOf(0, 0), protocol.CellOf(5000, 0)
	tell := func(ticks, courses int) {
		for range ticks {
			p.settle()
			for range courses {
				p.note(here)
			}
		}
	}
	if tell(300, 1); p.of(here) != shipBound {
		t.Errorf("a course a tick lets ships stray %v u", p.of(here))
	}
	if tell(60, 40); p.of(here) != boundMost || p.of(there) != shipBound {
		t.Errorf("40 courses a tick let ships stray %v u here and %v u there", p.of(here), p.of(there))
	}
	if tell(200, 0); p.of(here) != shipBound {
		t.Errorf("long after it they may stray %v u", p.of(here))
	}
}

// A ship is held by others when they push it again and again, not by one blow.
func TestHeld(t *testing.T) {
	var b Belief
	if b.hold(true) || b.hold(false) || b.hold(false) {
		t.Error("one blow holds a ship")
	}
	held := 0
	for range 6 {
		if b.hold(true) {
			held++
		}
	}
	if held < 3 {
		t.Errorf("six ticks of contact hold it in %d", held)
	}
	for range holdMost {
		b.hold(false)
	}
	if b.hold(false) {
		t.Error("it is held long after")
	}
}

// In the thick of a crowd a viewer's news stays bounded, and nobody strays further than allowed.
func TestCrowdIsToldInBounds(t *testing.T) {
	w := crowdOf(t, 250)
	cat, cells, eye := w.cat, NewCells(w), &Viewer{}
	var buf []byte
	bytes, ticks := 0, 0
	for w.Tick < 1600 {
		w.Step(nil)
		cells.Update()
		next, moved := eye.Look(&Gaze{HalfWidth: cat.Sector.ViewHalfWidth, HalfHeight: cat.Sector.ViewHalfHeight, Reach: 0.3, Rings: 1})
		buf, _ = cells.Feed(eye, next, moved, 1, buf[:0])
		if w.Tick > 1300 {
			bytes, ticks = bytes+len(buf), ticks+1
		}
		for i := range w.Ships {
			s := &w.Ships[i]
			if b, ok := cells.Believed(s.ID.Slot); !ok || math.Hypot(b.Now.X-s.X, b.Now.Y-s.Y) > boundMost+0.1 {
				t.Fatalf("tick %d: ship %+v at %v, %v is believed as %+v", w.Tick, s.ID, s.X, s.Y, b)
			}
		}
	}
	t.Logf("%d ships, %d bytes a second", len(w.Ships), bytes*30/ticks)
	if len(w.Ships) < 120 || bytes*30/ticks > 12<<10 {
		t.Error("that is too few ships or too many bytes")
	}
}

// A pilot whose inputs come late is alone with it: nothing holds the ship, and its thrust is believed.
func TestLateInputsHoldNobody(t *testing.T) {
	w := arena(t)
	enter(t, w, 1, 0, 0)
	cells := NewCells(w)
	for i := range 60 {
		w.Step([]Input{{Pilot: 1, Verb: VerbHold, Late: true, Controls: Controls{Power: 15, Aim: uint16(i)}}})
		cells.Update()
		if b, _ := cells.Believed(w.Ships[0].ID.Slot); i > 0 && b.Base.Flags&protocol.ShipPower != 15 {
			t.Fatalf("tick %d: it is believed to coast: %+v", i, b)
		}
	}
}
