package protocol

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// bombs are values whose heads promise far more than follows, or that nest without end.
func bombs() map[string][]byte {
	return map[string][]byte{
		"array32":      []byte("\xdd\xff\xff\xff\xff"),
		"array32 2 G":  []byte("\xdd\x80\x00\x00\x00"),
		"array16":      []byte("\xdc\xff\xff"),
		"map32":        []byte("\xdf\xff\xff\xff\xff"),
		"map32 2 G":    []byte("\xdf\x80\x00\x00\x00"),
		"map16":        []byte("\xde\xff\xff"),
		"bin32":        []byte("\xc6\xff\xff\xff\xff"),
		"bin32 2 G":    []byte("\xc6\x7f\xff\xff\xff"),
		"str32":        []byte("\xdb\xff\xff\xff\xff"),
		"ext32":        []byte("\xc9\xff\xff\xff\xff\x01"),
		"ext16":        []byte("\xc8\xff\xff\x01"),
		"ext8":         []byte("\xc7\xff\x01"),
		"fixext16":     []byte("\xd8\x01"),
		"deep arrays":  bytes.Repeat([]byte{0x91}, 900),
		"deep maps":    bytes.Repeat([]byte{0x81}, 900),
		"deep array32": bytes.Repeat([]byte("\xdd\x00\x00\x00\x01"), 180),
		"many nils":    append([]byte{0xdc, 0x13, 0x88}, bytes.Repeat([]byte{0xc0}, 5000)...),
		"many arrays":  append([]byte{0xdc, 0x13, 0x88}, bytes.Repeat([]byte{0x90}, 5000)...),
	}
}

