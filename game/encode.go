package game

import "github.com/orbrawl/orbrawl/protocol"

// encode makes the bytes of every cell that changed, once for all viewers.
func (c *Cells) encode() {
	for _, id := range c.dirty {
		l := &c.cells[id]
		h := l.changes
		c.writer.Reset(h.delta)
		c.draft = protocol.Delta{
			Cell: id, Shots: h.shots, Courses: h.courses, Aims: h.aims, Vitals: h.vitals, Hits: h.hits, Gone: h.gone,
			Taken: h.taken, Drifts: h.drifts, Wears: h.wears, Looks: h.looks,
		}
		start := 0
		if h.any() {
			c.draft.Append(c.writer)
		}
		h.parts.delta = c.since(&start)
		if len(h.ships)+len(h.rocks)+len(h.ores) > 0 {
			c.born = protocol.Born{Cell: id, Ships: h.ships, Rocks: h.rocks, Ores: h.ores}
			c.born.Append(c.writer)
		}
		h.parts.born = c.since(&start)
		for i := range h.kills {
			c.killed(&h.kills[i])
		}
		h.parts.kill = c.since(&start)
		h.delta = c.writer.Bytes()
		if len(h.arrivals) > 0 {
			h.arrived = c.whole(h.arrived, id, h.arrivals, true)
		}
	}
}

// since is how much was written since start, which it moves to the end.
func (c *Cells) since(start *int) int {
	n := len(c.writer.Bytes()) - *start
	*start += n
	return n
}

func (h *changes) any() bool {
	return len(h.shots)+len(h.courses)+len(h.aims)+len(h.vitals)+len(h.hits)+len(h.gone)+len(h.taken)+len(h.drifts)+len(h.wears)+len(h.looks) > 0
}

func (c *Cells) killed(k *Kill) {
	m := c.w.KillMessage(k)
	m.Append(c.writer)
}

// KillMessage is what is told of a kill.
func (w *World) KillMessage(k *Kill) protocol.Kill {
	m := protocol.Kill{Cause: k.Cause, Bounty: k.Bounty, BySlot: k.BySlot, Slot: k.VictimSlot}
	if p := w.Pilot(k.By); p != nil {
		m.By, m.ByHue = p.Name, p.Hue
	}
	if p := w.Pilot(k.Victim); p != nil {
		m.Victim, m.VictimHue = p.Name, p.Hue
	}
	return m
}

// State is everything in a cell, as one message. The bytes are made at most once a tick.
func (c *Cells) State(id uint16) []byte {
	l := &c.cells[id]
	if l.stateAt != c.now || l.state == nil {
		from := len(c.states)
		c.states = c.whole(c.states, id, l.things, false)
		l.state, l.stateAt = c.states[from:len(c.states):len(c.states)], c.now
	}
	return l.state
}

// whole writes all that is known of some things of a cell.
func (c *Cells) whole(buf []byte, id uint16, slots []uint16, arrivals bool) []byte {
	var bolts, ships, rocks, ores []byte
	s := &c.scratch
	bolts, ships, rocks, ores = s[0][:0], s[1][:0], s[2][:0], s[3][:0]
	for _, slot := range slots {
		b := &c.beliefs[slot]
		switch b.Kind {
		case KindBolt:
			r := b.Bolt
			r.Age = b.age(c.now)
			bolts = r.Append(bolts)
		case KindShip:
			ships = c.shipState(b).Append(ships)
		case KindRock:
			rocks = c.rockState(b).Append(rocks)
		case KindOre:
			ores = c.oreState(b).Append(ores)
		}
	}
	*s = [4][]byte{bolts, ships, rocks, ores}
	c.writer.Reset(buf)
	if arrivals {
		c.born = protocol.Born{Cell: id, Bolts: bolts, Ships: ships, Rocks: rocks, Ores: ores}
		c.born.Append(c.writer)
	} else {
		c.state = protocol.CellState{Cell: id, Bolts: bolts, Ships: ships, Rocks: rocks, Ores: ores}
		c.state.Append(c.writer)
	}
	return c.writer.Bytes()
}

func (c *Cells) shipState(b *Belief) *protocol.ShipState {
	k := &b.Base
	c.ship = protocol.ShipState{
		Slot: b.ID.Slot, Gen: b.ID.Gen, X: k.X, Y: k.Y, Vx: k.Vx, Vy: k.Vy, Move: k.Move, Aim: b.Aim, Flags: k.Flags,
		Age: b.age(c.now), Hull: b.Look.Hull, Level: b.Look.Level, Drive: b.Look.Drive, Looks: b.Look.Flags,
		Left: b.Vital.Hull, Shield: b.Vital.Shield,
	}
	if s := c.w.Ship(b.ID); s != nil {
		c.ship.Hue = s.Hue
		if p := c.w.Pilot(s.Pilot); p != nil {
			c.ship.Name = p.Name
		}
	}
	return &c.ship
}

func (c *Cells) rockState(b *Belief) *protocol.RockState {
	k := &b.Base
	c.rock = protocol.RockState{
		Slot: b.ID.Slot, Gen: b.ID.Gen, X: k.X, Y: k.Y, Vx: k.Vx, Vy: k.Vy, Age: b.age(c.now), Left: b.Left,
	}
	if r := c.w.Rock(b.ID); r != nil {
		c.rock.Radius, c.rock.Seed, c.rock.Rich = uint8(min(255, r.Radius+0.5)), r.Seed, r.Rich
	}
	return &c.rock
}

func (c *Cells) oreState(b *Belief) *protocol.OreState {
	k := &b.Base
	c.ore = protocol.OreState{
		Slot: b.ID.Slot, Gen: b.ID.Gen, X: k.X, Y: k.Y, Vx: k.Vx, Vy: k.Vy, Age: b.age(c.now), Kind: b.Left,
	}
	return &c.ore
}
