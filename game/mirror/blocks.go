package mirror

import (
	"errors"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// errRecord is a bin that does not hold whole records.
var errRecord = errors.New("mirror: a record is cut short or names something that does not exist")

// delta takes what changed in one cell. Slots that are not known are skipped.
func (m *Mirror) delta(d *protocol.Delta) error {
	for b := d.Shots; len(b) > 0; {
		var r protocol.Shot
		b, _ = r.Read(b)
		state := protocol.BoltState{
			Slot: r.Slot, Owner: r.Owner, X: r.X, Y: r.Y, Dir: r.Dir, Kind: r.Kind,
			Range: r.Range & protocol.ShotRange, Hue: r.Range >> protocol.ShotHue,
		}
		if !m.putBolt(&state) {
			return errRecord
		}
	}
	m.looks(d.Looks)
	m.courses(d.Courses)
	for b := d.Aims; len(b) > 0; {
		var r protocol.Aim
		b, _ = r.Read(b)
		if t := m.of(r.Slot, Ship); t != nil {
			t.Aim = r.Aim
		}
	}
	for b := d.Vitals; len(b) > 0; {
		var r protocol.Vital
		b, _ = r.Read(b)
		if t := m.of(r.Slot, Ship); t != nil {
			t.Left, t.Shield = r.Hull, r.Shield
		}
	}
	for b := d.Drifts; len(b) > 0; {
		var r protocol.Drift
		b, _ = r.Read(b)
		if t := m.Thing(r.Slot); t != nil && (t.Kind == Rock || t.Kind == Ore) {
			t.Body = body(r.X, r.Y, r.Vx, r.Vy)
		}
	}
	for b := d.Wears; len(b) > 0; {
		var r protocol.Wear
		b, _ = r.Read(b)
		if t := m.of(r.Slot, Rock); t != nil {
			t.Left = r.Left
		}
	}
	m.ends(d)
	return nil
}

func (m *Mirror) looks(b []byte) {
	for len(b) > 0 {
		var r protocol.Look
		b, _ = r.Read(b)
		if t := m.of(r.Slot, Ship); t != nil {
			t.Hull, t.Level, t.Engine, t.Looks = r.Hull, r.Level, r.Drive, r.Flags
			t.Drive = m.cat.SeenDrive(r.Hull, r.Drive)
		}
	}
}

func (m *Mirror) courses(b []byte) {
	for len(b) > 0 {
		var r protocol.Course
		b, _ = r.Read(b)
		if t := m.of(r.Slot, Ship); t != nil {
			t.Body = body(r.X, r.Y, r.Vx, r.Vy)
			t.Move, t.Aim, t.Flags = r.Move, r.Aim, r.Flags
		}
	}
}

func (m *Mirror) ends(d *protocol.Delta) {
	for b := d.Hits; len(b) > 0; {
		var r protocol.Hit
		b, _ = r.Read(b)
		m.end(r.Bolt)
	}
	for b := d.Taken; len(b) > 0; {
		var r protocol.Taken
		b, _ = r.Read(b)
		m.end(r.Ore)
	}
	for b := d.Gone; len(b) > 0; {
		var r protocol.Gone
		b, _ = r.Read(b)
		m.end(r.Slot)
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

// states takes whole things.
func (m *Mirror) states(bolts, ships, rocks, ores []byte) error {
	ok := true
	for b := bolts; len(b) > 0 && ok; {
		var r protocol.BoltState
		if b, ok = r.Read(b); ok {
			ok = m.putBolt(&r)
		}
	}
	for b := ships; len(b) > 0 && ok; {
		var r protocol.ShipState
		if b, ok = r.Read(b); ok {
			m.putShip(&r)
		}
	}
	for b := rocks; len(b) > 0 && ok; {
		var r protocol.RockState
		if b, ok = r.Read(b); ok {
			t := m.put(r.Slot, Rock, r.Gen, body(r.X, r.Y, r.Vx, r.Vy))
			t.Radius, t.Seed, t.Rich, t.Left = r.Radius, r.Seed, r.Rich, r.Left
			for range r.Age {
				flight.Drift(&t.Body, m.cat.Sector.RockDrag)
			}
		}
	}
	for b := ores; len(b) > 0 && ok; {
		var r protocol.OreState
		if b, ok = r.Read(b); ok {
			t := m.put(r.Slot, Ore, r.Gen, body(r.X, r.Y, r.Vx, r.Vy))
			t.OreKind = r.Kind
			for range r.Age {
				flight.Drift(&t.Body, m.cat.Sector.OreDrag)
			}
		}
	}
	if !ok {
		return errRecord
	}
	return nil
}

func (m *Mirror) putShip(r *protocol.ShipState) {
	t := m.put(r.Slot, Ship, r.Gen, body(r.X, r.Y, r.Vx, r.Vy))
	t.Move, t.Aim, t.Flags = r.Move, r.Aim, r.Flags
	t.Hull, t.Level, t.Engine, t.Looks = r.Hull, r.Level, r.Drive, r.Looks
	t.Left, t.Shield, t.Hue, t.Name = r.Left, r.Shield, r.Hue, r.Name
	t.Drive = m.cat.SeenDrive(r.Hull, r.Drive)
	for range r.Age {
		flight.Move(&t.Body, t.Move, t.Flags&protocol.ShipPower, t.Flags&protocol.ShipBoosting != 0, &t.Drive)
	}
}

func (m *Mirror) putBolt(r *protocol.BoltState) bool {
	if int(r.Kind) >= len(m.cat.Weapons) {
		return false
	}
	t := m.put(r.Slot, Bolt, 0, body(r.X, r.Y, 0, 0))
	t.Owner, t.Dir, t.Weapon, t.Hue, t.Range = r.Owner, r.Dir, r.Kind, r.Hue, r.Range
	t.Born = m.Tick - uint32(r.Age)
	t.Dies = t.Born + m.cat.Life(int(r.Kind), r.Range)
	for range r.Age {
		flight.Straight(&t.Body, t.Dir, m.cat.Weapons[r.Kind].Speed)
	}
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
