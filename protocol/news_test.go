package protocol

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// parcel is records of one kind, one behind the other, and where each ends.
type parcel struct {
	kind  int
	bytes []byte
	ends  []int
}

// anyRecord fills a record of a kind of news with what chance brings.
func anyRecord(chance *rand.Rand, kind int) record {
	m := fresh(newsRecords()[kind])
	v := reflect.ValueOf(m).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case f.CanUint():
			f.SetUint(chance.Uint64() >> (64 - f.Type().Bits()))
		case f.CanInt():
			f.SetInt(int64(chance.Uint64()) >> (64 - f.Type().Bits()))
		default:
			f.SetString([]string{"", "x", "Zoë ☄", "Pilot of some name"}[chance.IntN(4)])
		}
	}
	return m
}

func anyParcel(chance *rand.Rand, kind, records int) parcel {
	p := parcel{kind: kind}
	for range records {
		p.bytes = anyRecord(chance, kind).Append(p.bytes)
		p.ends = append(p.ends, len(p.bytes))
	}
	return p
}

var seed = flag.Uint64("seed", 0, "seed of the tests by chance; 0 draws one")

// chanceOf is a source of chance with its seed in the test's log.
func chanceOf(t *testing.T) *rand.Rand {
	t.Helper()
	drawn := *seed
	if drawn == 0 {
		drawn = rand.Uint64()
	}
	t.Logf("again with -seed %d", drawn)
	return rand.New(rand.NewPCG(drawn, 1))
}

// joined is the records of all groups by kind, and the number of records by group.
func joined(t *testing.T, b []byte) (by [NewsKinds][]byte, counts []int) {
	t.Helper()
	for len(b) > 0 {
		kind, n, rest, ok := NextGroup(b)
		if !ok {
			t.Fatalf("no group at % x", b)
		}
		m := newsRecords()[kind]
		after := rest
		for range n {
			if after, ok = m.Read(after); !ok {
				t.Fatalf("no whole %s at % x", nameOf(m), rest)
			}
		}
		by[kind] = append(by[kind], rest[:len(rest)-len(after)]...)
		counts = append(counts, n)
		b = after
	}
	return by, counts
}

// TestGroups: so many records of each kind come back, in as few groups as hold them.
func TestGroups(t *testing.T) {
	chance := chanceOf(t)
	for kind := range NewsKinds {
		for records := range 3*8 + 2 {
			p := anyParcel(chance, kind, records)
			b := AppendGroups([]byte("before"), kind, p.bytes)
			if !bytes.HasPrefix(b, []byte("before")) {
				t.Fatalf("%s: what was there became % x", NewsName(kind), b[:6])
			}
			by, counts := joined(t, b[6:])
			if !bytes.Equal(by[kind], p.bytes) || len(b) != 6+len(counts)+len(p.bytes) {
				t.Errorf("%d %s came back as\n% x, were\n% x", records, NewsName(kind), by[kind], p.bytes)
			}
			var want []int
			for left := records; left > 0; left -= 8 {
				want = append(want, min(left, 8))
			}
			if !slices.Equal(counts, want) {
				t.Errorf("%d %s in groups of %v, want %v", records, NewsName(kind), counts, want)
			}
		}
	}
}

// TestGroupHeads: a head says kind and count in its five and three bits, and AppendGroups writes such heads.
func TestGroupHeads(t *testing.T) {
	chance := chanceOf(t)
	for head := range 256 {
		kind, n := head/8, head%8+1
		want := 0
		if kind < NewsKinds {
			b := AppendGroups(nil, kind, anyParcel(chance, kind, n).bytes)
			if b[0] != byte(head) || !bytes.Equal(AppendGroup(nil, kind, n), b[:1]) {
				t.Errorf("%d %s: head %#02x, want %#02x", n, NewsName(kind), b[0], head)
			}
			if kind != NewsShips {
				want = len(b) - 1
			}
		}
		if got, size := GroupSize(byte(head)); got != kind || size != want {
			t.Errorf("head %#02x: kind %d, %d bytes, want %d, %d", head, got, size, kind, want)
		}
	}
}

// TestShortGroups: there is a group from the fewest bytes on that its records can have, if there is such a kind.
func TestShortGroups(t *testing.T) {
	for head := range 256 {
		kind, n := head/8, head%8+1
		least := 1
		if kind < NewsKinds {
			least = 1 + n*len(newsRecords()[kind].Append(nil))
		}
		for _, size := range []int{1, least - 1, least, least + 1, 400} {
			b := make([]byte, max(size, 1))
			b[0] = byte(head)
			gotKind, gotN, rest, ok := NextGroup(b)
			if want := kind < NewsKinds && len(b) >= least; ok != want || gotKind != kind || gotN != n || len(rest) != len(b)-1 {
				t.Errorf("head %#02x and %d bytes: %v, %d of kind %d, want %v, %d of %d", head, len(rest), ok, gotN, gotKind, want, n, kind)
			}
		}
	}
	if _, _, _, ok := NextGroup(nil); ok {
		t.Error("there is a group in nothing")
	}
}

