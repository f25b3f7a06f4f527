package protocol

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

// fault is bytes in place of a field's value, and what a decoder must say to them; nil takes them.
type fault struct {
	name  string
	bytes []byte
	want  error
	field string // as the error names it
}

// TestStrict puts every fault into every field of every message and of every part of a list.
func TestStrict(t *testing.T) {
	for _, m := range everyMessage() {
		values := split(t, encode(extremeMessage(m, true)))
		for i, s := range shapesOf(typeOf(m)) {
			for _, f := range faultsOf(t, s, s.name, values[1+i]) {
				checkFault(t, m, join(replaced(values, 1+i, f.bytes)...), f)
			}
		}
	}
}

func checkFault(t *testing.T, m message, b []byte, f fault) {
	t.Helper()
	err := decode(b, fresh(m))
	if !errors.Is(err, f.want) {
		t.Errorf("%s.%s, %s: %v, want %v\n% x", nameOf(m), f.field, f.name, err, f.want, b)
		return
	}
	names := fmt.Sprintf("protocol: %s: %s ", nameOf(m), f.field)
	if f.want != nil && !strings.HasPrefix(err.Error(), names) {
		t.Errorf("%s, %s: error %q does not begin with %q", nameOf(m), f.name, err, names)
	}
}

// faultsOf is what may be wrong with a field of shape s, which the bytes good encode rightly. The error calls
// the field by label.
func faultsOf(t *testing.T, s shape, label string, good []byte) []fault {
	all := typeFaults(s)
	switch s.kind {
	case "int":
		all = append(all, rangeFaults(s)...)
	case "float":
		all = append(all, floatFaults()...)
	case "text", "bytes":
		all = append(all, lengthFaults(s)...)
	}
	for i := range all {
		all[i].field = label
	}
	if s.kind == "list" {
		all = append(all, listFaults(t, s, label, good)...)
	}
	return all
}

// typeFaults is one small value of each msgpack type that a field of shape s must refuse.
func typeFaults(s shape) []fault {
	fits := map[string]string{"int": "int", "bool": "bool", "text": "str", "bytes": "bin", "list": "array", "float": "int float"}[s.kind]
	var all []fault
	for _, v := range []struct{ is, hex string }{
		{"nil", "\xc0"}, {"bool", "\xc2"}, {"bool", "\xc3"}, {"int", "\x01"}, {"int", "\xff"}, {"int", "\xcc\x01"},
		{"int", "\xd3\x00\x00\x00\x00\x00\x00\x00\x01"}, {"float", "\xca\x3f\x80\x00\x00"},
		{"float", "\xcb\x3f\xf0\x00\x00\x00\x00\x00\x00"}, {"str", "\xa0"}, {"str", "\xa11"}, {"str", "\xd9\x01x"},
		{"bin", "\xc4\x00"}, {"bin", "\xc4\x01\x01"}, {"array", "\x90"}, {"array", "\x91\x01"}, {"map", "\x80"},
		{"map", "\x81\x01\x01"}, {"ext", "\xd4\x01\x00"}, {"ext", "\xc7\x00\x01"}, {"ext", "\xd6\xff\x00\x00\x00\x00"},
		{"no", "\xc1"},
	} {
		if !strings.Contains(fits, v.is) {
			all = append(all, fault{name: v.is + " for " + s.kind, bytes: []byte(v.hex), want: ErrType})
		}
	}
	return all
}

// rangeFaults are integers out of [lo, hi] in every width that holds them: just outside, and where a careless
// decoder cuts the high bytes off. The bounds themselves are taken in every width.
func rangeFaults(s shape) []fault {
	hi := int64(s.hi)
	var all []fault
	for _, v := range []int64{s.lo, hi, max(s.lo, 0)} {
		all = append(all, integerFaults(v, nil)...)
	}
	wrong := []int64{s.lo - 1, hi + 1, math.MinInt64, math.MaxInt64, math.MinInt32 - 1, hi + 1<<33, s.lo - 1<<33, 1 << 32}
	for _, bits := range []int{8, 16, 32} {
		for _, v := range []int64{s.lo, hi} {
			wrong = append(wrong, v+1<<bits, v-1<<bits)
		}
	}
	for _, v := range wrong {
		if v < s.lo || v > hi {
			all = append(all, integerFaults(v, ErrRange)...)
		}
	}
	top := binary.BigEndian.AppendUint64([]byte{0xcf}, math.MaxUint64)
	return append(all, fault{name: "largest uint64", bytes: top, want: ErrRange},
		fault{name: "2^63", bytes: binary.BigEndian.AppendUint64([]byte{0xcf}, 1<<63), want: ErrRange})
}

