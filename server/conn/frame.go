package conn

import (
	"encoding/binary"
	"strings"
	"unicode/utf8"

	"github.com/orbrawl/orbrawl/protocol"
)

// HeadRoom is how many bytes a caller leaves free in front of a payload, so that header and payload
// travel as one slice without a copy.
const HeadRoom = 10

// Opcodes of RFC 6455 section 5.2.
const (
	opContinue = 0x0
	opText     = 0x1
	opBinary   = 0x2
	opClose    = 0x8
	opPing     = 0x9
	opPong     = 0xA
)

const (
	finBit         = 0x80
	maskBit        = 0x80
	lengthBits     = 0x7f
	length16       = 126 // the length follows in 2 bytes
	length64       = 127 // the length follows in 8 bytes
	maxControl     = 125 // bytes of payload in a control frame
	maxReason      = maxControl - 2
	maxControlSize = 2 + maxControl // header and payload, unmasked
)

// Frame is a whole WebSocket frame, header and payload, ready for [Conn.WriteFrame]. It is only read,
// so one Frame may be written to many connections at once.
type Frame []byte

// Seal writes the header of a binary frame into the head room of buf and returns the frame, which
// shares memory with buf. buf is HeadRoom bytes of scratch followed by the payload; a shorter buf gives
// a nil Frame, which WriteFrame refuses.
func Seal(buf []byte) Frame { return seal(opBinary, buf) }

// SealText is [Seal] for a text frame, whose payload must be UTF-8.
func SealText(buf []byte) Frame { return seal(opText, buf) }

func seal(op byte, buf []byte) Frame {
	n := len(buf) - HeadRoom
	switch {
	case n < 0:
		return nil
	case n < length16:
		buf[8], buf[9] = finBit|op, byte(n)
		return buf[8:]
	case n <= 0xffff:
		buf[6], buf[7] = finBit|op, length16
		binary.BigEndian.PutUint16(buf[8:], uint16(n))
		return buf[6:]
	}
	buf[0], buf[1] = finBit|op, length64
	binary.BigEndian.PutUint64(buf[2:], uint64(n))
	return buf
}

// closeFrame builds a close frame; a sentence that does not fit is cut at a rune.
func closeFrame(code protocol.CloseCode, sentence string) []byte {
	sentence = strings.ToValidUTF8(sentence, "?")
	for len(sentence) > maxReason {
		_, size := utf8.DecodeLastRuneInString(sentence)
		sentence = sentence[:len(sentence)-size]
	}
	frame := make([]byte, 0, maxControlSize)
	frame = append(frame, finBit|opClose, byte(2+len(sentence)))
	frame = binary.BigEndian.AppendUint16(frame, uint16(code))
	return append(frame, sentence...)
}

// sendable reports whether RFC 6455 section 7.4 lets the code travel in a close frame.
func sendable(code protocol.CloseCode) bool {
	switch {
	case code >= 3000 && code < 5000:
		return true
	case code == 1004 || code == CodeNoStatus || code == CodeAbnormal:
		return false
	}
	return code >= 1000 && code < 1015
}
