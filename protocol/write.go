package protocol

import (
	"encoding/binary"
	"math"
	"unicode/utf8"

	"github.com/vmihailenco/msgpack/v5"
)

// Writer appends msgpack to a byte slice that it reuses. It does not fail: what it writes is ours. A Writer
// belongs to one goroutine.
type Writer struct {
	buf []byte
	enc *msgpack.Encoder
}

// NewWriter makes a Writer with an empty buffer.
func NewWriter() *Writer {
	w := &Writer{}
	w.enc = msgpack.NewEncoder((*sink)(w))
	return w
}

// Reset sets the buffer to append to; the Writer owns it until the next Reset.
func (w *Writer) Reset(buf []byte) { w.buf = buf }

// Bytes is the buffer with what was written; it is valid until the next write.
func (w *Writer) Bytes() []byte { return w.buf }

// Array writes the head of an array of n values.
func (w *Writer) Array(n int) { _ = w.enc.EncodeArrayLen(n) }

// Uint writes an unsigned integer in its shortest form.
func (w *Writer) Uint(v uint64) {
	if v < 0x80 {
		w.buf = append(w.buf, byte(v))
		return
	}
	_ = w.enc.EncodeUint(v)
}

// Int writes a signed integer in its shortest form.
func (w *Writer) Int(v int64) { _ = w.enc.EncodeInt(v) }

// Float writes a float64, in single precision when that loses nothing.
func (w *Writer) Float(v float64) {
	if single := float32(v); float64(single) == v {
		w.buf = append(w.buf, 0xca)
		w.buf = binary.BigEndian.AppendUint32(w.buf, math.Float32bits(single))
		return
	}
	w.buf = append(w.buf, 0xcb)
	w.buf = binary.BigEndian.AppendUint64(w.buf, math.Float64bits(v))
}

// Bool writes a truth value.
func (w *Writer) Bool(v bool) { _ = w.enc.EncodeBool(v) }

// String writes UTF-8 text.
func (w *Writer) String(v string) { _ = w.enc.EncodeString(v) }

// Bin writes raw bytes.
func (w *Writer) Bin(v []byte) {
	_ = w.enc.EncodeBytesLen(len(v))
	w.buf = append(w.buf, v...)
}

// Raw appends bytes that are msgpack already.
func (w *Writer) Raw(v []byte) { w.buf = append(w.buf, v...) }

// appendText appends the text of a record: one length byte and UTF-8. Text over 255 bytes is cut where a
// character ends, because a wrong length would spoil every record behind it.
func appendText(b []byte, text string) []byte {
	n := len(text)
	if n > math.MaxUint8 {
		for n = math.MaxUint8; !utf8.RuneStart(text[n]); n-- {
		}
	}
	return append(append(b, uint8(n)), text[:n]...)
}

// sink is the Writer as the encoder's output.
type sink Writer

func (s *sink) Write(p []byte) (int, error) {
	s.buf = append(s.buf, p...)
	return len(p), nil
}

func (s *sink) WriteByte(c byte) error {
	s.buf = append(s.buf, c)
	return nil
}