// integerFaults is v in every form of msgpack that can hold it.
func integerFaults(v int64, want error) []fault {
	var all []fault
	add := func(fits bool, b []byte) {
		if fits {
			all = append(all, fault{name: fmt.Sprintf("%d as %x", v, b), bytes: b, want: want})
		}
	}
	be := binary.BigEndian
	add(v >= 0 && v <= math.MaxInt8, []byte{byte(v)})
	add(v < 0 && v >= -32, []byte{byte(v)})
	add(v >= 0 && v <= math.MaxUint8, []byte{0xcc, byte(v)})
	add(v >= 0 && v <= math.MaxUint16, be.AppendUint16([]byte{0xcd}, uint16(v)))
	add(v >= 0 && v <= math.MaxUint32, be.AppendUint32([]byte{0xce}, uint32(v)))
	add(v >= 0, be.AppendUint64([]byte{0xcf}, uint64(v)))
	add(v == int64(int8(v)), []byte{0xd0, byte(v)})
	add(v == int64(int16(v)), be.AppendUint16([]byte{0xd1}, uint16(v)))
	add(v == int64(int32(v)), be.AppendUint32([]byte{0xd2}, uint32(v)))
	add(true, be.AppendUint64([]byte{0xd3}, uint64(v)))
	return all
}

func floatFaults() []fault {
	var all []fault
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		wide := binary.BigEndian.AppendUint64([]byte{0xcb}, math.Float64bits(v))
		single := binary.BigEndian.AppendUint32([]byte{0xca}, math.Float32bits(float32(v)))
		all = append(all, fault{name: fmt.Sprint(v), bytes: wide, want: ErrRange},
			fault{name: fmt.Sprint(v, " single"), bytes: single, want: ErrRange})
	}
	for _, v := range []float64{math.MaxFloat64, math.SmallestNonzeroFloat64, math.Copysign(0, -1)} {
		wide := binary.BigEndian.AppendUint64([]byte{0xcb}, math.Float64bits(v))
		all = append(all, fault{name: fmt.Sprint(v), bytes: wide})
	}
	all = append(all, integerFaults(1<<53, nil)...)
	all = append(all, integerFaults(-1<<53, nil)...)
	all = append(all, integerFaults(1<<53+1, ErrRange)...)
	return append(all, fault{name: "largest uint64", bytes: []byte("\xcf\xff\xff\xff\xff\xff\xff\xff\xff"), want: ErrRange})
}

// lengthFaults are texts and bins that are too long, or say so.
func lengthFaults(s shape) []fault {
	heads := []byte{0xc4, 0xc5, 0xc6}
	if s.kind == "text" {
		heads = []byte{0xd9, 0xda, 0xdb}
	}
	all := []fault{{name: "4 GiB", bytes: []byte{heads[2], 255, 255, 255, 255}, want: ErrShort}}
	all = append(all, fault{name: "2 GiB", bytes: []byte{heads[2], 0x80, 0, 0, 0}, want: ErrShort})
	for n, want := range map[int]error{s.limit: nil, s.limit + 1: ErrLength, s.limit + 300: ErrLength} {
		for _, b := range sized(heads, bytes.Repeat([]byte{'x'}, n)) {
			all = append(all, fault{name: fmt.Sprintf("%d bytes, head %x", n, b[0]), bytes: b, want: want})
		}
	}
	if s.kind == "text" {
		for _, bad := range []string{"\xff", "\xc3", "\xed\xa0\x80", "\xf8\x88\x80\x80\x80", "\xc0\x80"} {
			all = append(all, fault{name: fmt.Sprintf("text %x", bad), bytes: append([]byte{0xa0 | byte(len(bad))}, bad...), want: ErrText})
		}
	}
	return all
}

// sized is b behind every head that can count it.
func sized(heads []byte, b []byte) [][]byte {
	var all [][]byte
	if len(b) < 1<<8 {
		all = append(all, append([]byte{heads[0], byte(len(b))}, b...))
	}
	all = append(all, append(binary.BigEndian.AppendUint16([]byte{heads[1]}, uint16(len(b))), b...))
	return append(all, append(binary.BigEndian.AppendUint32([]byte{heads[2]}, uint32(len(b))), b...))
}

// listFaults are lists of wrong length and everything that may be wrong inside a part.
func listFaults(t *testing.T, s shape, label string, good []byte) []fault {
	parts := split(t, good)
	list := func(all ...[]byte) []byte { return join(all...) }
	many := make([][]byte, s.limit+1)
	for i := range many {
		many[i] = parts[0]
	}
	inner := lowerName(s.of.Name())
	fields := split(t, parts[0])
	shapes := shapesOf(s.of)
	first, last := shapes[0].name, shapes[len(shapes)-1].name
	all := []fault{
		{"4 G items", []byte("\xdd\xff\xff\xff\xff"), ErrShort, label},
		{"2 G items", []byte("\xdd\x80\x00\x00\x00"), ErrShort, label},
		{"65535 items", []byte("\xdc\xff\xff"), ErrShort, label},
		{"one item too many", list(many...), ErrLength, label},
		{"as many items as may be", list(many[1:]...), nil, label},
		{"no items", list(), nil, label},
		{"a nil item", list(parts[0], []byte{0xc0}), ErrType, inner},
		{"a number as an item", list([]byte{1}), ErrType, inner},
		{"an empty item", list([]byte{0x90}), ErrShort, inner + "." + first},
		{"an item of 4 G fields", list([]byte("\xdd\xff\xff\xff\xff")), ErrShort, inner},
		{"an item without its last field", list(join(fields[:len(fields)-1]...)), ErrShort, inner + "." + last},
	}
	for i, f := range shapes {
		for _, k := range faultsOf(t, f, inner+"."+f.name, fields[i]) {
			k.bytes = list(parts[0], join(replaced(fields, i, k.bytes)...), parts[0])
			all = append(all, k)
		}
	}
	return all
}

