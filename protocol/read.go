package protocol

import (
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"

	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// Bounds on what a decoder walks through without understanding it.
const (
	maxSkipDepth = 8    // arrays and maps inside each other
	maxSkipItems = 4096 // values skipped at the end of one message or part
	maxUnknown   = 256  // messages of unknown type in one frame
	maxFields    = 1 << 16
)

// Errors of a [Reader], wrapped with the message and field they happened in.
var (
	ErrShort   = errors.New("ends before it is whole")
	ErrType    = errors.New("has the wrong type")
	ErrRange   = errors.New("is out of range")
	ErrLength  = errors.New("is too long")
	ErrText    = errors.New("is not valid UTF-8")
	ErrDepth   = errors.New("is nested too deeply")
	ErrUnknown = errors.New("has too much that is not known")
)

// Reader decodes a frame, a sequence of msgpack arrays [type, fields…], from bytes that may be hostile. It
// checks each length against the bytes that are left and each number against its range, and allocates
// nothing from what a length prefix says. The first error sticks; all later reads give zero values. A Reader
// belongs to one goroutine.
type Reader struct {
	cur     cursor
	dec     *msgpack.Decoder
	err     error
	what    string // message being read, for errors
	left    int    // values of the current message, list or part not yet read
	unknown int    // unknown messages so far
}

// NewReader makes a Reader; give it bytes with Reset.
func NewReader() *Reader {
	r := &Reader{}
	r.dec = msgpack.NewDecoder(&r.cur)
	return r
}

// Reset starts reading b, which must not change while it is read; decoded bins point into it.
func (r *Reader) Reset(b []byte) {
	r.cur = cursor{b: b}
	r.err, r.what, r.left, r.unknown = nil, "frame", 0, 0
}

// Err is the first error, or nil.
func (r *Reader) Err() error { return r.err }

// Rest is how many bytes are left.
func (r *Reader) Rest() int { return len(r.cur.b) - r.cur.at }

// Pos is how many bytes have been read.
func (r *Reader) Pos() int { return r.cur.at }

// Next goes to the next message of the frame and returns its type. What was not read of the message before
// is skipped. It returns false at the end of the frame and after an error.
func (r *Reader) Next() (MessageID, bool) {
	r.Done()
	if r.err != nil || r.Rest() == 0 {
		return 0, false
	}
	r.what, r.left = "frame", 1
	n := r.array("message", maxFields)
	if r.err == nil && n < 1 {
		r.fail("message", ErrShort)
	}
	r.left = n
	id := r.Uint("type", 0, math.MaxUint16)
	return MessageID(id), r.err == nil
}

// Unknown notes that the current message has a type nobody here knows; too many of them are an error.
func (r *Reader) Unknown() {
	if r.unknown++; r.unknown > maxUnknown {
		r.fail("message", ErrUnknown)
	}
}

// Done skips the fields of the current message that were not read: a newer peer may send more than we know.
func (r *Reader) Done() {
	items := maxSkipItems
	for r.more() {
		r.left--
		r.skip(maxSkipDepth, &items)
	}
	r.left = 0
}

// begin names the message for errors.
func (r *Reader) begin(what string) { r.what = what }

// enter starts a list or a part inside a message: until leave, its values are what is left to read.
func (r *Reader) enter(field string, limit int) (outer int) {
	n := r.array(field, limit)
	outer, r.left = r.left, n
	return outer
}

// leave ends what enter began; values that were not read are skipped.
func (r *Reader) leave(outer int) {
	r.Done()
	r.left = outer
}

// more reports whether the current message, list or part has values to read.
func (r *Reader) more() bool { return r.err == nil && r.left > 0 }

// array reads the head of an array of at most limit values.
func (r *Reader) array(field string, limit int) int {
	c, ok := r.take(field)
	if !ok {
		return 0
	}
	if !msgpcode.IsFixedArray(c) && c != msgpcode.Array16 && c != msgpcode.Array32 {
		r.fail(field, ErrType)
		return 0
	}
	n, err := r.dec.DecodeArrayLen()
	switch {
	case err != nil || !r.holds(n): // each value takes a byte at least
		r.fail(field, ErrShort)
	case n > limit:
		r.fail(field, ErrLength)
	default:
		return n
	}
	return 0
}

// Uint reads an integer within [lo, hi].
func (r *Reader) Uint(field string, lo, hi uint64) uint64 {
	c, ok := r.takeInt(field)
	if !ok {
		return 0
	}
	v, err := r.dec.DecodeUint64()
	negative := c >= msgpcode.Int8 && v > math.MaxInt64 // the decoder extends signs into huge numbers
	switch {
	case err != nil:
		r.fail(field, ErrShort)
	case v < lo || v > hi || negative:
		r.fail(field, ErrRange)
	default:
		return v
	}
	return 0
}

// Int reads an integer within [lo, hi].
func (r *Reader) Int(field string, lo, hi int64) int64 {
	c, ok := r.takeInt(field)
	if !ok {
		return 0
	}
	return r.whole(field, c, lo, hi)
}

func (r *Reader) whole(field string, c byte, lo, hi int64) int64 {
	v, err := r.dec.DecodeInt64()
	wrapped := c == msgpcode.Uint64 && v < 0
	switch {
	case err != nil:
		r.fail(field, ErrShort)
	case v < lo || v > hi || wrapped:
		r.fail(field, ErrRange)
	default:
		return v
	}
	return 0
}

// Float reads a finite number; writers may send whole ones up to 2^53 as integers.
func (r *Reader) Float(field string) float64 {
	c, ok := r.take(field)
	switch {
	case !ok:
		return 0
	case isInt(c):
		return float64(r.whole(field, c, -1<<53, 1<<53))
	case c != msgpcode.Float && c != msgpcode.Double:
		r.fail(field, ErrType)
		return 0
	}
	v, err := r.dec.DecodeFloat64()
	switch {
	case err != nil:
		r.fail(field, ErrShort)
	case math.IsNaN(v) || math.IsInf(v, 0):
		r.fail(field, ErrRange)
	default:
		return v
	}
	return 0
}

// Bool reads a truth value.
func (r *Reader) Bool(field string) bool {
	c, ok := r.take(field)
	if !ok {
		return false
	}
	if c != msgpcode.True && c != msgpcode.False {
		r.fail(field, ErrType)
		return false
	}
	r.cur.at++
	return c == msgpcode.True
}

// String reads UTF-8 text of at most limit bytes. It allocates.
func (r *Reader) String(field string, limit int) string {
	b := r.bytes(field, limit, isText)
	if !utf8.Valid(b) {
		r.fail(field, ErrText)
		return ""
	}
	return string(b)
}

// Bin reads raw bytes, at most limit; they point into the frame.
func (r *Reader) Bin(field string, limit int) []byte { return r.bytes(field, limit, isBin) }

func (r *Reader) bytes(field string, limit int, is func(c byte) bool) []byte {
	c, ok := r.take(field)
	if !ok {
		return nil
	}
	if !is(c) {
		r.fail(field, ErrType)
		return nil
	}
	n, err := r.dec.DecodeBytesLen()
	switch {
	case err != nil || !r.holds(n):
		r.fail(field, ErrShort)
	case n > limit:
		r.fail(field, ErrLength)
	default:
		b := r.cur.b[r.cur.at : r.cur.at+n : r.cur.at+n]
		r.cur.at += n
		return b
	}
	return nil
}

// take accounts for one value and returns its code, without moving.
func (r *Reader) take(field string) (c byte, ok bool) {
	if r.err != nil {
		return 0, false
	}
	if r.left <= 0 || r.Rest() == 0 {
		r.fail(field, ErrShort)
		return 0, false
	}
	r.left--
	return r.cur.b[r.cur.at], true
}

func (r *Reader) takeInt(field string) (c byte, ok bool) {
	if c, ok = r.take(field); ok && !isInt(c) {
		r.fail(field, ErrType)
		return 0, false
	}
	return c, ok
}

// holds reports whether n more bytes are there. On a machine of 32 bits a length of 4 GiB comes out negative.
func (r *Reader) holds(n int) bool { return n >= 0 && n <= r.Rest() }

func isInt(c byte) bool {
	return msgpcode.IsFixedNum(c) || c >= msgpcode.Uint8 && c <= msgpcode.Int64
}

func isText(c byte) bool {
	return msgpcode.IsFixedString(c) || c >= msgpcode.Str8 && c <= msgpcode.Str32
}

func isBin(c byte) bool { return c >= msgpcode.Bin8 && c <= msgpcode.Bin32 }

func (r *Reader) fail(field string, err error) {
	if r.err == nil {
		r.err = fmt.Errorf("protocol: %s: %s %w (byte %d)", r.what, field, err, r.cur.at)
	}
}

// cursor walks a byte slice; it is what the msgpack decoder reads from.
type cursor struct {
	b  []byte
	at int
}

func (c *cursor) Read(p []byte) (int, error) {
	n := copy(p, c.b[c.at:])
	c.at += n
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (c *cursor) ReadByte() (byte, error) {
	if c.at >= len(c.b) {
		return 0, io.EOF
	}
	c.at++
	return c.b[c.at-1], nil
}

func (c *cursor) UnreadByte() error {
	c.at--
	return nil
}

// readText takes the text of a record off b: one length byte and UTF-8.
func readText(b []byte) (text string, rest []byte, ok bool) {
	if rest, ok = skipText(b); ok {
		text = string(b[1 : len(b)-len(rest)])
	}
	return text, rest, ok
}

// skipText is readText without the text, which allocates.
func skipText(b []byte) (rest []byte, ok bool) {
	if len(b) == 0 {
		return nil, false
	}
	n, b := int(b[0]), b[1:]
	if n > len(b) || !utf8.Valid(b[:n]) {
		return nil, false
	}
	return b[n:], true
}
