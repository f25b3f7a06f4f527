package main

const (
	window    = 1 << 15
	shortest  = 3
	longest   = 258
	hashBits  = 16
	mostTries = 4096 // places looked at for one match
)

// match is a way to repeat what came before.
type match struct {
	length, back uint16
}

// matches holds for every place in data the matches that begin there: ever longer ones, each the nearest of its length.
type matches struct {
	all   []match
	first []int32 // index into all by place, and one more for the end
}

func find(data []byte) matches {
	m := matches{first: make([]int32, 1, len(data)+1)}
	heads := make([]int32, 1<<hashBits) // place + 1 of the last with that hash
	before := make([]int32, len(data))  // place + 1 of the one before with the same hash
	for i := range data {
		if i+shortest <= len(data) {
			h := hash(data[i:])
			before[i] = heads[h]
			m.at(data, i, before)
			heads[h] = int32(i + 1)
		}
		m.first = append(m.first, int32(len(m.all)))
	}
	return m
}

func hash(b []byte) uint32 {
	return (uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16) * 0x9e3779b1 >> (32 - hashBits)
}

func (m *matches) at(data []byte, i int, before []int32) {
	limit := min(longest, len(data)-i)
	best := shortest - 1
	tries := mostTries
	for at := int(before[i]) - 1; at >= 0 && i-at <= window && best < limit && tries > 0; at = int(before[at]) - 1 {
		tries--
		if data[at+best] != data[i+best] {
			continue
		}
		n := 0
		for n < limit && data[at+n] == data[i+n] {
			n++
		}
		if n > best {
			best = n
			m.all = append(m.all, match{uint16(n), uint16(i - at)})
		}
	}
}
