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
	dirty   []uint16                        // cells with changes this tick
	stirred [protocol.CellCount / 64]uint64 // a bit for each cell with changes this tick
	room    []*changes                      // one for each dirty cell, used again each tick
	plates  []plate                         // what is made of them, in the order of dirty
	plateOf []uint16                        // by cell: its place in plates
	bytes   []byte                          // of all plates
	comings []coming                        // of all plates
	made    []byte                          // whole cells and sights of this tick
	Told    Told                            // since the beginning

	// reused while encoding and feeding
	writer *protocol.Writer
	news   []byte
	meal   meal
	ship   protocol.ShipState
	rock   protocol.RockState
	ore    protocol.OreState
}

// Told counts the bytes that viewers were fed: heads of frames, news, and the rest by message.
type Told struct{ Frame, News, Window, CellState, Kill int }

// cell is one square of the space.
type cell struct {
	things  []uint16 // slots of the things believed to be in it
	touched Tick     // last tick at which something in it changed, came or left

	// of this tick
	changes *changes  // nil when nothing changed
	whole   [2][]byte // its CellState, made when asked for: for those to whom it is far, and near
	wholeAt [2]Tick
	sight   []byte // news of what only those are told to whom it is near, made when asked for
	states  int    // how much of sight is whole things, which stand first
	sightAt Tick
}

// changes collects records until the cell is encoded. What concerns ships and rocks every viewer of the cell must be
// told, to hold the same beliefs; the rest is for those to whom it is near.
type changes struct {
	looks, turns, courses, drifts, gone []byte
	made                                []byte // groups of new ships and rocks

	slides, taken, spent []byte // drifts and ends of ore
	shots, hits, chips   []byte
	aims, vitals, wears  []byte
	grown                []byte // groups of new ore, and of bolts that no shot can tell of
	kills                []Kill
	arrivals             []arrival
}

// arrival is a thing that came from another cell.
type arrival struct{ slot, from uint16 }

// NewCells makes the cells of a world, knowing nothing yet.
func NewCells(w *World) *Cells {
	return &Cells{w: w, cells: make([]cell, protocol.CellCount), plateOf: make([]uint16, protocol.CellCount), writer: protocol.NewWriter()}
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
		*h = changes{
			looks: h.looks[:0], turns: h.turns[:0], courses: h.courses[:0], drifts: h.drifts[:0], gone: h.gone[:0],
			made: h.made[:0], slides: h.slides[:0], taken: h.taken[:0], spent: h.spent[:0],
			shots: h.shots[:0], hits: h.hits[:0], chips: h.chips[:0], aims: h.aims[:0], vitals: h.vitals[:0],
			wears: h.wears[:0], grown: h.grown[:0], kills: h.kills[:0], arrivals: h.arrivals[:0],
		}
		c.stir(id, false)
	}
	c.dirty, c.made = c.dirty[:0], c.made[:0]
	c.plates, c.bytes, c.comings = c.plates[:0], c.bytes[:0], c.comings[:0]
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
		c.stir(id, true)
	}
	return l.changes
}

// stir notes whether a cell has changes.
func (c *Cells) stir(id uint16, on bool) {
	word, bit := &c.stirred[id/64], uint64(1)<<(id%64)
	if *word &^= bit; on {
		*word |= bit
	}
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
	if kind == KindShip {
		b.Was = b.Now
	}
	if !b.still() {
		b.fly(c.w.cat)
	}
	return b, true
}

// bury ends the beliefs of what left the world, in the cells where they were.
func (c *Cells) bury() {
	for i := range c.w.Hits {
		c.hit(&c.w.Hits[i])
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
		r := protocol.Gone{Slot: e.ID.Slot, Cause: e.Cause}
		switch {
		case e.Kind == KindBolt || e.Cause == goneTaken:
		case e.Kind == KindOre:
			m.spent = r.Append(m.spent)
		default:
			m.gone = r.Append(m.gone)
		}
		c.remove(b.Cell, e.ID.Slot)
		b.Kind = KindNone
	}
}

