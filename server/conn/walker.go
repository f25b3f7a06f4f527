package conn

import "encoding/binary"

// maskSize is the length of the mask key, which the walker treats as the first bytes of the payload.
const maskSize = 4

// walker follows the frame headers in a stream of bytes, however it is cut, and names the first rule
// that is broken. It keeps no payload and allocates nothing.
//
// gws must not see a frame the walker has not passed: a 64-bit length with its top bit set makes gws
// panic, an announced length makes it allocate, and it counts neither frames nor fragments.
type walker struct {
	// settings
	limit     uint64 // bytes of one message
	fragments int    // pieces of one message; 0 is no limit
	text      bool   // text frames are allowed
	pace      pace   // frames a second

	// the frame at hand
	head [10]byte // first two bytes and the extended length
	have int      // bytes of head that came
	want int      // bytes of head there are; known once have reaches 2
	left uint64   // bytes of mask key and payload still to come; 0 is between headers

	// the message at hand
	open   bool   // a fragmented message is unfinished
	size   uint64 // bytes announced so far
	pieces int

	// what came
	frames   int64 // whole frames
	messages int64 // whole messages
	closed   bool  // a whole close frame: whatever follows is noise
}

// walk follows p at now (ns on the connection's clock). It returns how many bytes of p gws may see:
// all of them, or those before the frame with the fault, or those up to the end of a close frame.
func (w *walker) walk(p []byte, now int64) (safe int, fault Fault) {
	for safe < len(p) && !w.closed {
		if w.left > 0 {
			n := min(uint64(len(p)-safe), w.left)
			safe += int(n)
			if w.left -= n; w.left == 0 {
				w.endFrame()
			}
			continue
		}
		n, fault := w.walkHead(p[safe:], now)
		if fault != FaultNone {
			return safe, fault
		}
		safe += n
	}
	return safe, FaultNone
}

// partial reports whether a frame or a fragmented message has begun and not ended.
func (w *walker) partial() bool { return w.open || w.left > 0 || w.have > 0 }

// walkHead takes what p holds of the header and judges it as soon as it can be judged.
func (w *walker) walkHead(p []byte, now int64) (n int, fault Fault) {
	if w.have < 2 {
		n = copy(w.head[w.have:2], p)
		if w.have += n; w.have < 2 {
			return n, FaultNone
		}
		if fault := w.judge(now); fault != FaultNone {
			return n, fault
		}
		w.want = 2 + extendedSize(w.head[1])
	}
	m := copy(w.head[w.have:w.want], p[n:])
	w.have += m
	if w.have == w.want {
		fault = w.beginPayload()
	}
	return n + m, fault
}

func extendedSize(second byte) int {
	switch second & lengthBits {
	case length16:
		return 2
	case length64:
		return 8
	}
	return 0
}

func (w *walker) opcode() byte  { return w.head[0] & 0x0f }
func (w *walker) final() bool   { return w.head[0]&finBit != 0 }
func (w *walker) control() bool { return w.opcode() >= opClose }

// judge checks all that the first two bytes tell.
func (w *walker) judge(now int64) Fault {
	op := w.opcode()
	switch {
	case w.head[0]&0x70 != 0:
		return FaultReservedBits
	case op > opBinary && op < opClose, op > opPong:
		return FaultOpcode
	case w.head[1]&maskBit == 0:
		return FaultUnmasked
	}
	fault := FaultNone
	if w.control() {
		fault = w.judgeControl()
	} else {
		fault = w.judgeData(op)
	}
	if fault == FaultNone && !w.pace.spend(now) {
		return FaultRate
	}
	return fault
}

func (w *walker) judgeControl() Fault {
	switch {
	case !w.final():
		return FaultControlFragment
	case w.head[1]&lengthBits > maxControl:
		return FaultControlSize
	}
	return FaultNone
}

func (w *walker) judgeData(op byte) Fault {
	switch {
	case (op == opContinue) != w.open:
		return FaultFragmentOrder
	case op == opText && !w.text:
		return FaultText
	case w.fragments > 0 && w.pieces >= w.fragments:
		return FaultFragments
	}
	return FaultNone
}

// beginPayload judges the length, now that it is known, before anybody makes room for it.
func (w *walker) beginPayload() Fault {
	length := uint64(w.head[1] & lengthBits)
	switch length {
	case length16:
		if length = uint64(binary.BigEndian.Uint16(w.head[2:])); length < length16 {
			return FaultLengthForm
		}
	case length64:
		length = binary.BigEndian.Uint64(w.head[2:])
		if length>>63 != 0 {
			return FaultLength
		}
		if length <= 0xffff {
			return FaultLengthForm
		}
	}
	if !w.control() {
		if length > w.limit-w.size {
			return FaultTooBig
		}
		w.size += length
	}
	w.have, w.left = 0, maskSize+length
	return FaultNone
}

func (w *walker) endFrame() {
	w.frames++
	switch {
	case w.opcode() == opClose:
		w.closed = true
	case w.control():
	case w.final():
		w.messages++
		w.open, w.size, w.pieces = false, 0, 0
	default:
		w.open = true
		w.pieces++
	}
}
