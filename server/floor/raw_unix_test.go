//go:build unix

package floor

import "testing"

func TestFrameSizeIsThatOfTheFrames(t *testing.T) {
	for _, payload := range []int{1, 125, 126, 65535} {
		lines, err := newRawLines(&job{Way: Floor, Bytes: payload})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(lines.(*rawLines).frame); got != frameSize(payload) {
			t.Errorf("payload %d: %d, the frame has %d", payload, frameSize(payload), got)
		}
	}
}
