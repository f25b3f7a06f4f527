package conn

import (
	"fmt"

	"github.com/orbrawl/orbrawl/protocol"
)

// Fault is a rule of the connection that the peer broke: a bounded enum, fit as a metric label.
type Fault uint8

// The faults. FaultNone is not one.
const (
	FaultNone            Fault = iota
	FaultReservedBits          // RSV1, RSV2 or RSV3 without an extension
	FaultOpcode                // opcode 3 to 7 or 11 to 15
	FaultUnmasked              // a client must mask
	FaultControlSize           // a control frame over 125 bytes
	FaultControlFragment       // a control frame in pieces
	FaultFragmentOrder         // a continuation of nothing, or a new message inside another
	FaultLength                // a 64-bit length with its top bit set
	FaultLengthForm            // a length in more bytes than it needs
	FaultTooBig                // a message over the limit, in one frame or in all its pieces
	FaultText                  // a text frame where only binary is spoken
	FaultFragments             // a message in too many pieces
	FaultRate                  // too many frames a second
	FaultSlowMessage           // a message that takes too long to arrive
	FaultEncoding              // text that is not UTF-8
	FaultClosePayload          // a close frame with a bad code or reason
	faults
)

type faultText struct {
	name     string
	code     protocol.CloseCode
	sentence string
}

var faultTexts = [faults]faultText{
	FaultNone:            {"none", 0, ""},
	FaultReservedBits:    {"reserved_bits", protocol.CloseProtocol, "a reserved bit is set and no extension was agreed"},
	FaultOpcode:          {"opcode", protocol.CloseProtocol, "the opcode is reserved"},
	FaultUnmasked:        {"unmasked", protocol.CloseProtocol, "a client must mask its frames"},
	FaultControlSize:     {"control_size", protocol.CloseProtocol, "a control frame holds at most 125 bytes"},
	FaultControlFragment: {"control_fragment", protocol.CloseProtocol, "a control frame must not be fragmented"},
	FaultFragmentOrder:   {"fragment_order", protocol.CloseProtocol, "fragments are out of order"},
	FaultLength:          {"length", protocol.CloseProtocol, "the top bit of a 64-bit length must be 0"},
	FaultLengthForm:      {"length_form", protocol.CloseProtocol, "a length must use as few bytes as it can"},
	FaultTooBig:          {"too_big", protocol.CloseTooBig, "the message is over the limit"},
	FaultText:            {"text", protocol.CloseText, "only binary messages are spoken here"},
	FaultFragments:       {"fragments", protocol.ClosePolicy, "the message comes in too many fragments"},
	FaultRate:            {"rate", protocol.ClosePolicy, "too many frames a second"},
	FaultSlowMessage:     {"slow_message", protocol.ClosePolicy, "the message took too long to arrive"},
	FaultEncoding:        {"encoding", protocol.CloseBadData, "the text is not UTF-8"},
	FaultClosePayload:    {"close_payload", protocol.CloseProtocol, "the close frame has a bad code or reason"},
}

// Faults lists every fault, for metrics that want all labels from the start.
func Faults() []Fault {
	all := make([]Fault, 0, faults-1)
	for f := FaultNone + 1; f < faults; f++ {
		all = append(all, f)
	}
	return all
}

// String is the metric label, snake case.
func (f Fault) String() string { return f.text().name }

// Code is the close code that answers f.
func (f Fault) Code() protocol.CloseCode { return f.text().code }

// Sentence says what was wrong, as the reason of the close frame.
func (f Fault) Sentence() string { return f.text().sentence }

func (f Fault) text() faultText {
	if f < faults {
		return faultTexts[f]
	}
	return faultText{"other", protocol.CloseProtocol, "the frame is malformed"}
}

// Violation is the error of a connection that was closed because its peer broke a rule.
type Violation struct {
	Fault Fault
	Code  protocol.CloseCode // what the close frame said
}

// Error names the rule and the code.
func (v *Violation) Error() string {
	return fmt.Sprintf("conn: read: %s (%s, closed with %d)", v.Fault.Sentence(), v.Fault, v.Code)
}