// TestTruncated cuts every golden message off at every byte.
func TestTruncated(t *testing.T) {
	for _, m := range everyMessage() {
		typical, _ := typicalOf(typicalMessages(), m)
		for _, full := range []message{typical, extremeMessage(m, false), extremeMessage(m, true)} {
			b := encode(full)
			for n := 1; n < len(b); n++ {
				if err := decode(b[:n], fresh(m)); !errors.Is(err, ErrShort) {
					t.Fatalf("%s, first %d of %d bytes: %v, want %v", nameOf(m), n, len(b), err, ErrShort)
				}
			}
		}
	}
}

// TestMissingFields takes fields away at the end: none may be missing, and the message behind is not taken for them.
func TestMissingFields(t *testing.T) {
	for _, m := range everyMessage() {
		shapes := shapesOf(typeOf(m))
		values := split(t, encode(extremeMessage(m, true)))
		for n := len(shapes) - 1; n >= 0; n-- {
			b := append(join(values[:1+n]...), encode(&Phase{})...)
			r := NewReader()
			r.Reset(b)
			r.Next()
			fresh(m).Decode(r)
			if id, ok := r.Next(); ok {
				t.Errorf("%s with %d of %d fields: behind it %v", nameOf(m), n, len(shapes), id)
			}
			if err := r.Err(); !errors.Is(err, ErrShort) || !strings.Contains(err.Error(), ": "+shapes[n].name+" ") {
				t.Errorf("%s with %d of %d fields: %v, want %v of %s", nameOf(m), n, len(shapes), err, ErrShort, shapes[n].name)
			}
		}
	}
}

// TestNotAMessage: what stands where a message must begin.
func TestNotAMessage(t *testing.T) {
	for in, want := range map[string]error{
		"\xc0": ErrType, "\x01": ErrType, "\x80": ErrType, "\xa1x": ErrType, "\xc1": ErrType, "\xff": ErrType,
		"\x90": ErrShort, "\x91": ErrShort, "\x92\x06": ErrShort, "\xdc": ErrShort, "\xdc\x00": ErrShort,
		"\xdd\xff\xff\xff\xff": ErrShort, "\xdd\x00\x00\x00\x00": ErrShort,
		"\x91\xc0": ErrType, "\x91\xa16": ErrType, "\x91\xff": ErrRange, "\x91\xce\x00\x01\x00\x00": ErrRange,
		"\x91\xcf\xff\xff\xff\xff\xff\xff\xff\xff": ErrRange, "\x91\xcb\x40\x18\x00\x00\x00\x00\x00\x00": ErrType,
	} {
		r := NewReader()
		r.Reset([]byte(in))
		for _, ok := r.Next(); ok; _, ok = r.Next() {
		}
		if !errors.Is(r.Err(), want) || !strings.HasPrefix(fmt.Sprint(r.Err()), "protocol: frame: ") {
			t.Errorf("% x: %v, want %v in the frame", in, r.Err(), want)
		}
	}
}

// TestErrorSticks: behind the first error nothing is read, and a Reset heals.
func TestErrorSticks(t *testing.T) {
	r := NewReader()
	r.Reset(append([]byte{0x93, 3, 0xc0, 1}, encode(&Leave{})...))
	r.Next()
	var m Choose
	m.Decode(r)
	first := r.Err()
	if _, ok := r.Next(); ok || r.Err() != first || m != (Choose{}) {
		t.Errorf("went on after %v: %v, %+v", first, r.Err(), m)
	}
	r.Reset(encode(&Leave{}))
	if id, ok := r.Next(); !ok || id != IDLeave {
		t.Errorf("after Reset: %v %v %v", id, ok, r.Err())
	}
}

// TestReaderAlone: a Reader that was never given bytes says so and does not panic.
func TestReaderAlone(t *testing.T) {
	r := NewReader()
	if _, ok := r.Next(); ok || r.Err() != nil {
		t.Error("an empty frame has no message and no error", r.Err())
	}
	var m Welcome
	m.Decode(r)
	if !errors.Is(r.Err(), ErrShort) {
		t.Error(r.Err())
	}
}
