package game

import (
	"encoding/binary"
	"math/bits"

	"github.com/orbrawl/orbrawl/protocol"
)

// plates are what changed in one tick, encoded once for all viewers: a plate for each cell with notes, cell by cell
// and row by row, so that what a viewer is told of the cells of a row is one piece.
type plates struct {
	tick    Tick
	marks   [protocol.CellCount / 64]marks  // a bit for each cell
	sudden  [protocol.CellCount / 64]uint64 // likewise, of what a player should see at once
	dirty   []uint16                        // the cells that are marked
	leaps   bool                            // something came from a cell that is no neighbour
	all     []plate
	base    [protocol.CellCount / 64]uint16 // for each word of marks with notes, which plate is the first of it
	must    []byte                          // what concerns ships and rocks: every viewer must be told, to hold the same beliefs
	may     []byte                          // the rest, for those to whom the cell is near
	comings []coming
	came    []byte   // of comings
	kills   []killed // the cells in which ships were destroyed
	killing []byte   // of kills
	crammed []uint16 // cells in which so much changed that it is shorter to tell them whole
}

// marks says of 64 cells in a row which have notes. Those of a whole row of cells lie in one line of the processor's
// cache.
type marks struct {
	stirred uint64 // something is to be told
	entered uint64 // something came from another cell
}

// plate is where the news of one cell begins. It ends where the next begins.
type plate struct {
	must, may uint32
	first     uint32 // in comings
}

// coming is a thing that came from another cell, written as a group of one.
type coming struct {
	slot, from uint16
	passing    bool
	start, end uint32 // in plates.came
}

// killed is where the Kill messages of a cell are in plates.killing.
type killed struct {
	cell     uint16
	from, to uint32
}

func (p *plates) reset(now Tick) {
	for _, id := range p.dirty {
		p.marks[id/64], p.sudden[id/64] = marks{}, 0
	}
	p.tick, p.leaps, p.dirty = now, false, p.dirty[:0]
	p.all, p.must, p.may, p.comings, p.came = p.all[:0], p.must[:0], p.may[:0], p.comings[:0], p.came[:0]
	p.kills, p.killing, p.crammed = p.kills[:0], p.killing[:0], p.crammed[:0]
}

// mark notes that something is to be told of a cell, and reports whether it is the first of the cell.
func (p *plates) mark(id uint16, kind int) (first bool) {
	m := &p.marks[id/64]
	if first = (m.stirred|m.entered)>>(id%64)&1 == 0; first {
		p.dirty = append(p.dirty, id)
	}
	if kind == noteArrival {
		m.entered |= 1 << (id % 64)
	} else {
		m.stirred |= 1 << (id % 64)
	}
	if kind == protocol.NewsShots || kind == protocol.NewsHits || kind == noteKill {
		p.sudden[id/64] |= 1 << (id % 64)
	}
	return first
}

// startles reports whether a shot, a hit or a death is to be told of a cell in the rectangle.
func (p *plates) startles(r rect) bool {
	for word := int(r.x0) / 64; word <= int(r.x1)/64; word++ {
		inside := span(int(r.x0), int(r.x1), word)
		for y := int(r.y0); y <= int(r.y1); y++ {
			if p.sudden[y*rowWords+word]&inside != 0 {
				return true
			}
		}
	}
	return false
}

// overfull reports whether so much changed in a cell that it is told whole.
func (p *plates) overfull(id uint16) bool {
	for _, c := range p.crammed {
		if c == id {
			return true
		}
	}
	return false
}

// those is which plates are of the marked cells of a word, which lie side by side: from first up to last, exclusive.
func (p *plates) those(word int, noted, cells uint64) (first, last int) {
	first = int(p.base[word]) + bits.OnesCount64(noted&(cells&-cells-1))
	return first, first + bits.OnesCount64(noted&cells)
}

