package main

import "math"

// token is a byte as it stands, or a match.
type token struct {
	back   uint16 // 0 for a byte
	length uint16 // of the match, or the byte
}

func (t token) span() int {
	if t.back == 0 {
		return 1
	}
	return int(t.length)
}

// unit is the precision of costs: parts of a bit.
const unit = 1 << 8

// costs is what each choice is thought to take.
type costs struct {
	bytes   [256]int32
	lengths [longest + 1]int32
	backs   [30]int32 // by symbol
}

// guess makes first costs of how often bytes occur.
func guess(data []byte) *costs {
	var c counts
	for _, b := range data {
		c.literals[b]++
	}
	for i := range c.backs {
		c.backs[i] = uint32(len(data)/256 + 1)
	}
	for i := endOfBlock + 1; i < len(c.literals); i++ {
		c.literals[i] = uint32(len(data)/128 + 1)
	}
	return c.costs()
}

func (c *counts) costs() *costs {
	var out costs
	literals := bitsOf(c.literals[:])
	backs := bitsOf(c.backs[:])
	copy(out.bytes[:], literals)
	for n := shortest; n <= longest; n++ {
		symbol, extra, _ := lengthSymbol(n)
		out.lengths[n] = literals[symbol] + int32(extra)*unit
	}
	for symbol := range out.backs {
		out.backs[symbol] = backs[symbol] + int32(backExtra(symbol))*unit
	}
	return &out
}

// bitsOf gives the cost of each symbol by how often it occurs; one that never does costs as much as the rarest.
func bitsOf(counts []uint32) []int32 {
	sum := uint32(1)
	for _, n := range counts {
		sum += n
	}
	out := make([]int32, len(counts))
	for i, n := range counts {
		out[i] = int32(math.Log2(float64(sum)/float64(max(n, 1))) * unit)
	}
	return out
}

type parser struct {
	data []byte
	find matches
	sum  []int32 // cost of the way to each place
	way  []token // the last step of that way
}

func newParser(data []byte) *parser {
	return &parser{data, find(data), make([]int32, len(data)+1), make([]token, len(data)+1)}
}

// best parses data from one place to another again and again, and returns the smallest of what came out.
func (p *parser) best(from, to int, c *costs, rounds int) []token {
	var best []token
	least := math.MaxInt
	for range rounds {
		tokens := p.parse(from, to, c)
		counted := count(tokens)
		if size := counted.size(); size < least {
			least, best = size, tokens
		}
		c = counted.costs()
	}
	return best
}

// parse finds the cheapest way through the data.
func (p *parser) parse(from, to int, c *costs) []token {
	for i := from + 1; i <= to; i++ {
		p.sum[i] = math.MaxInt32
	}
	p.sum[from] = 0
	for i := from; i < to; i++ {
		p.reach(i+1, p.sum[i]+c.bytes[p.data[i]], token{0, uint16(p.data[i])})
		n := shortest
		for _, m := range p.find.all[p.find.first[i]:p.find.first[i+1]] {
			base := p.sum[i] + c.backs[backSymbol(int(m.back))]
			for ; n <= int(m.length) && i+n <= to; n++ {
				p.reach(i+n, base+c.lengths[n], token{m.back, uint16(n)})
			}
		}
	}
	var tokens []token
	for i := to; i > from; i -= p.way[i].span() {
		tokens = append(tokens, p.way[i])
	}
	for i, j := 0, len(tokens)-1; i < j; i, j = i+1, j-1 {
		tokens[i], tokens[j] = tokens[j], tokens[i]
	}
	return tokens
}

func (p *parser) reach(at int, sum int32, by token) {
	if sum < p.sum[at] {
		p.sum[at], p.way[at] = sum, by
	}
}
