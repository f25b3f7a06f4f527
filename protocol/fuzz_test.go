package protocol

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// Each target checks decode -> encode -> decode: what was understood is written in such a way that it is
// understood the same. Seeds are the golden bytes and the bombs.

// seeds adds the bytes of the golden files that is chooses, and the bombs in places that matter.
func seeds(f *testing.F, is func(v vector) bool) {
	files, err := filepath.Glob(filepath.Join("testdata", "golden", "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatal("no golden files", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		var all []vector
		if err := json.Unmarshal(text, &all); err != nil {
			f.Fatal(name, err)
		}
		for _, v := range all {
			if b, err := hex.DecodeString(v.Hex); err == nil && len(b) > 0 && is(v) {
				f.Add(b)
			}
		}
	}
	for _, b := range bombs() {
		f.Add(b)
		f.Add(append([]byte{0x99, 0x02}, b...))
		f.Add(append([]byte{0x93, 0x26, 0x05}, b...))
	}
}

// fuzzDecode fuzzes one decoder. Two structs, used again and again, hold what is read: nothing of an earlier
// message may show through.
func fuzzDecode(f *testing.F, m, again message) {
	seeds(f, func(v vector) bool { return v.Message == nameOf(m) })
	r, w := NewReader(), NewWriter()
	f.Fuzz(func(t *testing.T, b []byte) {
		r.Reset(b)
		if _, ok := r.Next(); !ok {
			return
		}
		m.Decode(r)
		r.Done()
		if r.Err() == nil {
			roundTrip(t, m, again, r, w)
		}
	})
}

// roundTrip writes m, reads that into again, and wants the same value and the same bytes once more.
func roundTrip(t *testing.T, m, again message, r *Reader, w *Writer) {
	t.Helper()
	w.Reset(nil)
	m.Append(w)
	b := w.Bytes()
	r.Reset(b)
	r.Next()
	again.Decode(r)
	if _, more := r.Next(); more || r.Err() != nil {
		t.Fatalf("%s does not read what it writes: %v, more %v\n%+v\n% x", nameOf(m), r.Err(), more, m, b)
	}
	if !same(reflect.ValueOf(m).Elem(), reflect.ValueOf(again).Elem()) {
		t.Fatalf("%s became\n%+v, was\n%+v", nameOf(m), again, m)
	}
	w.Reset(nil)
	again.Append(w)
	if !bytes.Equal(w.Bytes(), b) {
		t.Fatalf("%s wrote % x and then % x", nameOf(m), b, w.Bytes())
	}
}

// same compares two messages; nothing and an empty slice mean the same.
func same(a, b reflect.Value) bool {
	for i := range a.NumField() {
		x, y := a.Field(i), b.Field(i)
		if x.Kind() == reflect.Slice && x.Len() == 0 && y.Len() == 0 {
			continue
		}
		if !reflect.DeepEqual(x.Interface(), y.Interface()) {
			return false
		}
	}
	return true
}

// FuzzFrame reads a whole frame as a session does: known messages by their decoders, others skipped. What
// was decoded decodes again from what they are written as.
func FuzzFrame(f *testing.F) {
	seeds(f, func(v vector) bool { return v.Record == "" })
	r, w := NewReader(), NewWriter()
	again := NewReader()
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, m := range readFrame(r, b) {
			roundTrip(t, m, fresh(m), again, w)
		}
	})
}

func readFrame(r *Reader, b []byte) (known []message) {
	r.Reset(b)
	for id, ok := r.Next(); ok; id, ok = r.Next() {
		m := messageOf(id)
		if m == nil {
			r.Unknown()
			continue
		}
		m.Decode(r)
		if r.Err() == nil {
			known = append(known, m)
		}
	}
	if r.Pos() > len(b) || r.Err() == nil && r.Rest() != 0 {
		panic("the reader ended in a wrong place")
	}
	return known
}

// fuzzRead fuzzes a record reader over a bin: each record that is read is written as the bytes it came from.
func fuzzRead(f *testing.F, m record) {
	seeds(f, func(v vector) bool { return v.Record == nameOf(m) })
	f.Add(bytes.Repeat([]byte{0xff}, 600)) // a text of 255 bytes once wrapped its length to 0 and panicked
	f.Fuzz(func(t *testing.T, b []byte) {
		for len(b) > 0 {
			rest, ok := m.Read(b)
			if !ok {
				return
			}
			if one := b[:len(b)-len(rest)]; !bytes.Equal(m.Append(nil), one) {
				t.Fatalf("%s read % x and wrote % x", nameOf(m), one, m.Append(nil))
			}
			b = rest
		}
	})
}
