package main

import "slices"

// node is a leaf or two nodes put together.
type node struct {
	weight      uint64
	symbol      int // -1: left and right
	left, right *node
}

// codeLengths gives every symbol that occurs a code of at most limit bits, so that the whole is smallest: by packages
// of coins, after Larmore and Hirschberg. With fewer than two symbols there are two codes of one bit all the same.
func codeLengths(counts []uint32, limit int) []uint8 {
	lengths := make([]uint8, len(counts))
	leaves := leavesOf(counts)
	if len(leaves) < 2 {
		lengths[0], lengths[1] = 1, 1
		if len(leaves) == 1 && leaves[0].symbol > 1 {
			lengths[leaves[0].symbol], lengths[1] = 1, 0
		}
		return lengths
	}
	row := leaves
	for range limit - 1 {
		row = merge(leaves, pairs(row))
	}
	for _, n := range row[:2*len(leaves)-2] {
		n.add(lengths)
	}
	return lengths
}

func leavesOf(counts []uint32) []*node {
	var leaves []*node
	for symbol, n := range counts {
		if n > 0 {
			leaves = append(leaves, &node{weight: uint64(n), symbol: symbol})
		}
	}
	slices.SortStableFunc(leaves, func(a, b *node) int { return int(a.weight) - int(b.weight) })
	return leaves
}

func pairs(row []*node) []*node {
	out := make([]*node, 0, len(row)/2)
	for i := 0; i+1 < len(row); i += 2 {
		out = append(out, &node{row[i].weight + row[i+1].weight, -1, row[i], row[i+1]})
	}
	return out
}

func merge(a, b []*node) []*node {
	out := make([]*node, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].weight <= b[0].weight {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// add makes the code of every leaf below a bit longer.
func (n *node) add(lengths []uint8) {
	if n.symbol >= 0 {
		lengths[n.symbol]++
		return
	}
	n.left.add(lengths)
	n.right.add(lengths)
}

// codesOf gives the codes that belong to lengths, their bits in the order of sending.
func codesOf(lengths []uint8) []uint16 {
	codes := make([]uint16, len(lengths))
	code := uint16(0)
	for n := uint8(1); n <= 15; n++ {
		code <<= 1
		for symbol, length := range lengths {
			if length == n {
				codes[symbol] = reversed(code, n)
				code++
			}
		}
	}
	return codes
}

func reversed(code uint16, n uint8) uint16 {
	out := uint16(0)
	for range n {
		out = out<<1 | code&1
		code >>= 1
	}
	return out
}
