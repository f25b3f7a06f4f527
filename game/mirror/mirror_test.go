package mirror_test

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

// watcher is a viewer with its mirror, its own place, and a line that may stall.
type watcher struct {
	view  game.Viewer
	fed   uint32 // tick of the newest frame
	known *mirror.Mirror
	x, y  float64
	stall int // ticks in which nothing is sent
	rings int
	reach float64
	spare bool
	buf   []byte
	waits int // times that a tick was told with the next
}

func newWatcher(cat *catalog.Catalog, r *rand.Rand) *watcher {
	return &watcher{known: mirror.New(cat, 0), x: r.NormFloat64() * 900, y: r.NormFloat64() * 900, rings: game.EveryRing, reach: 1}
}

// feed sends one tick, unless the line stalls or there is nothing to say.
func (p *watcher) feed(t *testing.T, cells *game.Cells, now game.Tick, r *rand.Rand) {
	t.Helper()
	if p.stall > 0 {
		p.stall--
		return
	}
	if r.IntN(3) == 0 && cells.Wait(&p.view, r.IntN(2) == 0, protocol.CellOf(p.x, p.y)) {
		p.waits++
		return
	}
	next, moved := p.view.Look(&game.Gaze{X: p.x, Y: p.y, HalfWidth: 900, HalfHeight: 560, Reach: p.reach, Rings: p.rings})
	frame, tells := cells.Feed(&p.view, next, moved, uint16(uint32(now)-p.fed), p.buf[:0])
	p.buf = frame
	p.view.Spare(p.spare)
	if !tells && now%6 != 0 {
		return // a quiet tick costs nothing
	}
	p.fed = uint32(now)
	if err := p.known.Take(p.buf); err != nil {
		t.Fatalf("tick %d: %v", now, err)
	}
}

// wander moves the place looked at, now and then far, and lets the line stall or be cut.
func (p *watcher) wander(cat *catalog.Catalog, now game.Tick, r *rand.Rand) {
	p.x += r.NormFloat64() * 18
	p.y += r.NormFloat64() * 18
	switch roll := r.IntN(400); {
	case roll == 0:
		p.x, p.y = r.NormFloat64()*900, r.NormFloat64()*900
	case roll < 6:
		p.stall = 1 + r.IntN(60)
	case roll == 7: // cut: a new line knows nothing
		p.known, p.view, p.fed = mirror.New(cat, uint32(now)-1), game.Viewer{}, uint32(now)-1
	case roll < 12:
		p.rings = r.IntN(5)
	case roll < 15:
		p.rings = game.EveryRing
	case roll < 22:
		p.reach = []float64{1, 0.8, 0.6, 0.45, 0.32, 0.22, 0.14, 0.08}[r.IntN(8)]
		p.spare = r.IntN(3) > 0
	}
}

// check compares what is known with what is believed by all, bit for bit.
func (p *watcher) check(t *testing.T, w *game.World, cells *game.Cells) {
	t.Helper()
	if p.known.Tick != uint32(w.Tick) {
		return // quiet, stalled or waiting: it will be compared when it is told of this tick or a later one
	}
	p.known.Things(func(th *mirror.Thing) {
		b, ok := believed(cells, th)
		if !ok || uint8(b.Kind) != uint8(th.Kind) || th.Kind != mirror.Bolt && b.ID.Gen != th.Gen {
			t.Fatalf("tick %d: known is %+v, believed %v %+v", w.Tick, th, ok, b)
		}
		if b.Now.X != th.X || b.Now.Y != th.Y || b.Now.Vx != th.Vx || b.Now.Vy != th.Vy {
			t.Fatalf("tick %d: slot %d kind %d is known at %v,%v, believed at %v,%v", w.Tick, th.Slot, th.Kind, th.X, th.Y, b.Now.X, b.Now.Y)
		}
		if at := protocol.CellOf(th.X, th.Y); !p.known.Window.Holds(at) || b.Passing() && !p.known.Window.Near(at) {
			t.Fatalf("tick %d: slot %d is known outside the window", w.Tick, th.Slot)
		}
		if th.Kind == mirror.Ship {
			p.ship(t, w, th, &b)
		}
	})
	cells.EachIn(p.known.Window, func(b *game.Belief) {
		if b.Passing() && !p.known.Window.Near(b.Cell) {
			return
		}
		known := p.known.Thing(b.ID.Slot)
		if b.Kind == game.KindBolt {
			known = p.known.Bolt(b.Bolt.Owner, uint32(b.At))
		}
		if known == nil {
			t.Fatalf("tick %d: slot %d (%+v) is not known in window %+v", w.Tick, b.ID.Slot, *b, p.known.Window)
		}
	})
}

