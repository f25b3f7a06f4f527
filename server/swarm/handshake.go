package swarm

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
)

// keyGUID is the text that RFC 6455 mixes into the accepted key.
const keyGUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// headMost bounds the head of the server's answer, bytes.
const headMost = 16 << 10

// shake makes a WebSocket of a connection: the client's half of the handshake for that host and path.
func shake(conn net.Conn, host, path string, chance *rand.Rand) (*line, error) {
	var nonce [16]byte
	binary.NativeEndian.PutUint64(nonce[:], chance.Uint64())
	binary.NativeEndian.PutUint64(nonce[8:], chance.Uint64())
	key := base64.StdEncoding.EncodeToString(nonce[:])
	request := "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: " + key + "\r\nSec-WebSocket-Version: 13\r\n\r\n"
	if _, err := io.WriteString(conn, request); err != nil {
		return nil, err
	}
	heads := bufio.NewReaderSize(io.LimitReader(conn, headMost), 1<<10)
	answer, err := http.ReadResponse(heads, nil)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if err := accepted(answer, key); err != nil {
		return nil, err
	}
	rest, err := heads.Peek(heads.Buffered())
	if err != nil {
		return nil, err
	}
	return newLine(conn, rest, chance), nil
}

// accepted says whether the answer opens a WebSocket for the key.
func accepted(answer *http.Response, key string) error {
	sum := sha1.Sum([]byte(key + keyGUID))
	h := answer.Header
	switch {
	case answer.StatusCode != http.StatusSwitchingProtocols:
		return errors.New(answer.Status)
	case !strings.EqualFold(h.Get("Upgrade"), "websocket") || !strings.EqualFold(h.Get("Connection"), "upgrade"):
		return fmt.Errorf("the server upgrades to %q", h.Get("Upgrade"))
	case h.Get("Sec-WebSocket-Accept") != base64.StdEncoding.EncodeToString(sum[:]):
		return errors.New("the server accepted another key")
	case h.Get("Sec-WebSocket-Extensions") != "" || h.Get("Sec-WebSocket-Protocol") != "":
		return errors.New("the server chose what was not offered")
	}
	return nil
}