// TestHalfRecords: what is no whole record at the end of the records is left out, and nothing hangs.
func TestHalfRecords(t *testing.T) {
	chance := chanceOf(t)
	for kind := range NewsKinds {
		p := anyParcel(chance, kind, 9)
		for n := range p.bytes {
			whole := 0
			for _, end := range p.ends {
				if end <= n {
					whole = end
				}
			}
			if by, _ := joined(t, AppendGroups(nil, kind, p.bytes[:n])); !bytes.Equal(by[kind], p.bytes[:whole]) {
				t.Fatalf("%d bytes of %s became % x, want %d bytes", n, NewsName(kind), by[kind], whole)
			}
		}
	}
}

// anyNews is some groups of any kinds, and where each ends.
func anyNews(chance *rand.Rand, groups int) (b []byte, ends []int) {
	for range groups {
		kind := chance.IntN(NewsKinds)
		b = AppendGroups(b, kind, anyParcel(chance, kind, 1+chance.IntN(8)).bytes)
		ends = append(ends, len(b))
	}
	return b, ends
}

// TestNewsCut: news that was cut is whole where a group ends and nowhere else, and the groups before the cut count.
func TestNewsCut(t *testing.T) {
	chance := chanceOf(t)
	for range 50 {
		b, ends := anyNews(chance, 8)
		for n := range len(b) + 1 {
			last := 0
			for _, end := range ends {
				if end <= n {
					last = end
				}
			}
			var by [NewsKinds]int
			if ok := CountNews(b[:n], &by); ok != (n == last) || sum(by) != last {
				t.Fatalf("%d of %d bytes: whole %v, counted %d, want %d\n% x", n, len(b), ok, sum(by), last, b)
			}
		}
	}
}

func sum(by [NewsKinds]int) (n int) {
	for _, k := range by {
		n += k
	}
	return n
}

// TestCountNews: bytes are counted where they belong, on top of what was counted before.
func TestCountNews(t *testing.T) {
	chance := chanceOf(t)
	for kind := range NewsKinds {
		var by, want [NewsKinds]int
		by[kind], by[(kind+1)%NewsKinds] = 5, 7
		want = by
		b := AppendGroups(nil, kind, anyParcel(chance, kind, 11).bytes)
		want[kind] += len(b)
		if !CountNews(b, &by) || by != want {
			t.Errorf("%s: %v, want %v", NewsName(kind), by, want)
		}
	}
}

// TestNewsBehindUnknown: a kind that does not exist ends the news, whatever follows.
func TestNewsBehindUnknown(t *testing.T) {
	chance := chanceOf(t)
	for kind := NewsKinds; kind < 32; kind++ {
		before, _ := anyNews(chance, 3)
		b := append(AppendGroup(slices.Clone(before), kind, 1+chance.IntN(8)), before...)
		var by [NewsKinds]int
		if CountNews(b, &by) || sum(by) != len(before) {
			t.Errorf("kind %d: counted %d bytes, want %d", kind, sum(by), len(before))
		}
		if n := WholeGroups(b, len(before)); n != len(before) {
			t.Errorf("kind %d: %d bytes are whole, want %d", kind, n, len(before))
		}
	}
}

// TestWholeGroups takes news apart into pieces of at most so many bytes, as messages do.
func TestWholeGroups(t *testing.T) {
	chance := chanceOf(t)
	for range 200 {
		b, ends := anyNews(chance, 1+chance.IntN(30))
		checkPieces(t, b, ends, chance.IntN(len(b)+50))
	}
	for _, most := range []int{-1, 0, 1, 10} {
		if n := WholeGroups(nil, most); n != 0 {
			t.Errorf("%d bytes of nothing are whole", n)
		}
	}
}

// checkPieces wants of good news, whose groups end at ends, that each piece ends with a group, that it is no longer
// than most unless it is one group, and that the group behind it had no room.
func checkPieces(t *testing.T, b []byte, ends []int, most int) {
	t.Helper()
	for start := 0; start < len(b); {
		end := start + WholeGroups(b[start:], most)
		i, whole := slices.BinarySearch(ends, end)
		if !whole || end <= start {
			t.Fatalf("a piece from %d to %d of groups that end at %v", start, end, ends)
		}
		single := i == 0 && start == 0 || i > 0 && ends[i-1] == start
		room := i+1 < len(ends) && ends[i+1]-start <= most
		if end-start > most && !single || room {
			t.Fatalf("a piece from %d to %d, at most %d, of groups that end at %v", start, end, most, ends)
		}
		start = end
	}
}