// hit tells of a hit where the bolt was.
func (c *Cells) hit(h *Hit) {
	bolt := c.held(h.Bolt, KindBolt)
	if bolt == nil {
		return
	}
	m := c.mark(bolt.Cell)
	age := bolt.age(c.now)&protocol.HitAge | h.Kind<<protocol.HitKind
	if h.Kind == protocol.HitRock {
		r := protocol.Chip{Owner: bolt.Bolt.Owner, Age: age}
		m.chips = r.Append(m.chips)
		return
	}
	r := protocol.Hit{Owner: bolt.Bolt.Owner, Target: h.Target.Slot, Age: age, Amount: amount(h.Amount)}
	m.hits = r.Append(m.hits)
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
	*b = Belief{ID: id, Kind: kind, Base: base, At: c.now, Since: c.now, Aim: base.Aim}
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
	m.arrivals = append(m.arrivals, arrival{b.ID.Slot, b.Cell})
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
			m.made = c.thing(m.made, s.ID.Slot)
			b.From = b.Cell
			continue
		}
		b.From = b.Cell
		if !c.look(b, s, &course) {
			c.course(b, &course, s)
		}
		c.aim(b, course.Aim)
		c.vital(b, s)
		c.moved(b)
	}
}

// course tells a change of controls by the change alone, while the belief then stays with the truth; else where
// the ship is.
func (c *Cells) course(b *Belief, course *protocol.Course, s *Ship) {
	turns := b.turned(course) || b.age(c.now) > maxAge
	if turns {
		b.turn(course, c.now, c.w.cat)
	}
	switch {
	case off(&b.Now, &s.Body) > shipBound*shipBound:
		c.tellCourse(b, course)
	case turns:
		m := c.mark(b.Cell)
		t := protocol.Turn{Slot: b.ID.Slot, Move: course.Move, Aim: course.Aim, Flags: course.Flags}
		m.turns = t.Append(m.turns)
	}
}

func (c *Cells) tellCourse(b *Belief, course *protocol.Course) {
	m := c.mark(b.Cell)
	m.courses = course.Append(m.courses)
	c.rebase(b, *course)
	b.Aim, b.AimAt = course.Aim, c.now
}

// look tells a change of what a ship is. A new drive changes how the belief flies, so the course is told with
// it, and stands behind it in the news. It reports whether the course was told.
func (c *Cells) look(b *Belief, s *Ship, course *protocol.Course) bool {
	look := c.w.lookOf(s)
	if look == b.Look {
		return false
	}
	m := c.mark(b.Cell)
	m.looks = look.Append(m.looks)
	drives := look.Drive != b.Look.Drive || look.Hull != b.Look.Hull
	b.Look, b.Drive = look, s.Drive
	if drives {
		c.tellCourse(b, course)
	}
	return drives
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
	changed := noted(v.Hull, b.Vital.Hull, hullSlack) || noted(v.Shield, b.Vital.Shield, shieldSlack)
	if !changed || c.now-b.ToldAt < vitalPause {
		return
	}
	b.Vital, b.ToldAt = v, c.now
	m := c.mark(b.Cell)
	m.vitals = v.Append(m.vitals)
}

// noted reports whether a share has changed by slack at least, or has become full or empty.
func noted(now, was, slack uint8) bool {
	return now != was && (now == 0 || now == 255 || now >= was+min(slack, 255-was) || was >= now+min(slack, 255-now))
}

func (c *Cells) rocks() {
	for i := range c.w.Rocks {
		r := &c.w.Rocks[i]
		left := protocol.QuantShare(r.Left / r.Full)
		b, ok := c.known(r.ID, KindRock)
		if !ok {
			m := c.enter(b, r.ID, KindRock, baseOf(r.ID.Slot, &r.Body))
			b.Left = left
			m.made = c.thing(m.made, r.ID.Slot)
			continue
		}
		if base, ok := c.drift(b, &r.Body, rockBound); ok {
			m := c.mark(b.Cell)
			m.drifts = base.Append(m.drifts)
		}
		if left != b.Left && (b.Left-left > wearSlack || left < wearSlack) {
			b.Left = left
			m := c.mark(b.Cell)
			w := protocol.Wear{Slot: r.ID.Slot, Left: left}
			m.wears = w.Append(m.wears)
		}
		c.moved(b)
	}
}

