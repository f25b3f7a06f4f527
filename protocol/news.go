package protocol

import (
	"encoding/binary"
	"errors"
)

// ErrNews means that a News field does not hold whole groups of known kinds.
var ErrNews = errors.New("protocol: news: a group is cut short or of a kind that does not exist")

// The parts of the head of a group. groupMost is the number of records that one group can hold.
const (
	groupKind = 3 // shift
	groupMore = 7 // records behind the first
	groupMost = groupMore + 1
)

// newsTable says of each kind of group its name in words and the length of its records in bytes, 0 when that varies.
// It has a place for each kind that a head can say.
var newsTable = [256 >> groupKind]struct {
	name string
	size int
}{
	NewsLooks:   {"looks", LookSize},
	NewsSwings:  {"swings", SwingSize},
	NewsTurns:   {"turns", TurnSize},
	NewsShoves:  {"shoves", ShoveSize},
	NewsCourses: {"courses", CourseSize},
	NewsDrifts:  {"drifts", DriftSize},
	NewsShots:   {"shots", ShotSize},
	NewsHits:    {"hits", HitSize},
	NewsChips:   {"chips", ChipSize},
	NewsTaken:   {"taken", TakenSize},
	NewsGone:    {"gone", GoneSize},
	NewsAims:    {"aims", AimSize},
	NewsVitals:  {"vitals", VitalSize},
	NewsWears:   {"wears", WearSize},
	NewsBolts:   {"bolts", BoltStateSize},
	NewsShips:   {"ships", 0},
	NewsRocks:   {"rocks", RockStateSize},
	NewsStill:   {"still", StillStateSize},
	NewsOres:    {"ores", OreStateSize},
	NewsLying:   {"lying", LyingStateSize},
}

// NewsName is the kind of a group in words, or "unknown".
func NewsName(kind int) string {
	if kind < 0 || kind >= NewsKinds {
		return "unknown"
	}
	return newsTable[kind].name
}

// AppendGroups appends records of one kind as groups, as few as hold them: none when there are no records. Bytes
// behind the last whole record are left out.
func AppendGroups(b []byte, kind int, records []byte) []byte {
	for {
		n, size := wholeRecords(records, kind, groupMost)
		if n == 0 {
			return b
		}
		b = append(AppendGroup(b, kind, n), records[:size]...)
		records = records[size:]
	}
}

// AppendGroup appends the head of a group of n records, 1 to 8, which the caller appends behind it.
func AppendGroup(b []byte, kind, n int) []byte { return append(b, byte(kind<<groupKind|(n-1))) }

// NextGroup takes the head of the first group off b: its kind and how many records follow. ok is false when b is
// empty, when there is no such kind, or when b is too short for those records; the text of ships is not looked at.
func NextGroup(b []byte) (kind, n int, rest []byte, ok bool) {
	if len(b) == 0 {
		return 0, 0, nil, false
	}
	kind, n, rest = int(b[0]>>groupKind), int(b[0]&groupMore)+1, b[1:]
	size := newsTable[kind].size
	if kind == NewsShips {
		size = shipStateFixed + 1
	}
	return kind, n, rest, kind < NewsKinds && len(rest) >= n*size
}

// GroupSize is the kind of the group with that head, and the length of its records in bytes; 0 for those of varying
// length and for kinds that do not exist.
func GroupSize(head byte) (kind, size int) {
	kind = int(head >> groupKind)
	return kind, newsTable[kind].size * (int(head&groupMore) + 1)
}

// NamelessShips appends news of whole things to buf with the names of those ships left out of which known, given slot
// and gen, is true. What is no good news is appended as it is.
func NamelessShips(buf, news []byte, known func(slot uint16, gen uint8) bool) []byte {
	for len(news) > 0 {
		kind, rest, ok := skipGroup(news)
		if !ok || kind != NewsShips {
			buf, news = append(buf, news[:len(news)-len(rest)]...), rest
			continue
		}
		buf = append(buf, news[0])
		for record := news[1 : len(news)-len(rest)]; len(record) > 0; {
			after, _ := skipText(record[shipStateFixed:])
			slot, gen := binary.LittleEndian.Uint16(record)%ShipSlots, record[2]
			if buf = append(buf, record[:shipStateFixed]...); known(slot, gen) {
				buf = append(buf, 0)
			} else {
				buf = append(buf, record[shipStateFixed:len(record)-len(after)]...)
			}
			record = after
		}
		news = rest
	}
	return buf
}

// WholeGroups is the length of as many groups of b as fit into most bytes, but at least of one. b must be good news:
// what is not counts as one group to its end.
func WholeGroups(b []byte, most int) int {
	if len(b) <= most {
		return len(b)
	}
	end := 0
	for end < len(b) {
		_, rest, _ := skipGroup(b[end:])
		next := len(b) - len(rest)
		if next > most && end > 0 {
			break
		}
		end = next
	}
	return end
}

// CountNews adds the bytes of news by kind of group, heads included, for reports and checks. It reports whether the
// news is whole; if it is not, the groups before the bad one are counted.
func CountNews(b []byte, by *[NewsKinds]int) bool {
	for len(b) > 0 {
		kind, rest, ok := skipGroup(b)
		if !ok {
			return false
		}
		by[kind] += len(b) - len(rest)
		b = rest
	}
	return true
}

// skipGroup takes the first group off b. Nothing is left of a bad one.
func skipGroup(b []byte) (kind int, rest []byte, ok bool) {
	kind, n, rest, ok := NextGroup(b)
	if !ok {
		return kind, nil, false
	}
	whole, size := wholeRecords(rest, kind, n)
	if whole < n {
		return kind, nil, false
	}
	return kind, rest[size:], true
}

// wholeRecords counts the whole records of a kind at the head of b, up to most, and their bytes.
func wholeRecords(b []byte, kind, most int) (n, size int) {
	if kind != NewsShips {
		one := newsTable[kind].size
		n = min(len(b)/one, most)
		return n, n * one
	}
	rest := b
	for ; n < most && len(rest) >= shipStateFixed; n++ {
		next, ok := skipText(rest[shipStateFixed:])
		if !ok {
			break
		}
		rest = next
	}
	return n, len(b) - len(rest)
}
