package game

import (
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// Cells is the world as it is told: for each thing the belief that all viewers share, and for each cell the
// bytes of what changed in it this tick, made once. It reads the world and changes nothing in it, and is not
// part of the world's state: a fresh one is as good, since viewers then get their cells whole.
//
// It belongs to the goroutine that steps the world.
type Cells struct {
	w       *World
	now     Tick
	beliefs []Belief // by slot
	cells   []cell
	dirty   []uint16   // cells with changes this tick
	room    []*changes // one for each dirty cell, used again each tick
	states  []byte     // the CellStates of this tick
	Told    Told       // since the beginning

	// reused while encoding
	writer  *protocol.Writer
	scratch [4][]byte
	draft   protocol.Delta
	born    protocol.Born
	state   protocol.CellState
	ship    protocol.ShipState
	rock    protocol.RockState
	ore     protocol.OreState
}

// Told counts the bytes that viewers were fed, by message.
type Told struct{ Window, Delta, Born, CellState, Kill int }

// cell is one square of the space.
type cell struct {
	things  []uint16 // slots of the things believed to be in it
	touched Tick     // last tick at which something in it changed, came or left

	// of this tick
	changes *changes // nil when nothing changed
	state   []byte   // CellState, made when asked for
	stateAt Tick
}

// changes collects records until the cell is encoded.
type changes struct {
	courses, aims, vitals, hits, gone, taken, drifts, wears, looks []byte
	shots, ships, rocks, ores                                      []byte // new things
	kills                                                          []Kill
	arrivals                                                       []uint16 // slots

	// what is made of them
	delta   []byte                          // Delta, Born of new things, and Kills: for all who saw the cell before
	parts   struct{ delta, born, kill int } // lengths of what makes up delta
	arrived []byte                          // Born of things from other cells: for those who did not see where from
	from    []uint16                        // the cells they came from
}

// NewCells makes the cells of a world, knowing nothing yet.
func NewCells(w *World) *Cells {
	return &Cells{w: w, cells: make([]cell, protocol.CellCount), writer: protocol.NewWriter()}
}

// Update takes in what the last step did. Call it once after each Step.
func (c *Cells) Update() {
	c.reset()
	c.now = c.w.Tick
	c.bury()
	c.ships()
	c.rocks()
	c.ores()
	c.shots()
	c.encode()
}

// reset forgets the changes of the last tick.
func (c *Cells) reset() {
	for _, id := range c.dirty {
		l := &c.cells[id]
		h := l.changes
		l.changes = nil
		h.courses, h.aims, h.vitals, h.hits, h.gone = h.courses[:0], h.aims[:0], h.vitals[:0], h.hits[:0], h.gone[:0]
		h.taken, h.drifts, h.wears, h.looks = h.taken[:0], h.drifts[:0], h.wears[:0], h.looks[:0]
		h.shots, h.ships, h.rocks, h.ores = h.shots[:0], h.ships[:0], h.rocks[:0], h.ores[:0]
		h.kills, h.arrivals = h.kills[:0], h.arrivals[:0]
		h.delta, h.arrived, h.from = h.delta[:0], h.arrived[:0], h.from[:0]
	}
	c.dirty, c.states = c.dirty[:0], c.states[:0]
}

// mark notes that something changed in the cell and gives room to say what.
func (c *Cells) mark(id uint16) *changes {
	l := &c.cells[id]
	l.touched = c.now
	if l.changes == nil {
		if len(c.dirty) == len(c.room) {
			c.room = append(c.room, &changes{})
		}
		l.changes = c.room[len(c.dirty)]
		c.dirty = append(c.dirty, id)
	}
	return l.changes
}

// known finds the belief of a thing, and flies it to this tick; ok is false when nobody was told of the thing
// yet.
func (c *Cells) known(id EntityID, kind Kind) (b *Belief, ok bool) {
	for int(id.Slot) >= len(c.beliefs) {
		c.beliefs = append(c.beliefs, Belief{})
	}
	b = &c.beliefs[id.Slot]
	if b.Kind != kind || b.ID != id {
		return b, false
	}
	if !b.still() {
		b.fly(c.w.cat)
	}
	return b, true
}

// bury ends the beliefs of what left the world, in the cells where they were.
func (c *Cells) bury() {
	for _, h := range c.w.Hits {
		if b := c.held(h.Bolt, KindBolt); b != nil {
			r := protocol.Hit{Bolt: h.Bolt.Slot, Target: h.Target.Slot, Amount: amount(h.Amount), Kind: h.Kind}
			m := c.mark(b.Cell)
			m.hits = r.Append(m.hits)
		}
	}
	for _, t := range c.w.Takes {
		if b := c.held(t.Ore, KindOre); b != nil {
			r := protocol.Taken{Ore: t.Ore.Slot, Ship: t.Ship.Slot}
			m := c.mark(b.Cell)
			m.taken = r.Append(m.taken)
		}
	}
	for _, k := range c.w.Kills {
		m := c.mark(protocol.CellOf(k.At.X, k.At.Y))
		m.kills = append(m.kills, k)
	}
	for _, e := range c.w.Ends {
		b := c.held(e.ID, e.Kind)
		if b == nil {
			continue
		}
		m := c.mark(b.Cell)
		if e.Kind != KindBolt && e.Cause != goneTaken {
			r := protocol.Gone{Slot: e.ID.Slot, Cause: e.Cause}
			m.gone = r.Append(m.gone)
		}
		c.remove(b.Cell, e.ID.Slot)
		b.Kind = KindNone
	}
}

// held is the belief of a thing, as it was at the end of the last tick, or nil.
func (c *Cells) held(id EntityID, kind Kind) *Belief {
	if int(id.Slot) >= len(c.beliefs) {
		return nil
	}
	if b := &c.beliefs[id.Slot]; b.Kind == kind && b.ID == id {
		return b
	}
	return nil
}

func amount(points float64) uint8 { return uint8(min(255, points+0.5)) }

// enter puts a new thing into the cell where it is believed to be.
func (c *Cells) enter(b *Belief, id EntityID, kind Kind, base protocol.Course) *changes {
	*b = Belief{ID: id, Kind: kind, Base: base, At: c.now, Aim: base.Aim}
	b.unpack()
	b.Cell = protocol.CellOf(b.Now.X, b.Now.Y)
	l := &c.cells[b.Cell]
	l.things = append(l.things, id.Slot)
	return c.mark(b.Cell)
}

// rebase tells a new course: from now on everybody believes it.
func (c *Cells) rebase(b *Belief, base protocol.Course) {
	b.Base, b.At = base, c.now
	b.unpack()
}

// moved puts a thing into the cell where its belief has led, if that is another one. Nothing is told of it to
// those who see both: they fly the same belief.
func (c *Cells) moved(b *Belief) {
	to := protocol.CellOf(b.Now.X, b.Now.Y)
	if to == b.Cell {
		return
	}
	c.remove(b.Cell, b.ID.Slot)
	c.mark(b.Cell)
	m := c.mark(to)
	m.arrivals, m.from = append(m.arrivals, b.ID.Slot), append(m.from, b.Cell)
	l := &c.cells[to]
	l.things = append(l.things, b.ID.Slot)
	b.Cell = to
}

func (c *Cells) remove(id uint16, slot uint16) {
	l := &c.cells[id]
	for i, s := range l.things {
		if s == slot {
			last := len(l.things) - 1
			l.things[i] = l.things[last]
			l.things = l.things[:last]
			return
		}
	}
}

func (c *Cells) ships() {
	for i := range c.w.Ships {
		s := &c.w.Ships[i]
		course := c.w.courseOf(s)
		b, ok := c.known(s.ID, KindShip)
		if !ok {
			m := c.enter(b, s.ID, KindShip, course)
			b.Vital, b.Look, b.Drive = c.w.vitalOf(s), c.w.lookOf(s), s.Drive
			m.ships = c.shipState(b).Append(m.ships)
			continue
		}
		c.look(b, s, &course)
		if strays(b, &course, &s.Body) || b.age(c.now) > maxAge {
			m := c.mark(b.Cell)
			m.courses = course.Append(m.courses)
			c.rebase(b, course)
			b.Aim, b.AimAt = course.Aim, c.now
		}
		c.aim(b, course.Aim)
		c.vital(b, s)
		c.moved(b)
	}
}

// look tells a change of what a ship is. A new drive changes how the belief flies, so the course is told with
// it, and stands before it in the frame; the reader takes looks first.
func (c *Cells) look(b *Belief, s *Ship, course *protocol.Course) {
	look := c.w.lookOf(s)
	if look == b.Look {
		return
	}
	m := c.mark(b.Cell)
	m.looks = look.Append(m.looks)
	if look.Drive != b.Look.Drive || look.Hull != b.Look.Hull {
		m.courses = course.Append(m.courses)
		c.rebase(b, *course)
		b.Aim, b.AimAt = course.Aim, c.now
	}
	b.Look, b.Drive = look, s.Drive
}

func (c *Cells) aim(b *Belief, aim uint8) {
	turn := int8(aim - b.Aim)
	if turn > -aimSlack && turn < aimSlack || c.now-b.AimAt < aimPause {
		return
	}
	b.Aim, b.AimAt = aim, c.now
	m := c.mark(b.Cell)
	r := protocol.Aim{Slot: b.ID.Slot, Aim: aim}
	m.aims = r.Append(m.aims)
}

func (c *Cells) vital(b *Belief, s *Ship) {
	v := c.w.vitalOf(s)
	if v == b.Vital || s.HitAt != c.now && c.now-b.ToldAt < vitalPause {
		return
	}
	b.Vital, b.ToldAt = v, c.now
	m := c.mark(b.Cell)
	m.vitals = v.Append(m.vitals)
}

func (c *Cells) rocks() {
	for i := range c.w.Rocks {
		r := &c.w.Rocks[i]
		left := protocol.QuantShare(r.Left / r.Full)
		b, ok := c.known(r.ID, KindRock)
		if !ok {
			m := c.enter(b, r.ID, KindRock, baseOf(r.ID.Slot, &r.Body))
			b.Left = left
			m.rocks = c.rockState(b).Append(m.rocks)
			continue
		}
		c.drift(b, &r.Body)
		if left != b.Left && (b.Left-left > 12 || left < 24) {
			b.Left = left
			m := c.mark(b.Cell)
			w := protocol.Wear{Slot: r.ID.Slot, Left: left}
			m.wears = w.Append(m.wears)
		}
		c.moved(b)
	}
}

// drift tells a rock's or an ore's new motion when the truth has left the belief.
func (c *Cells) drift(b *Belief, body *flight.Body) {
	if off(&b.Now, body) <= driftBound*driftBound && b.age(c.now) <= maxAge {
		return
	}
	base := baseOf(b.ID.Slot, body)
	m := c.mark(b.Cell)
	r := protocol.Drift{Slot: base.Slot, X: base.X, Y: base.Y, Vx: base.Vx, Vy: base.Vy}
	m.drifts = r.Append(m.drifts)
	c.rebase(b, base)
}

func (c *Cells) ores() {
	for i := range c.w.Ores {
		o := &c.w.Ores[i]
		b, ok := c.known(o.ID, KindOre)
		if !ok {
			m := c.enter(b, o.ID, KindOre, baseOf(o.ID.Slot, &o.Body))
			b.Left = o.Kind
			m.ores = c.oreState(b).Append(m.ores)
			continue
		}
		c.drift(b, &o.Body)
		c.moved(b)
	}
}

func (c *Cells) shots() {
	for i := range c.w.Bolts {
		o := &c.w.Bolts[i]
		b, ok := c.known(o.ID, KindBolt)
		if ok {
			c.moved(b)
			continue
		}
		m := c.enter(b, o.ID, KindBolt, protocol.Course{Slot: o.ID.Slot, X: protocol.QuantPos(o.X), Y: protocol.QuantPos(o.Y)})
		b.Dies = o.Dies
		b.Bolt = protocol.BoltState{
			Slot: o.ID.Slot, Owner: o.Owner.Slot, X: b.Base.X, Y: b.Base.Y,
			Dir: o.Dir, Kind: o.Kind, Hue: o.Hue, Range: o.Range,
		}
		shot := protocol.Shot{
			Slot: o.ID.Slot, Owner: o.Owner.Slot, X: b.Base.X, Y: b.Base.Y, Dir: o.Dir, Kind: o.Kind,
			Range: o.Range&protocol.ShotRange | o.Hue<<protocol.ShotHue,
		}
		m.shots = shot.Append(m.shots)
	}
}

// Believed is what every viewer holds of a thing now, for tests and tools; ok is false when nothing was told.
func (c *Cells) Believed(slot uint16) (b Belief, ok bool) {
	if int(slot) >= len(c.beliefs) || c.beliefs[slot].Kind == KindNone {
		return Belief{}, false
	}
	return c.beliefs[slot], true
}

// EachIn calls see for every belief in a window, for tests and tools.
func (c *Cells) EachIn(win protocol.Window, see func(*Belief)) {
	for y := int(win.Y0); y <= int(win.Y1); y++ {
		for x := int(win.X0); x <= int(win.X1); x++ {
			for _, slot := range c.cells[y*protocol.CellsAcross+x].things {
				see(&c.beliefs[slot])
			}
		}
	}
}
