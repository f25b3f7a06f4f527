package main

const (
	mostBlocks    = 16
	splitTries    = 9   // places tried at once in the search for a good cut
	shortestBlock = 128 // tokens
)

// split cuts tokens into blocks where that saves bits, and returns the places in the data where they end.
func split(tokens []token) []int {
	cuts := []int{0, len(tokens)}
	whole := map[int]bool{} // blocks that no cut makes smaller, by where they begin
	for len(cuts) <= mostBlocks {
		i := largest(cuts, whole)
		if i < 0 {
			break
		}
		from, to := cuts[i], cuts[i+1]
		at, saved := bestCut(tokens, from, to)
		if saved <= 0 {
			whole[from] = true
			continue
		}
		cuts = append(cuts[:i+1], append([]int{at}, cuts[i+1:]...)...)
	}
	return places(tokens, cuts[1:])
}

func largest(cuts []int, whole map[int]bool) int {
	best, size := -1, 2*shortestBlock
	for i := range len(cuts) - 1 {
		if n := cuts[i+1] - cuts[i]; n >= size && !whole[cuts[i]] {
			best, size = i, n
		}
	}
	return best
}

// bestCut looks at some places, then at some around the best of them, and so on. It returns the bits saved too.
func bestCut(tokens []token, from, to int) (at, saved int) {
	cost := func(at int) int {
		left, right := count(tokens[from:at]), count(tokens[at:to])
		return left.size() + right.size()
	}
	all := count(tokens[from:to])
	uncut := all.size()
	low, high := from+shortestBlock, to-shortestBlock
	best, least := 0, uncut
	for high-low > splitTries {
		step := (high - low) / (splitTries + 1)
		round, roundLeast := 0, uncut+1<<30
		for i := 1; i <= splitTries; i++ {
			if size := cost(low + i*step); size < roundLeast {
				round, roundLeast = low+i*step, size
			}
		}
		if roundLeast < least {
			best, least = round, roundLeast
		}
		low, high = max(low, round-step), min(high, round+step)
	}
	return best, uncut - least
}

// places turns counts of tokens into places in the data.
func places(tokens []token, cuts []int) []int {
	out := make([]int, 0, len(cuts))
	at := 0
	for i, t := range tokens {
		at += t.span()
		if len(out) < len(cuts) && i+1 == cuts[len(out)] {
			out = append(out, at)
		}
	}
	if len(tokens) == 0 {
		return []int{0}
	}
	return out
}