// drift is a rock's or an ore's new motion; ok when it must be told, since the truth has left the belief.
func (c *Cells) drift(b *Belief, body *flight.Body, bound float64) (r protocol.Drift, ok bool) {
	if off(&b.Now, body) <= bound*bound && b.age(c.now) <= maxAge {
		return r, false
	}
	base := baseOf(b.ID.Slot, body)
	c.rebase(b, base)
	return protocol.Drift{Slot: base.Slot, X: base.X, Y: base.Y, Vx: base.Vx, Vy: base.Vy}, true
}

func (c *Cells) ores() {
	for i := range c.w.Ores {
		o := &c.w.Ores[i]
		b, ok := c.known(o.ID, KindOre)
		if !ok {
			m := c.enter(b, o.ID, KindOre, baseOf(o.ID.Slot, &o.Body))
			b.Left = o.Kind
			m.grown = c.thing(m.grown, o.ID.Slot)
			continue
		}
		if base, ok := c.drift(b, &o.Body, oreBound); ok {
			m := c.mark(b.Cell)
			m.slides = base.Append(m.slides)
		}
		c.moved(b)
	}
}

func (c *Cells) shots() {
	for i := range c.w.Bolts {
		o := &c.w.Bolts[i]
		if b, ok := c.known(o.ID, KindBolt); ok {
			c.moved(b)
			continue
		}
		c.shot(o)
	}
}

// shot tells of a new bolt where its ship was at the end of the last tick, as all that concerns the ship. Everybody
// who knows the ship knows by it where the bolt is.
func (c *Cells) shot(o *Bolt) {
	state := protocol.BoltState{
		Owner: o.Owner.Slot, X: protocol.QuantPos(o.X), Y: protocol.QuantPos(o.Y),
		Flies: o.Dir&protocol.FliesDir | uint16(o.Range)<<protocol.FliesRange,
		Kind:  o.Kind&protocol.BoltWeapon | o.Hue<<protocol.BoltHue,
	}
	ship := c.held(o.Owner, KindShip)
	plain := ship != nil && ship.Since != c.now && int(o.Kind) == c.w.cat.Hulls[ship.Look.Hull].GunIndex
	if plain {
		x, y := c.w.cat.Muzzle(o.Kind, o.Dir, ship.Now.X, ship.Now.Y)
		state.X, state.Y = protocol.QuantPos(x), protocol.QuantPos(y)
	}
	b := &c.beliefs[o.ID.Slot]
	m := c.enter(b, o.ID, KindBolt, protocol.Course{Slot: o.ID.Slot, X: state.X, Y: state.Y})
	b.Dies, b.Bolt = o.Dies, state
	if !plain {
		m.grown = c.thing(m.grown, o.ID.Slot)
		return
	}
	if b.Cell != ship.From {
		m.arrivals = append(m.arrivals, arrival{o.ID.Slot, ship.From})
	}
	shot := protocol.Shot{Owner: state.Owner, Flies: state.Flies}
	m = c.mark(ship.From)
	m.shots = shot.Append(m.shots)
}

// Believed is what every viewer holds of a thing now, for tests and tools; ok is false when nothing was told.
func (c *Cells) Believed(slot uint16) (b Belief, ok bool) {
	if int(slot) >= len(c.beliefs) || c.beliefs[slot].Kind == KindNone {
		return Belief{}, false
	}
	return c.beliefs[slot], true
}

// BelievedBolt is Believed for the bolt that a ship fired in a tick.
func (c *Cells) BelievedBolt(owner uint16, born Tick) (b Belief, ok bool) {
	for i := range c.w.Bolts {
		if o := &c.w.Bolts[i]; o.Owner.Slot == owner && o.Born == born {
			return c.Believed(o.ID.Slot)
		}
	}
	return Belief{}, false
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
