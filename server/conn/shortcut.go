package conn

import "encoding/binary"

// shortHead is the header of a frame of less than 126 bytes with its mask.
const shortHead = 2 + maskSize

// deliver gives the session the messages at the front of p that need nothing of gws, and returns the
// rest for gws. These are binary, in one frame, short, and all here: every input of a player, so that
// inputs cost neither a copy nor an allocation. The walker has found p in order, and gws stands
// between two messages.
func (g *guard) deliver(p []byte) (rest []byte) {
	c := g.conn
	for len(p) >= shortHead && p[0] == finBit|opBinary {
		end := shortHead + int(p[1]&lengthBits)
		if end >= shortHead+length16 || end > len(p) || c.wire.closing.Load() {
			break
		}
		payload := p[shortHead:end:end]
		unmask(payload, p[2:shortHead])
		p = p[end:]
		c.text = false
		c.session.OnMessage(c, payload)
	}
	return p
}

// unmask undoes what RFC 6455 section 5.3 has clients do to their payload.
func unmask(p, key []byte) {
	word := uint64(binary.LittleEndian.Uint32(key))
	word |= word << 32
	for ; len(p) >= 8; p = p[8:] {
		binary.LittleEndian.PutUint64(p, binary.LittleEndian.Uint64(p)^word)
	}
	for i := range p {
		p[i] ^= key[i&3]
	}
}
