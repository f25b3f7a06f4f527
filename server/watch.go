package server

import (
	"math"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// watch is what a client without a ship asked to look at. It never holds an order to go to the next ship, but the ship.
type watch struct {
	mode  uint8
	ship  game.EntityID
	pilot game.PilotID // whose ship it is
	at    flight.Vec
}

// turn takes what a client asks to look at. It reports whether that made sense.
func (l *loop) turn(c *client, m *protocol.Watch) bool {
	if l.world.ShipOf(c.pilot) != nil {
		return false
	}
	switch m.Mode {
	case protocol.WatchPlace:
		at := flight.Vec{X: protocol.Pos(m.X), Y: protocol.Pos(m.Y)}
		c.watch = watch{mode: protocol.WatchPlace, ship: game.NoEntity, at: at}
	case protocol.WatchShip:
		return l.follow(c, shipAt(l.world, m.Slot))
	case protocol.WatchNext:
		return l.follow(c, l.neighbour(c, 1))
	case protocol.WatchPrevious:
		return l.follow(c, l.neighbour(c, -1))
	default:
		c.watch = watch{}
	}
	return true
}

// shipAt is the ship in a slot, or nil.
func shipAt(w *game.World, slot uint16) *game.Ship {
	if int(slot) >= len(w.Berths.Table) || w.Berths.Table[slot].Kind != game.KindShip {
		return nil
	}
	return &w.Ships[w.Berths.Table[slot].Index]
}

// follow has the client look at a ship, if there is one.
func (l *loop) follow(c *client, s *game.Ship) bool {
	if s == nil {
		return false
	}
	c.watch = watch{mode: protocol.WatchShip, ship: s.ID, pilot: s.Pilot}
	return true
}

// neighbour is the ship that the client comes to when it goes through the slots, from the one that it looks at.
func (l *loop) neighbour(c *client, way int) *game.Ship {
	from := int(c.told.phase.Focus)
	if c.watch.mode == protocol.WatchShip {
		from = int(c.watch.ship.Slot) // two orders may come in one tick
	}
	var best *game.Ship
	bestGap := math.MaxInt
	for i := range l.world.Ships {
		s := &l.world.Ships[i]
		gap := ((int(s.ID.Slot)-from)*way + protocol.ShipSlots) % protocol.ShipSlots
		if gap < 0 {
			gap += protocol.ShipSlots
		}
		if gap > 0 && gap < bestGap {
			best, bestGap = s, gap
		}
	}
	return best
}

// view is the ship that a client without one looks at, nil for none, and the place.
func (l *loop) view(c *client, p *game.Pilot) (s *game.Ship, x, y float64) {
	switch c.watch.mode {
	case protocol.WatchPlace:
		at := c.watch.at
		if far, edge := math.Sqrt(at.X*at.X+at.Y*at.Y), l.world.Radius; far > edge {
			at.X, at.Y = at.X*edge/far, at.Y*edge/far
		}
		return nil, at.X, at.Y
	case protocol.WatchShip:
		if s = l.heir(c); s != nil {
			return s, s.X, s.Y
		}
	default:
		if p.Phase == game.Dead {
			if s = l.world.ShipOf(p.Run.By); s != nil {
				return s, s.X, s.Y
			}
		}
	}
	return l.world.Ship(l.stage.focus), l.stage.x, l.stage.y
}

// heir is the ship that the client follows, or that of whoever has destroyed it. With neither there is nothing to
// follow any more.
func (l *loop) heir(c *client) *game.Ship {
	if s := l.world.Ship(c.watch.ship); s != nil {
		return s
	}
	if p := l.world.Pilot(c.watch.pilot); p != nil && p.Phase == game.Dead && l.follow(c, l.world.ShipOf(p.Run.By)) {
		return l.world.Ship(c.watch.ship)
	}
	c.watch = watch{}
	return nil
}

// remind asks the world again for a ship, when it had none left for the client: it is not for the player to keep
// pressing. A client that flies has nothing to ask, and looks at its ship.
func (l *loop) remind(c *client, flies bool) {
	switch {
	case flies:
		c.watch, c.wish = watch{}, nil
	case c.wish != nil:
		c.unsure = true
		l.input(playOf(c, c.wish))
	}
}
