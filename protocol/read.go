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
	maxSkipItems = 4096 // values in one skipped message
	maxUnknown   = 16   // fields beyond the known ones, messages of unknown type in one frame
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
	left    int    // fields of the current message not yet read
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
	r.dec.ResetReader(&r.cur)
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
	n := r.Array(1 << 16)
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
	for r.err == nil && r.left > 0 {
		r.left--
		r.skip(maxSkipDepth, &items)
	}
	r.left = 0
}

// begin names the message for errors and checks that it has its n first fields.
func (r *Reader) begin(what string, n int) {
	r.what = what
	if r.err == nil && r.left < n {
		r.fail("message", ErrShort)
	}
}

// enter starts an array inside a message: its items count instead of the message's until leave.
func (r *Reader) enter(n, required int) (outer int) {
	outer = r.left
	r.left = n
	if r.err == nil && n < required {
		r.fail("part", ErrShort)
	}
	return outer
}

func (r *Reader) leave(outer int) {
	r.Done()
	r.left = outer
}

// Array reads the head of an array of at most limit items.
func (r *Reader) Array(limit int) int {
	if !r.take() {
		return 0
	}
	c := r.cur.b[r.cur.at]
	if !msgpcode.IsFixedArray(c) && c != msgpcode.Array16 && c != msgpcode.Array32 {
		r.fail("array", ErrType)
		return 0
	}
	n, err := r.dec.DecodeArrayLen()
	switch {
	case err != nil:
		r.fail("array", ErrShort)
	case n > r.Rest(): // each item takes a byte at least
		r.fail("array", ErrShort)
	case n > limit:
		r.fail("array", ErrLength)
	default:
		return n
	}
	return 0
}

// Uint reads an integer within [lo, hi].
func (r *Reader) Uint(field string, lo, hi uint64) uint64 {
	if !r.takeInt(field) {
		return 0
	}
	c := r.cur.b[r.cur.at]
	v, err := r.dec.DecodeUint64()
	if err != nil {
		r.fail(field, ErrShort)
		return 0
	}
	// The decoder sign-extends negatives into huge numbers; an int64 code can hide one.
	if v < lo || v > hi || (c == msgpcode.Int64 && v > math.MaxInt64) {
		r.fail(field, ErrRange)
		return 0
	}
	return v
}

// Int reads an integer within [lo, hi].
func (r *Reader) Int(field string, lo, hi int64) int64 {
	if !r.takeInt(field) {
		return 0
	}
	c := r.cur.b[r.cur.at]
	v, err := r.dec.DecodeInt64()
	if err != nil {
		r.fail(field, ErrShort)
		return 0
	}
	if v < lo || v > hi || (c == msgpcode.Uint64 && v < 0) {
		r.fail(field, ErrRange)
		return 0
	}
	return v
}

// Float reads a finite number; writers may send whole ones as integers.
func (r *Reader) Float(field string) float64 {
	if !r.take() {
		return 0
	}
	c := r.cur.b[r.cur.at]
	if c != msgpcode.Float && c != msgpcode.Double {
		r.left++ // Int counts the field again
		return float64(r.Int(field, -1<<53, 1<<53))
	}
	v, err := r.dec.DecodeFloat64()
	if err != nil {
		r.fail(field, ErrShort)
		return 0
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		r.fail(field, ErrRange)
		return 0
	}
	return v
}

// Bool reads a truth value.
func (r *Reader) Bool(field string) bool {
	if !r.take() {
		return false
	}
	c := r.cur.b[r.cur.at]
	if c != msgpcode.True && c != msgpcode.False {
		r.fail(field, ErrType)
		return false
	}
	r.cur.at++
	return c == msgpcode.True
}

// String reads UTF-8 text of at most limit bytes. It allocates.
func (r *Reader) String(field string, limit int) string {
	b := r.bytes(field, limit, true)
	if !utf8.Valid(b) {
		r.fail(field, ErrText)
		return ""
	}
	return string(b)
}

// Bin reads raw bytes, at most limit; they point into the frame.
func (r *Reader) Bin(field string, limit int) []byte { return r.bytes(field, limit, false) }

// Records reads a bin of fixed records, each of size bytes (0: of varying size). Missing and nil mean none.
// They point into the frame.
func (r *Reader) Records(field string, size int) []byte {
	if r.err != nil || r.left == 0 {
		return nil
	}
	if r.Rest() > 0 && r.cur.b[r.cur.at] == msgpcode.Nil {
		r.left--
		r.cur.at++
		return nil
	}
	b := r.bytes(field, len(r.cur.b), false)
	if size > 0 && len(b)%size != 0 {
		r.fail(field, ErrShort)
		return nil
	}
	return b
}

func (r *Reader) bytes(field string, limit int, text bool) []byte {
	if !r.take() {
		return nil
	}
	c := r.cur.b[r.cur.at]
	isText := msgpcode.IsFixedString(c) || c == msgpcode.Str8 || c == msgpcode.Str16 || c == msgpcode.Str32
	isBin := c == msgpcode.Bin8 || c == msgpcode.Bin16 || c == msgpcode.Bin32
	if text && !isText || !text && !isBin {
		r.fail(field, ErrType)
		return nil
	}
	n, err := r.dec.DecodeBytesLen()
	switch {
	case err != nil || n > r.Rest():
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

// take accounts for one field and reports whether there is a byte to look at.
func (r *Reader) take() bool {
	if r.err != nil {
		return false
	}
	r.left--
	if r.Rest() == 0 {
		r.fail("field", ErrShort)
		return false
	}
	return true
}

func (r *Reader) takeInt(field string) bool {
	if !r.take() {
		return false
	}
	c := r.cur.b[r.cur.at]
	if msgpcode.IsFixedNum(c) || c >= msgpcode.Uint8 && c <= msgpcode.Int64 {
		return true
	}
	r.fail(field, ErrType)
	return false
}

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