// allocated is how many bytes f allocates. Other goroutines may add to one run, not to each of a few.
func allocated(f func()) uint64 {
	least := ^uint64(0)
	var before, after runtime.MemStats
	for range 3 {
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}

const bombAllowance = 4 << 10

// TestBombs puts each bomb into each field of each message, behind its fields, and into a message of unknown
// type: an error, and next to nothing allocated.
func TestBombs(t *testing.T) {
	r := NewReader()
	for name, bomb := range bombs() {
		for _, m := range everyMessage() {
			values := split(t, encode(extremeMessage(m, false)))
			for i := 1; i < len(values); i++ {
				explode(t, r, fmt.Sprint(nameOf(m), " field ", i, " ", name), m, join(replaced(values, i, bomb)...))
			}
			explode(t, r, fmt.Sprint("behind ", nameOf(m), " ", name), m, join(append(values, bomb)...))
		}
		explode(t, r, "unknown message, "+name, nil, join([]byte{0xcd, 0xea, 0x60}, bomb))
		explode(t, r, "no message, "+name, nil, bomb)
	}
}

// explode reads b as a message of m's type, or as whatever it is, and wants an error for next to nothing.
func explode(t *testing.T, r *Reader, name string, m message, b []byte) {
	t.Helper()
	if m != nil {
		m = fresh(m)
	}
	n := allocated(func() {
		r.Reset(b)
		if _, ok := r.Next(); ok && m != nil {
			m.Decode(r)
		}
		r.Next()
	})
	if r.Err() == nil || n > bombAllowance {
		t.Errorf("%s: error %v, allocated %d bytes", name, r.Err(), n)
	}
}

// TestPartBombs puts each bomb into each field of each part.
func TestPartBombs(t *testing.T) {
	r := NewReader()
	for _, m := range everyMessage() {
		values := split(t, encode(extremeMessage(m, true)))
		for i, s := range shapesOf(typeOf(m)) {
			if s.kind != "list" {
				continue
			}
			fields := split(t, split(t, values[1+i])[0])
			for name, bomb := range bombs() {
				for j := range fields {
					b := join(replaced(values, 1+i, join(join(replaced(fields, j, bomb)...)))...)
					explode(t, r, fmt.Sprint(nameOf(m), " part field ", j, " ", name), m, b)
				}
				explode(t, r, fmt.Sprint(nameOf(m), " part ", name), m, join(replaced(values, 1+i, join(bomb))...))
			}
		}
	}
}

// TestSkipBounds: what a newer peer may add is skipped up to the bounds and refused beyond them.
func TestSkipBounds(t *testing.T) {
	nest := func(n int) []byte { return append(bytes.Repeat([]byte{0x91}, n), 0xc0) }
	nils := func(n int) []byte {
		return append([]byte{0xdc, byte(n >> 8), byte(n)}, bytes.Repeat([]byte{0xc0}, n)...)
	}
	for _, c := range []struct {
		name  string
		value []byte
		want  error
	}{
		{"deepest", nest(maxSkipDepth), nil},
		{"too deep", nest(maxSkipDepth + 1), ErrDepth},
		{"most values", nils(maxSkipItems - 1), nil},
		{"too many values", nils(maxSkipItems), ErrUnknown},
	} {
		if err := decode(join([]byte{6}, c.value), &Leave{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// TestSkipEvery skips one value of each form of msgpack and finds what is behind it.
func TestSkipEvery(t *testing.T) {
	for _, v := range []string{
		"\x00", "\x7f", "\xff", "\xe0", "\xc0", "\xc2", "\xc3", "\xcc1", "\xcd12", "\xce1234", "\xcf12345678", "\xd01", "\xd112",
		"\xd21234", "\xd312345678", "\xca1234", "\xcb12345678", "\xa0", "\xa3123", "\xbf" + strings.Repeat("x", 31), "\xd9\x021\xff",
		"\xda\x00\x0212", "\xdb\x00\x00\x00\x0212", "\xc4\x00", "\xc4\x0212", "\xc5\x00\x0212", "\xc6\x00\x00\x00\x0212",
		"\xd4t1", "\xd5t12", "\xd6t1234", "\xd7t12345678", "\xd8t1234567890123456", "\xc7\x00t", "\xc7\x03t123", "\xc8\x00\x03t123",
		"\xc9\x00\x00\x00\x03t123", "\x90", "\x93\x01\xcc1\x90", "\xdc\x00\x02\x01\xa11", "\xdd\x00\x00\x00\x02\x01\xa11", "\x80",
		"\x82\x01\xa11\x02\xcc2", "\xde\x00\x02\x01\xa11\x02\xcc2", "\xdf\x00\x00\x00\x02\x01\xa11\x02\xcc2",
	} {
		r := NewReader()
		r.Reset(append(join([]byte{byte(IDLeave)}, []byte(v), []byte(v)), encode(&Phase{Focus: 7})...))
		r.Next()
		var m Phase
		if id, ok := r.Next(); ok && id == IDPhase {
			m.Decode(r)
		}
		if m.Focus != 7 || r.Err() != nil || r.Rest() != 0 {
			t.Errorf("behind % x: %+v, %v", v, m, r.Err())
		}
		for n := 1; n < len(v); n++ {
			if err := decode(join([]byte{byte(IDLeave)}, []byte(v[:n])), &Leave{}); !errors.Is(err, ErrShort) {
				t.Errorf("% x cut to %d bytes: %v", v, n, err)
			}
		}
	}
	if err := decode(join([]byte{byte(IDLeave)}, []byte{0xc1}), &Leave{}); !errors.Is(err, ErrType) {
		t.Errorf("c1, which msgpack does not use: %v", err)
	}
}

// TestUnknownBound: so many messages of unknown type are skipped, and one more is an error.
func TestUnknownBound(t *testing.T) {
	for n, want := range map[int]error{maxUnknown: nil, maxUnknown + 1: ErrUnknown} {
		r := NewReader()
		r.Reset(bytes.Repeat([]byte("\x92\xcd\xea\x60\x01"), n))
		for _, ok := r.Next(); ok; _, ok = r.Next() {
			r.Unknown()
		}
		if !errors.Is(r.Err(), want) {
			t.Errorf("%d unknown messages: %v, want %v", n, r.Err(), want)
		}
	}
}

// TestTimeBounded reads frames of a MiB that make a reader do the most for each byte. The deadline is far
// above what they take (milliseconds), and far below what work that grows faster than its bytes would.
func TestTimeBounded(t *testing.T) {
	const size = 1 << 20
	for name, unit := range map[string]string{
		"leaves": "\x91\x06", "unread inputs": "\x99\x02\x00\x00\x00\x00\x00\x00\x00\x00",
		"tall messages": "\x92\x06\x91\x91\x91\x91\x91\x91\x91\xc0", "wide messages": "\xdc\x00\x20" + string(bytes.Repeat([]byte{6}, 32)),
		"maps": "\x92\x06\x8f" + string(bytes.Repeat([]byte{0xc0}, 30)),
	} {
		r := NewReader()
		r.Reset(bytes.Repeat([]byte(unit), size/len(unit)))
		start := time.Now()
		for _, ok := r.Next(); ok; _, ok = r.Next() {
		}
		if took := time.Since(start); r.Err() != nil || took > 5*time.Second {
			t.Errorf("%s: %v after %v", name, r.Err(), took)
		}
	}
}
