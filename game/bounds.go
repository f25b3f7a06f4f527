package game

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// msgpack makes room for as many elements as a list announces, before it reads the first: five bytes can ask for
// the machine's memory, and depth can ask for its stack. Whatever is unmarshalled passes here first.
const (
	listMax  = slotCount // elements of a list; twice as many in a map
	depthMax = 16
)

// errBounds is what bounded finds, wrapped with details.
var errBounds = errors.New("it holds what nothing here wrote")

// bounded walks one msgpack value and reports an error unless it fills b exactly, no list in it is longer than
// listMax or than the bytes there are, and nothing lies deeper than depthMax. Extensions are refused.
func bounded(b []byte) error {
	var left [depthMax]int // values still to come, by depth
	left[0] = 1
	depth, at := 0, 0
	for {
		for depth > 0 && left[depth] == 0 {
			depth--
		}
		if left[depth] == 0 {
			break
		}
		left[depth]--
		size, inside, ok := extent(b[at:])
		if !ok || size > len(b)-at || inside > len(b)-at-size || inside > 2*listMax {
			return fmt.Errorf("%w: at byte %d", errBounds, at)
		}
		at += size
		if inside == 0 {
			continue
		}
		if depth++; depth == depthMax {
			return fmt.Errorf("%w: too deep at byte %d", errBounds, at)
		}
		left[depth] = inside
	}
	if at != len(b) {
		return fmt.Errorf("%w: %d bytes after its end", errBounds, len(b)-at)
	}
	return nil
}

// extent is how many bytes a value takes, without the values inside it, and how many those are. The codes are
// those of the msgpack specification.
func extent(b []byte) (size, inside int, ok bool) {
	if len(b) == 0 {
		return 0, 0, false
	}
	switch c := b[0]; {
	case c <= 0x7f, c >= 0xe0, c == 0xc0, c == 0xc2, c == 0xc3: // small numbers, nil, false, true
		return 1, 0, true
	case c <= 0x8f: // map of up to 15
		return 1, 2 * int(c&0xf), true
	case c <= 0x9f: // array of up to 15
		return 1, int(c & 0xf), true
	case c <= 0xbf: // text of up to 31 bytes
		return 1 + int(c&0x1f), 0, true
	case c >= 0xca && c <= 0xd3: // float32, float64, uint8 to uint64, int8 to int64
		return 1 + [...]int{4, 8, 1, 2, 4, 8, 1, 2, 4, 8}[c-0xca], 0, true
	case c >= 0xc4 && c <= 0xc6: // bytes
		return counted(b, 1<<(c-0xc4), 1, 0)
	case c >= 0xd9 && c <= 0xdb: // text
		return counted(b, 1<<(c-0xd9), 1, 0)
	case c == 0xdc || c == 0xdd: // array
		return counted(b, 2<<(c-0xdc), 0, 1)
	case c == 0xde || c == 0xdf: // map
		return counted(b, 2<<(c-0xde), 0, 2)
	}
	return 0, 0, false
}

// counted is extent for a value whose head carries a count in that many bytes: of bytes or of values.
func counted(b []byte, head, bytes, values int) (size, inside int, ok bool) {
	if len(b) < 1+head {
		return 0, 0, false
	}
	var wide [4]byte
	copy(wide[4-head:], b[1:1+head])
	n := binary.BigEndian.Uint32(wide[:])
	if n > 1<<28 { // no file of ours; and what follows fits an int of 32 bits
		return 0, 0, false
	}
	return 1 + head + bytes*int(n), values * int(n), true
}
