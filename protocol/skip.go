package protocol

import (
	"encoding/binary"

	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// skip walks over one value of any type. The decoder's own Skip recurses without bound and fills a buffer as
// long as a length prefix asks; this one is bounded in depth and items and only moves the cursor.
func (r *Reader) skip(depth int, items *int) {
	*items--
	switch {
	case *items < 0:
		r.fail("value", ErrUnknown)
		return
	case r.Rest() == 0:
		r.fail("value", ErrShort)
		return
	}
	c := r.cur.b[r.cur.at]
	r.cur.at++
	size, inner := r.extent(c)
	switch {
	case size > uint64(r.Rest()) || inner > uint64(r.Rest()): // each value takes a byte at least
		r.fail("value", ErrShort)
	case inner > 0 && depth == 0:
		r.fail("value", ErrDepth)
	default:
		r.cur.at += int(size)
	}
	for ; inner > 0 && r.err == nil; inner-- {
		r.skip(depth-1, items)
	}
}

// extent says how many bytes follow the code c and its length, and how many values after them.
func (r *Reader) extent(c byte) (size, inner uint64) {
	switch {
	case msgpcode.IsFixedNum(c), c == msgpcode.Nil, c == msgpcode.False, c == msgpcode.True:
		return 0, 0
	case msgpcode.IsFixedMap(c):
		return 0, 2 * uint64(c&msgpcode.FixedMapMask)
	case msgpcode.IsFixedArray(c):
		return 0, uint64(c & msgpcode.FixedArrayMask)
	case msgpcode.IsFixedString(c):
		return uint64(c & msgpcode.FixedStrMask), 0
	}
	switch c {
	case msgpcode.Uint8, msgpcode.Int8:
		return 1, 0
	case msgpcode.Uint16, msgpcode.Int16:
		return 2, 0
	case msgpcode.Uint32, msgpcode.Int32, msgpcode.Float:
		return 4, 0
	case msgpcode.Uint64, msgpcode.Int64, msgpcode.Double:
		return 8, 0
	case msgpcode.FixExt1, msgpcode.FixExt2, msgpcode.FixExt4, msgpcode.FixExt8, msgpcode.FixExt16:
		return 1 + 1<<(c-msgpcode.FixExt1), 0
	}
	return r.prefixed(c)
}

// prefixed is extent for codes that carry a length of their own.
func (r *Reader) prefixed(c byte) (size, inner uint64) {
	switch c {
	case msgpcode.Str8, msgpcode.Bin8:
		return r.length(1), 0
	case msgpcode.Str16, msgpcode.Bin16:
		return r.length(2), 0
	case msgpcode.Str32, msgpcode.Bin32:
		return r.length(4), 0
	case msgpcode.Ext8:
		return 1 + r.length(1), 0
	case msgpcode.Ext16:
		return 1 + r.length(2), 0
	case msgpcode.Ext32:
		return 1 + r.length(4), 0
	case msgpcode.Array16:
		return 0, r.length(2)
	case msgpcode.Array32:
		return 0, r.length(4)
	case msgpcode.Map16:
		return 0, 2 * r.length(2)
	case msgpcode.Map32:
		return 0, 2 * r.length(4)
	}
	r.fail("value", ErrType)
	return 0, 0
}

func (r *Reader) length(n int) uint64 {
	if r.Rest() < n {
		r.fail("length", ErrShort)
		return 0
	}
	b := r.cur.b[r.cur.at:]
	r.cur.at += n
	switch n {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(binary.BigEndian.Uint16(b))
	}
	return uint64(binary.BigEndian.Uint32(b))
}
