package game

import "github.com/orbrawl/orbrawl/protocol"

// audience says who must be told.
type audience uint8

const (
	toAll  audience = iota // every viewer of the cell, so that all hold the same beliefs of ships and rocks
	toNear                 // those to whom it is near
)

// Kinds of notes beside the kinds of news.
const (
	noteThing   = protocol.NewsKinds + iota // a new thing, as a group of one
	noteKill                                // a Kill
	noteArrival                             // slot of the thing, and the cell it came from
)

// notes are what happened in each cell in this tick, written one behind another as it is found out.
type notes struct {
	raw     []byte // the records of all
	all     []note
	chains  []chain  // of each cell with notes
	chainOf []uint16 // by cell: its place in chains
}

// note is one record.
type note struct {
	from, to uint32 // in raw
	next     int32  // of the same cell, -1 for none
	kind     uint8
	audience audience
}

// chain is the notes of one cell, -1 for none.
type chain struct{ first, last int32 }

func newNotes() notes { return notes{chainOf: make([]uint16, protocol.CellCount)} }

// reset forgets the last tick.
func (n *notes) reset() {
	n.raw, n.all, n.chains = n.raw[:0], n.all[:0], n.chains[:0]
}

// touch notes that the state of a cell is not what it was, though nobody who has missed nothing needs to be told.
func (c *Cells) touch(id uint16) { c.cells[id].touched = c.now }

// note enters what was last appended to notes.raw.
func (c *Cells) note(id uint16, kind int, to audience) {
	c.touch(id)
	n := &c.notes
	if c.plates.mark(id, kind) {
		n.chainOf[id] = uint16(len(n.chains))
		n.chains = append(n.chains, chain{-1, -1})
	}
	from := uint32(0)
	if len(n.all) > 0 {
		from = n.all[len(n.all)-1].to
	}
	at := int32(len(n.all))
	n.all = append(n.all, note{from: from, to: uint32(len(n.raw)), next: -1, kind: uint8(kind), audience: to})
	h := &n.chains[n.chainOf[id]]
	if h.last < 0 {
		h.first = at
	} else {
		n.all[h.last].next = at
	}
	h.last = at
}
