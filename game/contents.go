package game

import "github.com/orbrawl/orbrawl/protocol"

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

// newsRoom is the length of news, in bytes, from which a message takes no further thing: one more always fits.
const newsRoom = 16000

// contents is everything in a cell that those are told to whom it is near, or far, as groups. The bytes are made at
// most once a tick.
func (c *Cells) contents(id uint16, near bool) []byte {
	i := 0
	if near {
		i = 1
	}
	p := &c.answers(id).whole[i]
	if !p.made {
		p.made, p.from = true, uint32(len(c.made))
		for b := c.first(id); b != nil; b = c.following(b) {
			if near || !b.Passing() {
				c.made = c.thing(c.made, b.ID.Slot)
			}
		}
		p.to = uint32(len(c.made))
	}
	return c.made[p.from:p.to]
}

// cellState writes the contents of a cell as such. What has no room in its CellState stands behind it, in Deltas.
func (c *Cells) cellState(buf []byte, id uint16, near bool) []byte {
	news := c.contents(id, near)
	n := protocol.WholeGroups(news, newsRoom)
	c.writer.Reset(buf)
	m := protocol.CellState{Cell: id, News: news[:n]}
	m.Append(c.writer)
	buf = c.writer.Bytes()
	for news = news[n:]; len(news) > 0; news = news[n:] {
		n = protocol.WholeGroups(news, newsRoom)
		buf = c.delta(buf, news[:n])
	}
	return buf
}

// thing writes all that is known of a thing, as a group of one.
func (c *Cells) thing(buf []byte, slot uint16) []byte {
	b := &c.beliefs[slot]
	switch b.Kind {
	case KindBolt:
		r := b.Bolt
		r.Age = b.age(c.now)
		return r.Append(protocol.AppendGroup(buf, protocol.NewsBolts, 1))
	case KindShip:
		return c.shipState(b).Append(protocol.AppendGroup(buf, protocol.NewsShips, 1))
	case KindRock:
		r := c.rockState(b)
		if b.still() {
			still := protocol.StillState{Slot: r.Slot, Gen: r.Gen, X: r.X, Y: r.Y, Radius: r.Radius, Seed: r.Seed, Rich: r.Rich, Left: r.Left}
			return still.Append(protocol.AppendGroup(buf, protocol.NewsStill, 1))
		}
		return r.Append(protocol.AppendGroup(buf, protocol.NewsRocks, 1))
	case KindOre:
		if b.still() {
			lying := protocol.LyingState{Slot: b.ID.Slot, Gen: b.ID.Gen, X: b.Base.X, Y: b.Base.Y, Kind: b.Left}
			return lying.Append(protocol.AppendGroup(buf, protocol.NewsLying, 1))
		}
		return c.oreState(b).Append(protocol.AppendGroup(buf, protocol.NewsOres, 1))
	}
	return buf
}

// sight is what a viewer must be told of a cell that was far and is near: its bolts and ore, and how its ships and
// rocks are. The bytes are made at most once a tick.
func (c *Cells) sight(id uint16) (states, conditions []byte) {
	a := c.answers(id)
	if !a.states.made {
		a.states.made, a.states.from = true, uint32(len(c.made))
		for b := c.first(id); b != nil; b = c.following(b) {
			if b.Passing() {
				c.made = c.thing(c.made, b.ID.Slot)
			}
		}
		a.states.to, a.rest.from = uint32(len(c.made)), uint32(len(c.made))
		for b := c.first(id); b != nil; b = c.following(b) {
			c.made = c.condition(c.made, b)
		}
		a.rest.to = uint32(len(c.made))
	}
	return c.made[a.states.from:a.states.to], c.made[a.rest.from:a.rest.to]
}

// condition writes how a ship or a rock is, and where it points.
func (c *Cells) condition(buf []byte, b *Belief) []byte {
	switch {
	case b.Kind == KindShip:
		aim := protocol.Aim{Slot: b.ID.Slot, Aim: b.Aim}
		buf = aim.Append(protocol.AppendGroup(buf, protocol.NewsAims, 1))
		return b.Vital.Append(protocol.AppendGroup(buf, protocol.NewsVitals, 1))
	case b.Kind == KindRock && b.Left < 255:
		wear := protocol.Wear{Slot: b.ID.Slot, Left: b.Left}
		return wear.Append(protocol.AppendGroup(buf, protocol.NewsWears, 1))
	}
	return buf
}

func (c *Cells) shipState(b *Belief) *protocol.ShipState {
	k := &b.Base
	c.ship = protocol.ShipState{
		Slot: b.ID.Slot, Gen: b.ID.Gen, X: k.X, Y: k.Y, Vx: k.Vx, Vy: k.Vy, Move: k.Move, Aim: b.Aim, Flags: k.Flags,
		Age: b.age(c.now), Hull: b.Look.Hull, Level: b.Look.Level, Drive: b.Look.Drive, Reach: b.Look.Reach, Looks: b.Look.Flags,
		Left: b.Vital.Hull, Shield: b.Vital.Shield,
	}
	if s := c.w.Ship(b.ID); s != nil {
		c.ship.Hue = s.Hue
		if p := c.w.pilotOf(s); p != nil {
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
