package protocol

import (
	"bytes"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// message is what every generated message type can do.
type message interface {
	Append(*Writer)
	Decode(*Reader)
}

// record is what every generated record type can do.
type record interface {
	Append([]byte) []byte
	Read([]byte) ([]byte, bool)
}

// shape is a field as its declaration says, read from the struct itself and not through the generator, so
// that the two check each other.
type shape struct {
	name  string // as in TypeScript and in errors
	kind  string // int, bool, float, text, bytes, list
	lo    int64
	hi    uint64
	limit int
	of    reflect.Type // of a list's parts
}

func shapesOf(t reflect.Type) []shape {
	var all []shape
	for i := range t.NumField() {
		all = append(all, shapeOf(t.Field(i)))
	}
	return all
}

func shapeOf(f reflect.StructField) shape {
	s := shape{name: lowerName(f.Name)}
	switch bits := f.Type.Size() * 8; f.Type.Kind() {
	case reflect.Bool:
		s.kind = "bool"
	case reflect.Float64:
		s.kind = "float"
	case reflect.String:
		s.kind = "text"
	case reflect.Slice:
		s.kind, s.of = "list", f.Type.Elem()
		if f.Type.Elem().Kind() == reflect.Uint8 {
			s.kind = "bytes"
		}
	case reflect.Int8, reflect.Int16:
		s.kind, s.lo, s.hi = "int", -1<<(bits-1), 1<<(bits-1)-1
	default:
		s.kind, s.hi = "int", 1<<bits-1
	}
	s.bounded(f.Tag.Get("wire"))
	return s
}

func (s *shape) bounded(tag string) {
	for part := range strings.SplitSeq(tag, ",") {
		key, value, _ := strings.Cut(part, "=")
		n, _ := strconv.ParseInt(value, 10, 64)
		switch key {
		case "min":
			s.lo = n
		case "bits":
			if s.lo < 0 {
				s.lo, s.hi = -1<<(n-1), 1<<(n-1)-1
			} else {
				s.hi = 1<<n - 1
			}
		case "max":
			s.hi = uint64(n)
		case "bytes", "items":
			s.limit = int(n)
		}
	}
}

func lowerName(name string) string {
	if strings.ToUpper(name) == name {
		return strings.ToLower(name)
	}
	return strings.ToLower(name[:1]) + name[1:]
}

func typeOf(x any) reflect.Type { return reflect.TypeOf(x).Elem() }

func nameOf(x any) string { return lowerName(typeOf(x).Name()) }

// fresh makes an empty one of x's type.
func fresh[T any](x T) T { return reflect.New(typeOf(x)).Interface().(T) }

// messageOf makes an empty message of type id, or nil.
func messageOf(id MessageID) message {
	for i, k := range Messages {
		if k.ID == uint16(id) {
			return everyMessage()[i]
		}
	}
	return nil
}

func encode(m message) []byte {
	w := NewWriter()
	m.Append(w)
	return w.Bytes()
}

// decode reads b as one message of m's type and nothing else.
func decode(b []byte, m message) error {
	r := NewReader()
	r.Reset(b)
	r.Next()
	m.Decode(r)
	if _, more := r.Next(); more {
		panic("more than one message")
	}
	return r.Err()
}

// binOf packs records one behind the other.
func binOf(all ...record) []byte {
	var b []byte
	for _, m := range all {
		b = m.Append(b)
	}
	return b
}

// extreme sets every field of the struct v to its smallest or its largest.
func extreme(v reflect.Value, most bool) {
	for i := range v.NumField() {
		f, s := v.Field(i), shapeOf(v.Type().Field(i))
		switch s.kind {
		case "bool":
			f.SetBool(most)
		case "float":
			f.SetFloat(map[bool]float64{true: math.MaxFloat64, false: -math.MaxFloat64}[most])
		case "int":
			extremeInt(f, s, most)
		default:
			if most {
				fillUp(f, s)
			}
		}
	}
}

func extremeInt(f reflect.Value, s shape, most bool) {
	switch {
	case f.CanInt() && most:
		f.SetInt(int64(s.hi))
	case f.CanInt():
		f.SetInt(s.lo)
	case most:
		f.SetUint(s.hi)
	default:
		f.SetUint(uint64(s.lo))
	}
}

// fillUp makes text and bytes as long as they may be. Lists and long bins get enough for the longer heads, and news
// is news.
func fillUp(f reflect.Value, s shape) {
	switch s.kind {
	case "text":
		limit := s.limit
		if limit == 0 {
			limit = math.MaxUint8
		}
		f.SetString(strings.Repeat("é", limit/2) + strings.Repeat("x", limit%2))
	case "bytes":
		f.SetBytes(bytes.Repeat([]byte{0xff}, min(s.limit, 300)))
		if s.name == "news" {
			f.SetBytes(AppendGroups(nil, NewsVitals, bytes.Repeat([]byte{0xff}, 80*VitalSize)))
		}
	case "list":
		n := min(s.limit, 17)
		f.Set(reflect.MakeSlice(f.Type(), n, n))
		for i := range n {
			extreme(f.Index(i), true)
		}
	}
}

func extremeMessage(m message, most bool) message {
	m = fresh(m)
	extreme(reflect.ValueOf(m).Elem(), most)
	return m
}

// split takes an encoded array apart into its values.
func split(t testing.TB, b []byte) [][]byte {
	t.Helper()
	r := NewReader()
	r.Reset(b)
	r.left = 1
	var all [][]byte
	for n := r.array("array", maxFields); n > 0; n-- {
		at, items := r.Pos(), maxSkipItems
		r.skip(maxSkipDepth, &items)
		all = append(all, b[at:r.Pos():r.Pos()])
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	return all
}

// join is the inverse of split.
func join(values ...[]byte) []byte {
	w := NewWriter()
	w.Array(len(values))
	for _, v := range values {
		w.Raw(v)
	}
	return w.Bytes()
}

// replaced is values with one of them changed.
func replaced(values [][]byte, i int, by []byte) [][]byte {
	all := append([][]byte(nil), values...)
	all[i] = by
	return all
}
