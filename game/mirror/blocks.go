package mirror

import (
	"bytes"
	"errors"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// errRecord is news that does not hold whole records.
var errRecord = errors.New("mirror: a record is cut short or names something that does not exist")

// news takes groups in order. Changes of slots that are not known are skipped.
func (m *Mirror) news(b []byte) error {
	for len(b) > 0 {
		kind, n, rest, ok := protocol.NextGroup(b)
		if !ok {
			return protocol.ErrNews
		}
		m.Records[kind] += n
		m.RecordBytes[kind] += len(b) - len(rest)
		b = rest
		for range n {
			if rest, ok = m.record(kind, b); !ok {
				return errRecord
			}
			m.RecordBytes[kind] += len(b) - len(rest)
			b = rest
		}
	}
	return nil
}

// record takes the first record off b.
func (m *Mirror) record(kind int, b []byte) (rest []byte, ok bool) {
	switch kind {
	case protocol.NewsLooks, protocol.NewsAims, protocol.NewsVitals:
		return m.ship(kind, b), true
	case protocol.NewsSwings, protocol.NewsTurns, protocol.NewsShoves, protocol.NewsCourses:
		return m.motion(kind, b), true
	case protocol.NewsDrifts, protocol.NewsWears:
		return m.matter(kind, b), true
	case protocol.NewsHits, protocol.NewsChips, protocol.NewsTaken, protocol.NewsGone:
		return m.ended(kind, b), true
	case protocol.NewsShots:
		return m.shot(b)
	}
	return m.state(kind, b)
}

// shot puts a bolt before its ship. Who does not know the ship cannot know the bolt.
func (m *Mirror) shot(b []byte) (rest []byte, ok bool) {
	var r protocol.Shot
	rest, _ = r.Read(b)
	t := m.of(r.Owner, Ship)
	if t == nil || int(t.Hull) >= len(m.cat.Hulls) {
		return rest, true
	}
	gun := uint8(m.cat.Hulls[t.Hull].GunIndex)
	dir := r.Dir & protocol.FliesDir
	x, y := m.cat.Muzzle(gun, dir, t.X, t.Y)
	return rest, m.putBolt(&protocol.BoltState{
		Owner: r.Owner, X: protocol.QuantPos(x), Y: protocol.QuantPos(y),
		Flies: dir | uint16(t.Reach)<<protocol.FliesRange, Kind: gun | t.Hue<<protocol.BoltHue,
	})
}

// ship takes a change of a ship. NextGroup has seen that b is long enough.
func (m *Mirror) ship(kind int, b []byte) (rest []byte) {
	switch kind {
	case protocol.NewsLooks:
		var r protocol.Look
		rest, _ = r.Read(b)
		if t := m.of(r.Slot, Ship); t != nil {
			t.Hull, t.Level, t.Engine, t.Reach, t.Looks = r.Hull, r.Level, r.Drive, r.Reach, r.Flags
			t.Drive = m.cat.SeenDrive(r.Hull, r.Drive)
		}
	case protocol.NewsAims:
		var r protocol.Aim
		rest, _ = r.Read(b)
		if t := m.of(r.Slot, Ship); t != nil {
			t.Aim = r.Aim
		}
	case protocol.NewsVitals:
		var r protocol.Vital
		rest, _ = r.Read(b)
		if t := m.of(r.Slot, Ship); t != nil {
			t.Left, t.Shield = r.Hull, r.Shield
		}
	}
	return rest
}

// motion takes a change of how a ship flies.
func (m *Mirror) motion(kind int, b []byte) (rest []byte) {
	switch kind {
	case protocol.NewsSwings:
		var r protocol.Swing
		rest, _ = r.Read(b)
		if t := m.of(r.Slot, Ship); t != nil {
			t.turn(r.Move*protocol.SwingStep, t.Aim, t.Flags)
		}
	case protocol.NewsTurns:
		var r protocol.Turn
		rest, _ = r.Read(b)
		if t := m.of(r.Slot, Ship); t != nil {
			t.turn(r.Move, r.Aim, r.Flags)
		}
	case protocol.NewsShoves:
		var r protocol.Shove
		rest, _ = r.Read(b)
		if t := m.of(r.Slot, Ship); t != nil {
			x, y := protocol.QuantPos(t.X)+int16(r.Dx), protocol.QuantPos(t.Y)+int16(r.Dy)
			t.Body = body(x, y, protocol.FineVel(r.Vx), protocol.FineVel(r.Vy))
		}
	case protocol.NewsCourses:
		var r protocol.Course
		rest, _ = r.Read(b)
		if t := m.of(r.Slot, Ship); t != nil {
			t.Body = body(r.X, r.Y, r.Vx, r.Vy)
			t.Move, t.Aim, t.Flags = r.Move, r.Aim, r.Flags
		}
	}
	return rest
}

// turn goes back to the end of the last tick, rounds, and flies again with the new controls.
func (t *Thing) turn(move, aim, flags uint8) {
	t.round(t.last.X, t.last.Y, t.last.Vx, t.last.Vy)
	t.Move, t.Aim, t.Flags = move, aim, flags
	t.fly()
}

// round puts a thing where a course would say it is.
func (t *Thing) round(x, y, vx, vy float64) {
	t.Body = body(protocol.QuantPos(x), protocol.QuantPos(y), protocol.QuantVel(vx), protocol.QuantVel(vy))
}

// drift moves a rock or a piece of ore one tick. Where it comes to rest, its place is rounded.
func (t *Thing) drift(drag float64) {
	flight.Drift(&t.Body, drag)
	if t.Vx == 0 && t.Vy == 0 {
		t.round(t.X, t.Y, 0, 0)
	}
}

// fly moves a ship one tick.
func (t *Thing) fly() {
	flight.Move(&t.Body, t.Move, t.Flags&protocol.ShipPower, t.Flags&protocol.ShipBoosting != 0, &t.Drive)
}

// matter takes a change of a rock or a piece of ore.
func (m *Mirror) matter(kind int, b []byte) (rest []byte) {
	if kind == protocol.NewsWears {
		var r protocol.Wear
		rest, _ = r.Read(b)
		if t := m.of(r.Slot, Rock); t != nil {
			t.Left = r.Left
		}
		return rest
	}
	var r protocol.Drift
	rest, _ = r.Read(b)
	if t := m.Thing(r.Slot); t != nil && (t.Kind == Rock || t.Kind == Ore) {
		t.Body = body(r.X, r.Y, r.Vx, r.Vy)
	}
	return rest
}

func (m *Mirror) ended(kind int, b []byte) (rest []byte) {
	switch kind {
	case protocol.NewsHits:
		var r protocol.Hit
		rest, _ = r.Read(b)
		m.endBolt(r.Owner, r.Age)
	case protocol.NewsChips:
		var r protocol.Chip
		rest, _ = r.Read(b)
		m.endBolt(r.Owner, r.Age)
	case protocol.NewsTaken:
		var r protocol.Taken
		rest, _ = r.Read(b)
		m.end(r.Ore)
	case protocol.NewsGone:
		var r protocol.Gone
		rest, _ = r.Read(b)
		m.end(r.Slot)
	}
	return rest
}

// endBolt ends the bolt that a ship fired so many ticks ago.
func (m *Mirror) endBolt(owner uint16, age uint8) {
	if t := m.Bolt(owner, m.Tick-uint32(age)); t != nil {
		t.Kind = None
	}
}

func (m *Mirror) of(slot uint16, kind Kind) *Thing {
	if t := m.Thing(slot); t != nil && t.Kind == kind {
		return t
	}
	return nil
}

func (m *Mirror) end(slot uint16) {
	if t := m.Thing(slot); t != nil {
		t.Kind = None
	}
}

// state takes a whole thing.
func (m *Mirror) state(kind int, b []byte) (rest []byte, ok bool) {
	if kind != protocol.NewsBolts && bytes.HasPrefix(b, []byte{0xff, 0xff}) {
		return nil, false // nothing holds the slot Nobody
	}
	switch kind {
	case protocol.NewsBolts:
		var r protocol.BoltState
		if rest, ok = r.Read(b); ok {
			ok = m.putBolt(&r)
		}
	case protocol.NewsShips:
		var r protocol.ShipState
		if rest, ok = r.Read(b); ok {
			m.putShip(&r)
		}
	case protocol.NewsRocks:
		var r protocol.RockState
		if rest, ok = r.Read(b); ok {
			t := m.put(r.Slot, Rock, r.Gen, body(r.X, r.Y, r.Vx, r.Vy))
			t.Radius, t.Seed, t.Rich, t.Left = r.Radius, r.Seed, r.Rich, r.Left
			for range r.Age {
				t.drift(m.cat.Sector.RockDrag)
			}
		}
	case protocol.NewsStill:
		var r protocol.StillState
		if rest, ok = r.Read(b); ok {
			t := m.put(r.Slot, Rock, r.Gen, body(r.X, r.Y, 0, 0))
			t.Radius, t.Seed, t.Rich, t.Left = r.Radius, r.Seed, r.Rich, r.Left
		}
	case protocol.NewsLying:
		var r protocol.LyingState
		if rest, ok = r.Read(b); ok {
			t := m.put(r.Slot, Ore, r.Gen, body(r.X, r.Y, 0, 0))
			t.OreKind = r.Kind
		}
	case protocol.NewsOres:
		var r protocol.OreState
		if rest, ok = r.Read(b); ok {
			t := m.put(r.Slot, Ore, r.Gen, body(r.X, r.Y, r.Vx, r.Vy))
			t.OreKind = r.Kind
			for range r.Age {
				t.drift(m.cat.Sector.OreDrag)
			}
		}
	}
	return rest, ok
}

func (m *Mirror) putShip(r *protocol.ShipState) {
	t := m.put(r.Slot, Ship, r.Gen, body(r.X, r.Y, r.Vx, r.Vy))
	t.Move, t.Aim, t.Flags = r.Move, r.Aim, r.Flags
	t.Hull, t.Level, t.Engine, t.Reach, t.Looks = r.Hull, r.Level, r.Drive, r.Reach, r.Looks
	t.Left, t.Shield, t.Hue, t.Name = r.Left, r.Shield, r.Hue, m.named(r)
	t.Drive = m.cat.SeenDrive(r.Hull, r.Drive)
	for range r.Age {
		t.fly()
	}
}

// named is the name of a ship: the one told now, else the one told before.
func (m *Mirror) named(r *protocol.ShipState) string {
	id := uint32(r.Slot)<<8 | uint32(r.Gen)
	if r.Name != "" {
		m.names[id] = r.Name
	}
	return m.names[id]
}

func (m *Mirror) putBolt(r *protocol.BoltState) bool {
	weapon := r.Kind & protocol.BoltWeapon
	if int(weapon) >= len(m.cat.Weapons) {
		return false
	}
	born := m.Tick - uint32(r.Age)
	t := m.Bolt(r.Owner, born)
	if t == nil {
		m.things = append(m.things, Thing{})
		t = &m.things[len(m.things)-1]
	}
	*t = Thing{
		Kind: Bolt, Slot: protocol.Nobody, Body: body(r.X, r.Y, 0, 0), fresh: m.frame, Owner: r.Owner, Born: born,
		Dir: r.Flies & protocol.FliesDir, Range: uint8(r.Flies >> protocol.FliesRange), Weapon: weapon, Hue: r.Kind >> protocol.BoltHue,
	}
	t.Dies = t.Born + m.cat.Life(int(weapon), t.Range)
	for range r.Age {
		flight.Straight(&t.Body, t.Dir, m.cat.Weapons[weapon].Speed)
	}
	t.Cell = protocol.CellOf(t.X, t.Y)
	return true
}

// put makes or replaces the thing in a slot.
func (m *Mirror) put(slot uint16, kind Kind, gen uint8, b flight.Body) *Thing {
	for int(slot) >= len(m.where) {
		m.where = append(m.where, 0)
	}
	if m.where[slot] == 0 {
		m.things = append(m.things, Thing{})
		m.where[slot] = int32(len(m.things))
	}
	t := &m.things[m.where[slot]-1]
	*t = Thing{Kind: kind, Slot: slot, Gen: gen, Body: b, Cell: protocol.CellOf(b.X, b.Y), fresh: m.frame}
	return t
}

func body(x, y, vx, vy int16) flight.Body {
	return flight.Body{X: protocol.Pos(x), Y: protocol.Pos(y), Vx: protocol.Vel(vx), Vy: protocol.Vel(vy)}
}
