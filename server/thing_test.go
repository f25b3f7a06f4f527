package server

import (
	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

// thing is what both ends must agree about, bit for bit.
type thing struct {
	slot                  uint16 // of a bolt: of the ship that fired it
	born                  uint32 // of a bolt
	kind, gen             uint8
	x, y, vx, vy          float64
	left, shield, level   uint8
	aim, flags, hue, look uint8
	name                  string
	// bolts
	dir    uint16
	weapon uint8
	dies   uint32
}

// held is what stands in a window, believed by the server or known to a mirror.
type held map[uint64]thing

// key is what a thing is known by.
func (th *thing) key() uint64 { return uint64(th.kind)<<48 | uint64(th.born)<<16 | uint64(th.slot) }

// thingBelieved is what everybody who sees it holds of a thing.
func thingBelieved(w *game.World, b *game.Belief) thing {
	th := thing{slot: b.ID.Slot, kind: uint8(b.Kind), gen: b.ID.Gen, x: b.Now.X, y: b.Now.Y, vx: b.Now.Vx, vy: b.Now.Vy}
	switch b.Kind {
	case game.KindShip:
		th.left, th.shield, th.level = b.Vital.Hull, b.Vital.Shield, b.Look.Level
		th.aim, th.flags, th.look = b.Aim, b.Base.Flags, b.Look.Flags
		p := w.Pilot(w.Ship(b.ID).Pilot)
		th.name, th.hue = p.Name, p.Hue
	case game.KindRock, game.KindOre:
		th.left = b.Left // of ore it is the kind
	case game.KindBolt:
		th.gen = 0
		th.slot, th.born, th.dies = b.Bolt.Owner, uint32(b.At), uint32(b.Dies)
		th.dir, th.weapon, th.hue = b.Bolt.Flies&protocol.FliesDir, b.Bolt.Kind&protocol.BoltWeapon, b.Bolt.Kind>>protocol.BoltHue
	}
	return th
}

// thingKnown is what a mirror holds of a thing.
func thingKnown(k *mirror.Thing) thing {
	th := thing{slot: k.Slot, kind: uint8(k.Kind), gen: k.Gen, x: k.X, y: k.Y, vx: k.Vx, vy: k.Vy}
	switch k.Kind {
	case mirror.Ship:
		th.left, th.shield, th.level = k.Left, k.Shield, k.Level
		th.aim, th.flags, th.look = k.Aim, k.Flags, k.Looks
		th.name, th.hue = k.Name, k.Hue
	case mirror.Rock:
		th.left = k.Left
	case mirror.Ore:
		th.left = k.OreKind
	case mirror.Bolt:
		th.gen = 0
		th.slot, th.born = k.Owner, k.Born
		th.dir, th.weapon, th.dies, th.hue = k.Dir, k.Weapon, k.Dies, k.Hue
	}
	return th
}

// afar forgets how a thing is that is beyond the inner part of a window: that is not told to all alike.
func (th *thing) afar(w protocol.Window, cell uint16) {
	if !w.Near(cell) {
		th.left, th.shield, th.aim = 0, 0, 0
	}
}

// eachBelieved calls see for all that everybody who sees the window holds now.
func eachBelieved(l *loop, w protocol.Window, see func(thing)) {
	l.cells.EachIn(w, func(b *game.Belief) {
		if b.Passing() && !w.Near(b.Cell) {
			return
		}
		th := thingBelieved(l.world, b)
		th.afar(w, b.Cell)
		see(th)
	})
}

// eachKnown calls see for all that a mirror holds.
func eachKnown(m *mirror.Mirror, see func(thing)) {
	m.Things(func(k *mirror.Thing) {
		th := thingKnown(k)
		th.afar(m.Window, k.Cell)
		see(th)
	})
}

func believedIn(l *loop, w protocol.Window) held {
	all := held{}
	eachBelieved(l, w, func(th thing) { all[th.key()] = th })
	return all
}

func knownTo(m *mirror.Mirror) held {
	all := held{}
	eachKnown(m, func(th thing) { all[th.key()] = th })
	return all
}
