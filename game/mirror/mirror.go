// Package mirror is what a client knows: it takes the frames of the world as bytes and holds the same beliefs
// as the server and every browser. It is the second reader of the standard (protocol/PROTOCOL.md), and serves
// the load test, recordings and tests. It never sees the world itself.
//
// Start at [Mirror.Take].
package mirror

import (
	"fmt"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// Kind says what a thing is.
type Kind uint8

// The kinds of things.
const (
	None Kind = iota
	Ship
	Rock
	Ore
	Bolt
)

// Thing is one thing and what is believed of it. Which of the records at the end count depends on Kind.
type Thing struct {
	Kind Kind
	Slot uint16 // Nobody for bolts
	Gen  uint8
	flight.Body
	Cell uint16      // at the end of the last frame
	was  uint16      // at the end of the tick before this frame's
	last flight.Body // of a ship: likewise

	// ships
	Move, Aim, Flags    uint8
	Hull, Level, Engine uint8
	Reach               uint8
	Looks, Left, Shield uint8
	Hue                 uint8
	Name                string
	Drive               flight.Drive
	// rocks: Left too
	Radius, Seed, Rich uint8
	// ore
	OreKind uint8
	// bolts
	Owner  uint16
	Dir    uint16
	Weapon uint8
	Range  uint8
	Born   uint32
	Dies   uint32

	fresh uint32 // frame in which a state last named it
}

// Mirror is one client's knowledge. It belongs to one goroutine.
type Mirror struct {
	Tick   uint32
	Ack    uint16
	Margin int8
	Window protocol.Window

	Self       protocol.Self // last one told
	SelfTick   uint32
	HasSelf    bool
	Status     protocol.Status
	Progress   protocol.Progress
	Offer      protocol.Offer
	Phase      protocol.Phase
	Died       protocol.Died
	Board      protocol.Board
	Map        protocol.Map
	Bye        protocol.Bye
	Kills      int
	Glances    int    // ships that an Afar told of
	GlanceTick uint32 // of the last of them

	// What was received, for reports: bytes by message; records, and their bytes with the heads of their groups, by
	// kind of news.
	Bytes       map[protocol.MessageID]int
	Records     [protocol.NewsKinds]int
	RecordBytes [protocol.NewsKinds]int

	cat    *catalog.Catalog
	r      *protocol.Reader
	names  map[uint32]string // of ships, by slot and gen
	things []Thing           // those that are known, and for the length of a frame those that have just ended
	where  []int32           // by slot: place in things plus one, 0 for none
	open   bool              // a window was told
	begun  bool              // a frame has begun that is not swept
	frame  uint32
	whole  []uint16 // cells told whole in this frame
	msg    messages
}

// messages are reused from frame to frame.
type messages struct {
	frame  protocol.Frame
	window protocol.Window
	ack    protocol.Ack
	delta  protocol.Delta
	state  protocol.CellState
	kill   protocol.Kill
	afar   protocol.Afar
}

// New makes a mirror that knows nothing but the tick of the welcome.
func New(cat *catalog.Catalog, tick uint32) *Mirror {
	return &Mirror{cat: cat, Tick: tick, r: protocol.NewReader(), Bytes: map[protocol.MessageID]int{}, names: map[uint32]string{}}
}

// Things calls see for each thing that is believed to be in the window. The pointer is good until the next
// frame.
func (m *Mirror) Things(see func(*Thing)) {
	for i := range m.things {
		see(&m.things[i])
	}
}

// Thing is what is believed to be in a slot, or nil.
func (m *Mirror) Thing(slot uint16) *Thing {
	if int(slot) >= len(m.where) || m.where[slot] == 0 {
		return nil
	}
	if t := &m.things[m.where[slot]-1]; t.Kind != None {
		return t
	}
	return nil
}

// Bolt is the bolt that a ship fired in a tick, or nil.
func (m *Mirror) Bolt(owner uint16, born uint32) *Thing {
	for i := range m.things {
		if t := &m.things[i]; t.Kind == Bolt && t.Owner == owner && t.Born == born {
			return t
		}
	}
	return nil
}

// Take takes one message of the line: a frame, or several. An error means that the bytes break the protocol.
func (m *Mirror) Take(b []byte) error {
	m.r.Reset(b)
	start := 0
	for {
		id, ok := m.r.Next()
		if !ok {
			break
		}
		if err := m.message(id); err != nil {
			return err
		}
		m.r.Done()
		m.Bytes[id] += m.r.Pos() - start
		start = m.r.Pos()
	}
	if err := m.r.Err(); err != nil {
		return err
	}
	m.sweep()
	return nil
}

func (m *Mirror) message(id protocol.MessageID) error {
	switch id {
	case protocol.IDFrame:
		m.sweep()
		m.msg.frame.Decode(m.r)
		if err := m.advance(m.Tick + uint32(m.msg.frame.After)); err != nil {
			return err
		}
		return m.news(m.msg.frame.News)
	case protocol.IDWindow:
		m.msg.window.Decode(m.r)
		m.Window, m.open = m.msg.window, true
	case protocol.IDAck:
		m.msg.ack.Decode(m.r)
		m.Ack, m.Margin = m.msg.ack.Seq, m.msg.ack.Margin
	case protocol.IDDelta:
		m.msg.delta.Decode(m.r)
		return m.news(m.msg.delta.News)
	case protocol.IDCellState:
		m.msg.state.Decode(m.r)
		m.whole = append(m.whole, m.msg.state.Cell)
		return m.news(m.msg.state.News)
	default:
		m.personal(id)
	}
	return nil
}

// personal takes what concerns the viewer itself.
func (m *Mirror) personal(id protocol.MessageID) {
	switch id {
	case protocol.IDSelf:
		m.Self.Decode(m.r)
		m.SelfTick, m.HasSelf = m.Tick, true
	case protocol.IDKill:
		m.msg.kill.Decode(m.r)
		m.Kills++
	case protocol.IDAfar:
		m.msg.afar.Decode(m.r)
		m.glances(m.msg.afar.Ships)
	case protocol.IDStatus:
		m.Status.Decode(m.r)
	case protocol.IDProgress:
		m.Progress.Decode(m.r)
	case protocol.IDOffer:
		m.Offer.Decode(m.r)
	case protocol.IDPhase:
		m.Phase.Decode(m.r)
	case protocol.IDDied:
		m.Died.Decode(m.r)
	case protocol.IDBoard:
		m.Board.Decode(m.r)
	case protocol.IDMap:
		m.Map.Decode(m.r)
	case protocol.IDBye:
		m.Bye.Decode(m.r)
	default:
		m.r.Unknown()
	}
}

// glances counts the ships of an Afar.
func (m *Mirror) glances(b []byte) {
	m.GlanceTick = m.Tick
	var r protocol.Glance
	for rest, ok := r.Read(b); ok; rest, ok = r.Read(rest) {
		m.Glances++
	}
}

// maxGap is the longest silence in ticks that a mirror flies its beliefs through; the server closes a client
// long before.
const maxGap = 30 * 60

// advance flies all beliefs to the frame's tick.
func (m *Mirror) advance(to uint32) error {
	if gap := to - m.Tick; gap > maxGap {
		return fmt.Errorf("mirror: frame of tick %d after %d", to, m.Tick)
	}
	for i := range m.things {
		t := &m.things[i]
		for tick := m.Tick + 1; tick <= to && t.Kind != None; tick++ {
			t.was = protocol.CellOf(t.X, t.Y)
			if !m.sees(t, t.was) {
				t.Kind = None // nobody tells what became of it there
				break
			}
			m.fly(t, tick)
		}
	}
	m.Tick, m.begun = to, true
	m.frame++
	m.whole = m.whole[:0]
	m.compact()
	return nil
}

// fly moves a thing one tick; a bolt at the end of its life is dropped.
func (m *Mirror) fly(t *Thing, tick uint32) {
	switch t.Kind {
	case Ship:
		t.last = t.Body
		t.fly()
	case Rock:
		t.drift(m.cat.Sector.RockDrag)
	case Ore:
		t.drift(m.cat.Sector.OreDrag)
	case Bolt:
		if tick > t.Dies {
			t.Kind = None
			return
		}
		flight.Straight(&t.Body, t.Dir, m.cat.Weapons[t.Weapon].Speed)
	}
}

// compact forgets the things that have ended.
func (m *Mirror) compact() {
	n := 0
	for i := range m.things {
		t := &m.things[i]
		if t.Kind == None {
			if t.Slot != protocol.Nobody {
				m.where[t.Slot] = 0
			}
			continue
		}
		if n != i {
			m.things[n] = *t
			if t.Slot != protocol.Nobody {
				m.where[t.Slot] = int32(n + 1)
			}
		}
		n++
	}
	clear(m.things[n:])
	m.things = m.things[:n]
}

// sweep ends a frame: what a whole cell did not name is gone, and what lies outside the window, or came from
// outside it without being named, since nobody told what became of it there.
func (m *Mirror) sweep() {
	if !m.begun {
		return
	}
	m.begun = false
	for i := range m.things {
		t := &m.things[i]
		now := protocol.CellOf(t.X, t.Y)
		unnamed := t.fresh != m.frame && (m.told(t.Cell) || m.told(now) || !m.sees(t, t.was))
		if unnamed || !m.sees(t, now) {
			t.Kind = None
		}
		t.Cell = now
	}
	m.compact()
}

// sees reports whether such a thing is seen in a cell.
func (m *Mirror) sees(t *Thing, cell uint16) bool {
	if t.Kind == Bolt || t.Kind == Ore {
		return m.Window.Near(cell)
	}
	return m.Window.Holds(cell)
}

func (m *Mirror) told(cell uint16) bool {
	for _, c := range m.whole {
		if c == cell {
			return true
		}
	}
	return false
}