// TestNewsNames: every kind has a name of its own, which counts and reports use.
func TestNewsNames(t *testing.T) {
	seen := map[string]int{}
	for kind := range NewsKinds {
		name := NewsName(kind)
		if other, taken := seen[name]; taken || name == "" || name == "unknown" {
			t.Errorf("kinds %d and %d are called %q", other, kind, name)
		}
		seen[name] = kind
	}
	for _, kind := range []int{-1, NewsKinds, 31, 1 << 20} {
		if name := NewsName(kind); name != "unknown" {
			t.Errorf("kind %d is called %q", kind, name)
		}
	}
}

// FuzzNews: whatever stands in news, counting it ends, and finds what reading it record by record finds. What is
// good is written as it was read, comes in pieces that are good, and holds the same records in as few groups.
func FuzzNews(f *testing.F) {
	for i, n := range goldenNews() {
		f.Add(n.bytes, 20*i)
	}
	f.Add(bytes.Repeat([]byte{NewsShips << groupKind}, 600), -1)
	f.Fuzz(func(t *testing.T, b []byte, most int) {
		good, ends := walkNews(t, b)
		var by [NewsKinds]int
		if ok := CountNews(b, &by); ok != (len(good) == len(b)) || sum(by) != len(good) {
			t.Fatalf("counted %d bytes, whole %v; read %d of %d", sum(by), ok, len(good), len(b))
		}
		for rest := b; len(rest) > 0; {
			n := WholeGroups(rest, most)
			if n < 1 || n > len(rest) {
				t.Fatalf("%d of %d bytes are whole", n, len(rest))
			}
			rest = rest[n:]
		}
		checkPieces(t, good, ends, most)
		records, counts := joined(t, good)
		var again []byte
		for kind := range records {
			again = AppendGroups(again, kind, records[kind])
		}
		joint, fewer := joined(t, again)
		if !reflect.DeepEqual(joint, records) || len(fewer) > len(counts) {
			t.Fatalf("joined, % x became % x", good, again)
		}
	})
}

// walkNews reads the good groups at the head of b record by record, and wants them to be written as they are.
func walkNews(t *testing.T, b []byte) (good []byte, ends []int) {
	t.Helper()
	at := 0
	for at < len(b) {
		kind, n, rest, ok := NextGroup(b[at:])
		if !ok {
			break
		}
		again := AppendGroup(nil, kind, n)
		for range n {
			m := fresh(newsRecords()[kind])
			if rest, ok = m.Read(rest); !ok {
				return b[:at], ends
			}
			again = m.Append(again)
		}
		if !bytes.HasPrefix(b[at:], again) || len(b)-len(rest) != at+len(again) {
			t.Fatalf("% x was written as % x", b[at:len(b)-len(rest)], again)
		}
		at += len(again)
		ends = append(ends, at)
	}
	return b[:at], ends
}

// NamelessShips leaves out the names that are known, and nothing else.
func TestNamelessShips(t *testing.T) {
	ships := func(a, b string) []byte {
		records := (&ShipState{Slot: 17, Gen: 3, Looks: 9, Hull: 1, Name: a}).Append(nil)
		records = (&ShipState{Slot: 18, Gen: 3, Left: 63, Name: b}).Append(records)
		return AppendGroups(nil, NewsShips, records)
	}
	gone := (&Gone{Slot: 17}).Append(AppendGroup(nil, NewsGone, 1))
	news := slices.Concat(gone, ships("Zoë ☄", "Vega"), gone)
	for name, c := range map[string]struct {
		known func(slot uint16, gen uint8) bool
		want  []byte
	}{
		"nobody":          {func(uint16, uint8) bool { return false }, news},
		"everybody":       {func(uint16, uint8) bool { return true }, slices.Concat(gone, ships("", ""), gone)},
		"one":             {func(slot uint16, gen uint8) bool { return slot == 17 && gen == 3 }, slices.Concat(gone, ships("", "Vega"), gone)},
		"another's names": {func(slot uint16, gen uint8) bool { return slot == 17 && gen == 2 }, news},
	} {
		if got := NamelessShips(nil, news, c.known); !bytes.Equal(got, c.want) {
			t.Errorf("%s: % x, want % x", name, got, c.want)
		}
	}
}
