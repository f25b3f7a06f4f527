package game

import (
	"encoding/binary"

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
	notes   notes
	press   press
	plates  *plates  // of this tick
	last    *plates  // of the tick before
	stones  []stone  // as the rocks lie
	asked   []answer // what viewers needed of cells in this tick
	made    []byte   // whole cells and sights of this tick
	Told    Told     // since the beginning

	// reused while encoding and feeding
	writer *protocol.Writer
	news   []byte
	meal   meal
	byKind [protocol.NewsKinds][]byte
	ship   protocol.ShipState
	rock   protocol.RockState
	ore    protocol.OreState
}

// Told counts the bytes that were made for viewers: heads of frames, those left unsent among them, news, and the rest
// by message.
type Told struct{ Frame, News, Window, CellState, Kill int }

// NewCells makes the cells of a world, knowing nothing yet.
func NewCells(w *World) *Cells {
	return &Cells{
		w: w, cells: make([]cell, protocol.CellCount), notes: newNotes(), plates: new(plates), last: new(plates),
		writer: protocol.NewWriter(),
	}
}

// Update takes in what the last step did. Call it once after each Step.
func (c *Cells) Update() {
	c.now = c.w.Tick
	c.notes.reset()
	c.press.settle()
	c.plates, c.last = c.last, c.plates
	c.plates.reset(c.now)
	c.made, c.asked = c.made[:0], c.asked[:0]
	c.bury()
	c.ships()
	c.rocks()
	c.ores()
	c.shots()
	c.encode()
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
		b.was = roundedOf(&b.Now)
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
			c.notes.raw = r.Append(c.notes.raw)
			c.note(b.Cell, protocol.NewsTaken, toNear)
		}
	}
	for i := range c.w.Kills {
		k := &c.w.Kills[i]
		m := c.w.KillMessage(k)
		c.writer.Reset(c.notes.raw)
		m.Append(c.writer)
		c.notes.raw = c.writer.Bytes()
		c.note(protocol.CellOf(k.At.X, k.At.Y), noteKill, toAll)
	}
	for _, e := range c.w.Ends {
		b := c.held(e.ID, e.Kind)
		if b == nil {
			continue
		}
		c.gone(b, &e)
		c.unlink(b)
		b.Kind = KindNone
	}
}

// gone tells of an end that no other record tells of.
func (c *Cells) gone(b *Belief, e *End) {
	c.touch(b.Cell)
	if e.Kind == KindBolt || e.Cause == goneTaken {
		return
	}
	r := protocol.Gone{Slot: e.ID.Slot, Cause: e.Cause}
	c.notes.raw = r.Append(c.notes.raw)
	if e.Kind == KindOre {
		c.note(b.Cell, protocol.NewsGone, toNear)
		return
	}
	c.note(b.Cell, protocol.NewsGone, toAll)
}

// hit tells of a hit where the bolt was.
func (c *Cells) hit(h *Hit) {
	bolt := c.held(h.Bolt, KindBolt)
	if bolt == nil {
		return
	}
	age := min(bolt.age(c.now), protocol.HitAge)
	if h.Kind == protocol.HitRock {
		r := protocol.Chip{Owner: bolt.Bolt.Owner, Age: age}
		c.notes.raw = r.Append(c.notes.raw)
		c.note(bolt.Cell, protocol.NewsChips, toNear)
		return
	}
	r := protocol.Hit{Owner: bolt.Bolt.Owner, Target: h.Target.Slot, Age: age, Kind: h.Kind, Amount: amount(h.Amount)}
	c.notes.raw = r.Append(c.notes.raw)
	c.note(bolt.Cell, protocol.NewsHits, toNear)
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
func (c *Cells) enter(b *Belief, id EntityID, kind Kind, base protocol.Course) {
	if b.Kind != KindNone { // its end was in a tick that was left out
		c.touch(b.Cell)
		c.unlink(b)
	}
	*b = Belief{ID: id, Kind: kind, Base: base, At: c.now, Since: c.now, Aim: base.Aim}
	b.unpack()
	c.link(b, protocol.CellOf(b.Now.X, b.Now.Y))
	c.touch(b.Cell)
}

// born tells of a new thing.
func (c *Cells) born(b *Belief) {
	c.notes.raw = c.thing(c.notes.raw, b.ID.Slot)
	if b.Passing() {
		c.note(b.Cell, noteThing, toNear)
		return
	}
	c.note(b.Cell, noteThing, toAll)
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
	from := b.Cell
	c.touch(from)
	c.unlink(b)
	c.link(b, to)
	c.arrives(b, from)
}

// arrives notes that a thing came into its cell from another one.
func (c *Cells) arrives(b *Belief, from uint16) {
	c.notes.raw = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(c.notes.raw, b.ID.Slot), from)
	c.note(b.Cell, noteArrival, toAll)
	c.plates.leaps = c.plates.leaps || !neighbours(b.Cell, from)
}