// believed is what the server holds of a thing that a mirror knows.
func believed(cells *game.Cells, th *mirror.Thing) (game.Belief, bool) {
	if th.Kind == mirror.Bolt {
		return cells.BelievedBolt(th.Owner, game.Tick(th.Born))
	}
	return cells.Believed(th.Slot)
}

// ship compares what must be known of a ship: all when it is near.
func (p *watcher) ship(t *testing.T, w *game.World, th *mirror.Thing, b *game.Belief) {
	t.Helper()
	if th.Level != b.Look.Level || th.Flags != b.Base.Flags || th.Move != b.Base.Move {
		t.Fatalf("tick %d: ship %d is known as %+v, believed %+v", w.Tick, th.Slot, th, b)
	}
	if pl := w.Pilot(w.Ship(b.ID).Pilot); th.Name != pl.Name || th.Hue != pl.Hue || th.Reach != b.Look.Reach || th.Engine != b.Look.Drive {
		t.Fatalf("tick %d: name %q want %q: known %+v believed %+v", w.Tick, th.Name, pl.Name, th, b)
	}
	well := th.Left == b.Vital.Hull && th.Shield == b.Vital.Shield && th.Aim == b.Aim
	if p.known.Window.Near(b.Cell) && !well {
		t.Fatalf("tick %d: the condition of ship %d is known as %+v, believed %+v", w.Tick, th.Slot, th, b)
	}
}

// truth checks the error bound of what is believed.
func truth(t *testing.T, w *game.World, cells *game.Cells) (worst float64) {
	t.Helper()
	for i := range w.Ships {
		s := &w.Ships[i]
		b, ok := cells.Believed(s.ID.Slot)
		if !ok {
			t.Fatalf("tick %d: nobody was told of ship %v", w.Tick, s.ID)
		}
		far := math.Hypot(b.Now.X-s.X, b.Now.Y-s.Y)
		if bound := cells.Bound(b.From); far > bound+0.01 {
			t.Fatalf("tick %d: ship %v is believed %.2f u off; allowed are %.2f there", w.Tick, s.ID, far, bound)
		}
		worst = max(worst, far)
	}
	for i := range w.Rocks {
		r := &w.Rocks[i]
		b, _ := cells.Believed(r.ID.Slot)
		if off := math.Hypot(b.Now.X-r.X, b.Now.Y-r.Y); off > 3.02 {
			t.Fatalf("tick %d: rock %v is believed %.2f u off", w.Tick, r.ID, off)
		}
	}
	return worst
}

// TestKnowsWhatIsBelieved feeds random windows over random lines, and compares every client at every tick.
func TestKnowsWhatIsBelieved(t *testing.T) {
	cat, err := catalog.Load(os.DirFS("../../assets/catalog"))
	if err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	for i := range uint64(4) {
		known(t, cat, seed+i)
	}
}

func known(t *testing.T, cat *catalog.Catalog, seed uint64) {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	r := rand.New(rand.NewPCG(seed, 1))
	w, err := game.NewWorld(cat, game.Config{Seed: seed, Fill: 30})
	if err != nil {
		t.Fatal(err)
	}
	cells := game.NewCells(w)
	var all []*watcher
	for range 8 {
		all = append(all, newWatcher(cat, r))
	}
	const ticks = 900
	strays := 0
	for range ticks {
		w.Step(nil)
		cells.Update()
		if truth(t, w, cells) > 2.01 {
			strays++
		}
		for _, p := range all {
			p.wander(cat, w.Tick, r)
			p.feed(t, cells, w.Tick, r)
			p.check(t, w, cells)
		}
	}
	if strays > ticks/5 {
		t.Errorf("in %d of %d ticks a ship is believed more than 2 u off: there was no such crowd", strays, ticks)
	}
	for i, p := range all {
		if p.waits < ticks/30 {
			t.Errorf("watcher %d was told of %d of %d ticks with the next", i, p.waits, ticks)
		}
	}
}
