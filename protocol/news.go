package protocol

import "errors"

// ErrNews means that a News field does not hold whole groups of known kinds.
var ErrNews = errors.New("protocol: news: a group is cut short or of a kind that does not exist")

// groupMost is the number of records that one group can hold.
const groupMost = 8

// newsSizes is the length of a record by the kind of its group; 0 for those of varying length.
var newsSizes = [NewsKinds]int{
	NewsLooks: LookSize, NewsTurns: TurnSize, NewsHits: HitSize, NewsCourses: CourseSize, NewsDrifts: DriftSize,
	NewsTaken: TakenSize, NewsGone: GoneSize, NewsShots: ShotSize, NewsChips: ChipSize, NewsAims: AimSize,
	NewsVitals: VitalSize, NewsWears: WearSize, NewsBolts: BoltStateSize, NewsRocks: RockStateSize,
	NewsStill: StillStateSize, NewsOres: OreStateSize,
}

// AppendGroups appends records of one kind, which all have the same length, as groups: none when there are no
// records.
func AppendGroups(b []byte, kind int, records []byte) []byte {
	size := newsSizes[kind]
	for len(records) > 0 {
		n := min(len(records)/size, groupMost)
		b = append(b, groupHead(kind, n))
		b = append(b, records[:n*size]...)
		records = records[n*size:]
	}
	return b
}

// AppendGroup appends the head of a group of n records, 1 to 8, which the caller appends behind it. It is for
// records of varying length.
func AppendGroup(b []byte, kind, n int) []byte { return append(b, groupHead(kind, n)) }

func groupHead(kind, n int) byte { return byte(kind<<3 | (n - 1)) }

// NextGroup takes the head of the first group off b, which must not be empty: its kind and how many records
// follow. ok is false when there is no such kind, or b is too short for records of fixed length.
func NextGroup(b []byte) (kind, n int, rest []byte, ok bool) {
	kind, n, rest = int(b[0]>>3), int(b[0]&7)+1, b[1:]
	ok = kind < NewsKinds && len(rest) >= n*newsSizes[kind]
	return kind, n, rest, ok
}

// GroupSize is the kind of the group with that head, and the length of its records in bytes; 0 for those of varying
// length. It is for groups that were made here.
func GroupSize(head byte) (kind, size int) {
	kind = int(head >> 3)
	return kind, newsSizes[kind] * (int(head&7) + 1)
}

// WholeGroups is the length of as many groups of good news as fit into most bytes, but at least one.
func WholeGroups(b []byte, most int) int {
	if len(b) <= most {
		return len(b)
	}
	end := 0
	for rest := b; len(rest) > 0; {
		kind, n, next, _ := NextGroup(rest)
		if kind == NewsShips {
			next, _ = skipShips(next, n)
		} else {
			next = next[n*newsSizes[kind]:]
		}
		if at := len(b) - len(next); at > most && end > 0 {
			return end
		} else {
			end = at
		}
		rest = next
	}
	return end
}

// NewsName is the kind of a group in words.
func NewsName(kind int) string {
	return [NewsKinds]string{
		"looks", "turns", "courses", "drifts", "shots", "hits", "chips", "taken", "gone", "aims", "vitals", "wears",
		"bolts", "ships", "rocks", "still", "ores",
	}[kind]
}

// CountNews adds the bytes of news by kind of group, heads included, for reports and checks. It reports whether the
// news is whole.
func CountNews(b []byte, by *[NewsKinds]int) bool {
	for len(b) > 0 {
		kind, n, rest, ok := NextGroup(b)
		if !ok {
			return false
		}
		if kind == NewsShips {
			rest, ok = skipShips(rest, n)
		} else {
			rest = rest[n*newsSizes[kind]:]
		}
		if !ok {
			return false
		}
		by[kind] += len(b) - len(rest)
		b = rest
	}
	return true
}

func skipShips(b []byte, n int) (rest []byte, ok bool) {
	var r ShipState
	for range n {
		if b, ok = r.Read(b); !ok {
			return nil, false
		}
	}
	return b, true
}