// rowWords is how many words of marks make a row of cells.
const rowWords = protocol.CellsAcross / 64

// span is the bits of a word of a row that stand for the cells from one column to another, inclusive.
func span(from, to, word int) uint64 {
	from, to = max(from-word*64, 0), min(to-word*64, 63)
	if from > to {
		return 0
	}
	return ^uint64(0) >> (63 - to + from) << from
}

// encode makes the plates.
func (c *Cells) encode() {
	p := c.plates
	for word := range p.marks {
		m := &p.marks[word]
		noted := m.stirred | m.entered
		if noted == 0 {
			continue
		}
		p.base[word] = uint16(len(p.all))
		for ; noted != 0; noted &= noted - 1 {
			c.encodeCell(uint16(word*64 + bits.TrailingZeros64(noted)))
		}
	}
	p.all = append(p.all, plate{uint32(len(p.must)), uint32(len(p.may)), uint32(len(p.comings))}) // where the last ends
}

func (c *Cells) encodeCell(id uint16) {
	p := c.plates
	h := c.notes.chains[c.notes.chainOf[id]]
	from := plate{uint32(len(p.must)), uint32(len(p.may)), uint32(len(p.comings))}
	p.all = append(p.all, from)
	p.must = c.copied(c.group(p.must, h, toAll), h, noteThing, toAll)
	p.may = c.copied(c.group(p.may, h, toNear), h, noteThing, toNear)
	if len(p.must)-int(from.must)+len(p.may)-int(from.may) > newsRoom {
		p.must, p.may = p.must[:from.must], p.may[:from.may]
		p.crammed = append(p.crammed, id)
		p.leaps = true // what comes from there must be told though its way was seen
	}
	at := len(p.killing)
	p.killing = c.copied(p.killing, h, noteKill, toAll)
	if len(p.killing) > at {
		p.kills = append(p.kills, killed{id, uint32(at), uint32(len(p.killing))})
	}
	c.come(h)
}

// group appends the records of fixed length that are for an audience. A cell has a handful of notes, so that looking
// for each kind among them is quick.
func (c *Cells) group(buf []byte, h chain, to audience) []byte {
	n := &c.notes
	kinds := uint32(0)
	for i := h.first; i >= 0; i = n.all[i].next {
		if e := &n.all[i]; e.audience == to && e.kind < protocol.NewsKinds {
			kinds |= 1 << e.kind
		}
	}
	for ; kinds != 0; kinds &= kinds - 1 {
		kind := bits.TrailingZeros32(kinds)
		c.news = c.news[:0]
		for i := h.first; i >= 0; i = n.all[i].next {
			if e := &n.all[i]; e.audience == to && int(e.kind) == kind {
				c.news = append(c.news, n.raw[e.from:e.to]...)
			}
		}
		buf = protocol.AppendGroups(buf, kind, c.news)
	}
	return buf
}

// copied appends the notes of a kind as they are.
func (c *Cells) copied(buf []byte, h chain, kind uint8, to audience) []byte {
	n := &c.notes
	for i := h.first; i >= 0; i = n.all[i].next {
		if e := &n.all[i]; e.kind == kind && e.audience == to {
			buf = append(buf, n.raw[e.from:e.to]...)
		}
	}
	return buf
}

// come writes all that is known of what came from other cells.
func (c *Cells) come(h chain) {
	n, p := &c.notes, c.plates
	for i := h.first; i >= 0; i = n.all[i].next {
		e := &n.all[i]
		if e.kind != noteArrival {
			continue
		}
		raw := n.raw[e.from:e.to]
		a := coming{slot: binary.LittleEndian.Uint16(raw), from: binary.LittleEndian.Uint16(raw[2:]), start: uint32(len(p.came))}
		a.passing = c.beliefs[a.slot].Passing()
		p.came = c.thing(p.came, a.slot)
		a.end = uint32(len(p.came))
		p.comings = append(p.comings, a)
	}
}
