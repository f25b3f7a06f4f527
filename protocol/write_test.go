package protocol

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestShortestForm: integers take the fewest bytes that hold them, and come back from every form there is.
func TestShortestForm(t *testing.T) {
	w, r := NewWriter(), NewReader()
	for _, v := range []int64{0, 1, 127, 128, 255, 256, 65535, 65536, math.MaxUint32, 1 << 32, math.MaxInt64, -1, -32, -33, -128, -129, -32768, -32769, math.MinInt32, math.MinInt32 - 1, math.MinInt64} {
		forms := integerFaults(v, nil)
		shortest := forms[0].bytes
		for _, f := range forms {
			if len(f.bytes) < len(shortest) {
				shortest = f.bytes
			}
			r.Reset(f.bytes)
			r.left = 1
			if got := r.Int("v", math.MinInt64, math.MaxInt64); got != v || r.Err() != nil {
				t.Errorf("Int of % x is %d, %v, want %d", f.bytes, got, r.Err(), v)
			}
			r.Reset(f.bytes)
			r.left = 1
			if got := r.Uint("v", 0, math.MaxUint64); (r.Err() == nil) != (v >= 0) || r.Err() == nil && got != uint64(v) {
				t.Errorf("Uint of % x is %d, %v, want %d", f.bytes, got, r.Err(), v)
			}
		}
		w.Reset(nil)
		w.Int(v)
		if !bytes.Equal(w.Bytes(), shortest) {
			t.Errorf("Int(%d) wrote % x, want % x", v, w.Bytes(), shortest)
		}
		w.Reset(nil)
		if w.Uint(uint64(v)); v >= 0 && !bytes.Equal(w.Bytes(), shortest) {
			t.Errorf("Uint(%d) wrote % x, want % x", v, w.Bytes(), shortest)
		}
	}
}

// TestFloat: a float takes five bytes when single precision holds it and nine otherwise, and no bit of it is lost.
func TestFloat(t *testing.T) {
	w, r := NewWriter(), NewReader()
	for _, c := range []struct {
		v    float64
		size int
	}{
		{0, 5}, {math.Copysign(0, -1), 5}, {1, 5}, {-1024.0625, 5}, {1 << 24, 5}, {1<<24 + 1, 9}, {1<<53 - 1, 9}, {1 << 100, 5}, {0.1, 9},
		{float64(float32(0.1)), 5}, {math.Pi, 9}, {math.MaxFloat32, 5}, {math.Nextafter(math.MaxFloat32, 0), 9},
		{math.Nextafter(math.MaxFloat32, math.Inf(1)), 9}, {math.MaxFloat64, 9}, {-math.MaxFloat64, 9},
		{math.SmallestNonzeroFloat32, 5}, {math.SmallestNonzeroFloat32 / 2, 9}, {math.SmallestNonzeroFloat64, 9},
	} {
		w.Reset(nil)
		w.Float(c.v)
		r.Reset(w.Bytes())
		r.left = 1
		got := r.Float("v")
		if len(w.Bytes()) != c.size || math.Float64bits(got) != math.Float64bits(c.v) || r.Err() != nil || r.Rest() > 0 {
			t.Errorf("Float(%v) wrote % x, which reads %v, %v", c.v, w.Bytes(), got, r.Err())
		}
	}
}

// FuzzFloat: what a float is written as reads as the same bits, or is refused when no number.
func FuzzFloat(f *testing.F) {
	for _, v := range []float64{0, 0.1, 1 << 24, math.MaxFloat32, math.SmallestNonzeroFloat64, math.Inf(-1), math.NaN()} {
		f.Add(v)
	}
	w, r := NewWriter(), NewReader()
	f.Fuzz(func(t *testing.T, v float64) {
		w.Reset(nil)
		w.Float(v)
		r.Reset(w.Bytes())
		r.left = 1
		got := r.Float("v")
		if number := v-v == 0; number != (r.Err() == nil) || number && math.Float64bits(got) != math.Float64bits(v) {
			t.Errorf("Float(%v) wrote % x, which reads %v, %v", v, w.Bytes(), got, r.Err())
		}
	})
}

// TestWriterHeads: lengths at the borders of every head come back.
func TestWriterHeads(t *testing.T) {
	w, r := NewWriter(), NewReader()
	for _, n := range []int{0, 1, 31, 32, 255, 256, 65535, 65536} {
		text := strings.Repeat("x", n)
		w.Reset(nil)
		w.String(text)
		w.Bin([]byte(text))
		w.Array(n)
		w.Raw(bytes.Repeat([]byte{0xc0}, n))
		r.Reset(w.Bytes())
		r.left = 3
		s, b := r.String("s", n), r.Bin("b", n)
		if got := r.array("a", n); s != text || string(b) != text || got != n || r.Err() != nil {
			t.Errorf("%d bytes came back as %d, %d and %d: %v", n, len(s), len(b), got, r.Err())
		}
	}
}

// TestRecordText: the text of a record holds 255 bytes; more is cut between characters, and the records
// behind it stay readable.
func TestRecordText(t *testing.T) {
	for _, name := range []string{"", "Zoë", strings.Repeat("x", 255), strings.Repeat("x", 256), strings.Repeat("☄", 100), "x" + strings.Repeat("é", 127), strings.Repeat("é", 128)} {
		b := binOf(&ShipState{Slot: 1, Name: name}, &ShipState{Slot: 2, Name: "next"})
		var first, second ShipState
		rest, ok := first.Read(b)
		if !ok || !strings.HasPrefix(name, first.Name) || !utf8.ValidString(first.Name) || len(first.Name) < min(len(name), 253) {
			t.Fatalf("name of %d bytes: %v, %q", len(name), ok, first.Name)
		}
		if rest, ok = second.Read(rest); !ok || second.Name != "next" || len(rest) > 0 {
			t.Errorf("behind a name of %d bytes: %v, %+v, %x", len(name), ok, second, rest)
		}
	}
}

// TestRecordsCut: a record that is not whole is refused at every length, and so is text that is no UTF-8.
func TestRecordsCut(t *testing.T) {
	for _, m := range typicalRecords() {
		whole := m.Append(nil)
		for n := range whole {
			if rest, ok := fresh(m).Read(whole[:n]); ok || rest != nil {
				t.Errorf("%s: took %d of %d bytes", nameOf(m), n, len(whole))
			}
		}
		if rest, ok := fresh(m).Read(append(whole, 7)); !ok || len(rest) != 1 {
			t.Errorf("%s: left %x of one more byte", nameOf(m), rest)
		}
	}
	bad := append((&ShipState{}).Append(nil), 0)
	copy(bad[len(bad)-2:], "\x01\xff")
	if _, ok := new(ShipState).Read(bad); ok {
		t.Error("took a name that is no UTF-8")
	}
}
