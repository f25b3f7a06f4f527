package conn

import (
	"net/netip"
	"sync"
)

// places counts connections, in all and from each address.
type places struct {
	perAddress int // 0 is no limit
	inAll      int // 0 is no limit

	mu    sync.Mutex
	taken map[netip.Addr]int
	total int
	shut  bool
	empty chan struct{} // closed once shut and empty
}

func newPlaces(perAddress, inAll int) *places {
	return &places{
		perAddress: perAddress,
		inAll:      inAll,
		taken:      make(map[netip.Addr]int),
		empty:      make(chan struct{}),
	}
}

// countedAs is the address that addr is counted under: an IPv6 customer owns a /64 at least, so its
// single addresses mean nothing.
func countedAs(addr netip.Addr) netip.Addr {
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		block, _ := addr.Prefix(64) // 64 is a valid length
		return block.Addr()
	}
	return addr
}

// take claims a place for addr; the zero Addr counts in the total only.
func (p *places) take(addr netip.Addr) Refusal {
	addr = countedAs(addr)
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.shut:
		return RefusedClosing
	case addr.IsValid() && p.perAddress > 0 && p.taken[addr] >= p.perAddress:
		return RefusedAddress
	case p.inAll > 0 && p.total >= p.inAll:
		return RefusedFull
	}
	p.total++
	if addr.IsValid() {
		p.taken[addr]++
	}
	return Welcome
}

// give returns a place that take gave.
func (p *places) give(addr netip.Addr) {
	addr = countedAs(addr)
	p.mu.Lock()
	defer p.mu.Unlock()
	if addr.IsValid() {
		if p.taken[addr]--; p.taken[addr] == 0 {
			delete(p.taken, addr)
		}
	}
	if p.total--; p.total == 0 && p.shut {
		close(p.empty)
	}
}

// close refuses everybody from now on. It reports whether it was the first call.
func (p *places) close() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shut {
		return false
	}
	if p.shut = true; p.total == 0 {
		close(p.empty)
	}
	return true
}

func (p *places) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total
}
