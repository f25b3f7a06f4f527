package main

import "math/bits"

const endOfBlock = 256

// counts is how often each symbol occurs in a block.
type counts struct {
	literals [286]uint32 // bytes, the end, and lengths
	backs    [30]uint32
}

func count(tokens []token) *counts {
	c := &counts{}
	c.literals[endOfBlock] = 1
	for _, t := range tokens {
		if t.back == 0 {
			c.literals[t.length]++
			continue
		}
		symbol, _, _ := lengthSymbol(int(t.length))
		c.literals[symbol]++
		c.backs[backSymbol(int(t.back))]++
	}
	return c
}

// lengthSymbol gives the symbol of a length, how many bits follow it, and what they say.
func lengthSymbol(n int) (symbol, extra, rest int) {
	if n == longest {
		return 285, 0, 0
	}
	n -= shortest
	if n < 8 {
		return 257 + n, 0, 0
	}
	extra = bits.Len(uint(n)) - 3
	return 257 + 4*extra + n>>extra, extra, n & (1<<extra - 1)
}

func backSymbol(back int) int {
	n := back - 1
	if n < 4 {
		return n
	}
	extra := bits.Len(uint(n)) - 2
	return 2*extra + n>>extra
}

func backExtra(symbol int) int { return max(0, symbol/2-1) }

// table is the codes of a block and how they are told.
type table struct {
	literals, backs []uint8 // lengths
	repeats         []repeat
	repeatLengths   []uint8
	heads           int // how many lengths of the codes of repeats are told
}

func (c *counts) table() *table {
	t := &table{literals: codeLengths(c.literals[:], 15), backs: codeLengths(c.backs[:], 15)}
	t.literals = trimmed(t.literals, 257)
	t.backs = trimmed(t.backs, 1)
	t.repeats = repeatsOf(append(append([]uint8{}, t.literals...), t.backs...))
	var often [19]uint32
	for _, r := range t.repeats {
		often[r.symbol]++
	}
	t.repeatLengths = codeLengths(often[:], 7)
	for t.heads = 19; t.heads > 4 && t.repeatLengths[repeatOrder[t.heads-1]] == 0; t.heads-- {
	}
	return t
}

func trimmed(lengths []uint8, least int) []uint8 {
	n := len(lengths)
	for n > least && lengths[n-1] == 0 {
		n--
	}
	return lengths[:n]
}

// size is how many bits the block takes.
func (c *counts) size() int {
	t := c.table()
	size := 3 + 14 + 3*t.heads
	for _, r := range t.repeats {
		size += int(t.repeatLengths[r.symbol]) + repeatExtra(r.symbol)
	}
	for symbol, n := range t.literals {
		size += int(c.literals[symbol]) * int(n)
		if symbol > 264 && symbol < 285 {
			size += int(c.literals[symbol]) * ((symbol - 261) / 4)
		}
	}
	for symbol, n := range t.backs {
		size += int(c.backs[symbol]) * (int(n) + backExtra(symbol))
	}
	return size
}

// repeat is a piece of the told lengths: one of them, or 16: the last again, 17 and 18: zeros.
type repeat struct {
	symbol, rest uint8
}

var repeatOrder = [19]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

func repeatExtra(symbol uint8) int {
	switch symbol {
	case 16:
		return 2
	case 17:
		return 3
	case 18:
		return 7
	}
	return 0
}

func repeatsOf(lengths []uint8) []repeat {
	var out []repeat
	for i := 0; i < len(lengths); {
		n := 1
		for i+n < len(lengths) && lengths[i+n] == lengths[i] {
			n++
		}
		out = appendRepeat(out, lengths[i], n)
		i += n
	}
	return out
}

func appendRepeat(out []repeat, length uint8, n int) []repeat {
	for ; length == 0 && n >= 11; n -= min(n, 138) {
		out = append(out, repeat{18, uint8(min(n, 138) - 11)})
	}
	if length == 0 && n >= 3 {
		return append(out, repeat{17, uint8(n - 3)})
	}
	if n > 0 && length != 0 {
		out = append(out, repeat{length, 0})
		n--
		for ; n >= 3; n -= min(n, 6) {
			out = append(out, repeat{16, uint8(min(n, 6) - 3)})
		}
	}
	for ; n > 0; n-- {
		out = append(out, repeat{length, 0})
	}
	return out
}

// writer puts bits together, the lowest first.
type writer struct {
	out  []byte
	held uint64
	n    int
}

func (w *writer) bits(value, n int) {
	w.held |= uint64(value) << w.n
	for w.n += n; w.n >= 8; w.n -= 8 {
		w.out = append(w.out, byte(w.held))
		w.held >>= 8
	}
}

func (w *writer) done() []byte {
	w.bits(0, (8-w.n)&7)
	return w.out
}

func (w *writer) block(tokens []token, last bool) {
	t := count(tokens).table()
	w.head(t, last)
	literals, backs := codesOf(t.literals), codesOf(t.backs)
	put := func(symbol int) { w.bits(int(literals[symbol]), int(t.literals[symbol])) }
	for _, token := range tokens {
		if token.back == 0 {
			put(int(token.length))
			continue
		}
		symbol, extra, rest := lengthSymbol(int(token.length))
		put(symbol)
		w.bits(rest, extra)
		back := backSymbol(int(token.back))
		extra = backExtra(back)
		w.bits(int(backs[back]), int(t.backs[back]))
		w.bits((int(token.back)-1)&(1<<extra-1), extra)
	}
	put(endOfBlock)
}

func (w *writer) head(t *table, last bool) {
	final := 0
	if last {
		final = 1
	}
	w.bits(final, 1)
	w.bits(2, 2)
	w.bits(len(t.literals)-257, 5)
	w.bits(len(t.backs)-1, 5)
	w.bits(t.heads-4, 4)
	for _, symbol := range repeatOrder[:t.heads] {
		w.bits(int(t.repeatLengths[symbol]), 3)
	}
	codes := codesOf(t.repeatLengths)
	for _, r := range t.repeats {
		w.bits(int(codes[r.symbol]), int(t.repeatLengths[r.symbol]))
		w.bits(int(r.rest), repeatExtra(r.symbol))
	}
}