func (c *Cells) ships() {
	for i := range c.w.Ships {
		s := &c.w.Ships[i]
		course := c.w.courseOf(s)
		b, ok := c.known(s.ID, KindShip)
		if !ok {
			c.enter(b, s.ID, KindShip, course)
			b.Vital, b.Look, b.Drive = c.w.vitalOf(s), c.w.lookOf(s), s.Drive
			c.born(b)
			b.From = b.Cell
			continue
		}
		b.From = b.Cell
		if b.hold(s.Touched) {
			course.Flags &^= protocol.ShipPower | protocol.ShipBoosting
		}
		if !c.look(b, s, &course) {
			c.course(b, &course, s)
		}
		c.aim(b, course.Aim)
		c.vital(b, s)
		c.moved(b)
	}
}

// course tells a change of controls by the change alone, while the belief then stays with the truth; else how far off
// the ship is.
func (c *Cells) course(b *Belief, course *protocol.Course, s *Ship) {
	turns := b.turned(course) || b.age(c.now) > maxAge
	old := b.Base
	if turns {
		b.turn(course, c.now, c.w.cat)
	}
	bound := c.press.of(b.Cell)
	strays := off(&b.Now, &s.Body) > bound*bound
	shove, short := b.shoved(course)
	switch {
	case strays && !short:
		c.tellCourse(b, course)
		return
	case turns:
		c.tellTurn(b, &old, course)
	}
	if strays {
		c.notes.raw = shove.Append(c.notes.raw)
		c.note(b.Cell, protocol.NewsShoves, toAll)
		c.press.note(b.Cell)
		b.shove(&shove, c.now)
	}
}

// tellTurn tells of controls that were old until now. Who merely swings is not said to aim elsewhere too.
func (c *Cells) tellTurn(b *Belief, old, course *protocol.Course) {
	if course.Flags == old.Flags && course.Move%protocol.SwingStep == 0 && course.Flags&protocol.ShipPower != 0 {
		t := protocol.Swing{Slot: b.ID.Slot, Move: course.Move / protocol.SwingStep}
		c.notes.raw = t.Append(c.notes.raw)
		c.note(b.Cell, protocol.NewsSwings, toAll)
		return
	}
	b.Aim, b.AimAt = course.Aim, c.now
	t := protocol.Turn{Slot: b.ID.Slot, Move: course.Move, Aim: course.Aim, Flags: course.Flags}
	c.notes.raw = t.Append(c.notes.raw)
	c.note(b.Cell, protocol.NewsTurns, toAll)
}

func (c *Cells) tellCourse(b *Belief, course *protocol.Course) {
	c.notes.raw = course.Append(c.notes.raw)
	c.note(b.Cell, protocol.NewsCourses, toAll)
	c.press.note(b.Cell)
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
	c.notes.raw = look.Append(c.notes.raw)
	c.note(b.Cell, protocol.NewsLooks, toAll)
	drives := look.Drive != b.Look.Drive || look.Hull != b.Look.Hull
	b.Look, b.Drive = look, s.Drive
	if drives {
		c.tellCourse(b, course)
	}
	return drives
}

func (c *Cells) aim(b *Belief, aim uint8) {
	turn := int8(aim - b.Aim)
	if turn > -aimSlack && turn < aimSlack || c.now-b.AimAt < c.pause(b, aimPause) {
		return
	}
	b.Aim, b.AimAt = aim, c.now
	r := protocol.Aim{Slot: b.ID.Slot, Aim: aim}
	c.notes.raw = r.Append(c.notes.raw)
	c.note(b.Cell, protocol.NewsAims, toNear)
}

func (c *Cells) vital(b *Belief, s *Ship) {
	v := c.w.vitalOf(s)
	changed := noted(v.Hull, b.Vital.Hull, hullSlack) || noted(v.Shield, b.Vital.Shield, shieldSlack)
	if !changed || c.now-b.ToldAt < c.pause(b, vitalPause) {
		return
	}
	b.Vital, b.ToldAt = v, c.now
	c.notes.raw = v.Append(c.notes.raw)
	c.note(b.Cell, protocol.NewsVitals, toNear)
}

// pause is how many ticks pass between two tellings of the same of a ship: three times as many in a press.
func (c *Cells) pause(b *Belief, ticks Tick) Tick {
	if c.press.dense(b.Cell) {
		return 3 * ticks
	}
	return ticks
}

// noted reports whether a share in 63rds has changed by slack at least, or has become full or empty.
func noted(now, was, slack uint8) bool {
	return now != was && (now == 0 || now == 63 || now >= was+slack || was >= now+slack)
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
	plain := ship != nil && ship.Since != c.now && int(o.Kind) == c.w.cat.Hulls[ship.Look.Hull].GunIndex && o.Range == ship.Look.Reach
	if plain {
		x, y := c.w.cat.Muzzle(o.Kind, o.Dir, ship.Now.X, ship.Now.Y)
		state.X, state.Y = protocol.QuantPos(x), protocol.QuantPos(y)
	}
	b := &c.beliefs[o.ID.Slot]
	c.enter(b, o.ID, KindBolt, protocol.Course{Slot: o.ID.Slot, X: state.X, Y: state.Y})
	b.Dies, b.Bolt = o.Dies, state
	if !plain {
		c.born(b)
		return
	}
	if b.Cell != ship.From {
		c.arrives(b, ship.From)
	}
	shot := protocol.Shot{Owner: state.Owner, Dir: state.Flies & protocol.FliesDir}
	c.notes.raw = shot.Append(c.notes.raw)
	c.note(ship.From, protocol.NewsShots, toNear)
}
