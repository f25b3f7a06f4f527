package conn

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// keySize is the length of Sec-WebSocket-Key once decoded.
const keySize = 16

// checkHandshake judges the request as RFC 6455 section 4.2.1 wants it; gws checks a part of it only.
func checkHandshake(r *http.Request, origins []string) Refusal {
	switch {
	case r.Method != http.MethodGet:
		return RefusedMethod
	case r.ProtoMajor != 1 || r.ProtoMinor < 1:
		return RefusedHTTP
	case r.ContentLength != 0 || len(r.TransferEncoding) > 0:
		return RefusedBody
	case !hasToken(r.Header["Connection"], "upgrade") || !hasToken(r.Header["Upgrade"], "websocket"):
		return RefusedUpgrade
	case !isOnly(r.Header["Sec-Websocket-Version"], "13"):
		return RefusedVersion
	case !validKey(r.Header["Sec-Websocket-Key"]):
		return RefusedKey
	case !originAllowed(origins, r):
		return RefusedOrigin
	}
	return Welcome
}

// hasToken looks for a token in a header that is a list, in one line or in many.
func hasToken(values []string, token string) bool {
	for _, value := range values {
		for item := range strings.SplitSeq(value, ",") {
			if strings.EqualFold(strings.TrimSpace(item), token) {
				return true
			}
		}
	}
	return false
}

func isOnly(values []string, want string) bool { return len(values) == 1 && values[0] == want }

func validKey(values []string) bool {
	if len(values) != 1 {
		return false
	}
	key, err := base64.StdEncoding.Strict().DecodeString(values[0])
	return err == nil && len(key) == keySize && len(values[0]) == base64.StdEncoding.EncodedLen(keySize)
}

// canonical is the request gws gets to see: what was checked and nothing else. gws reads only the
// first line of a list, and would answer extensions and subprotocols that we do not speak.
func canonical(r *http.Request) *http.Request {
	return &http.Request{
		Method: http.MethodGet,
		Header: http.Header{
			"Connection":            {"Upgrade"},
			"Upgrade":               {"websocket"},
			"Sec-Websocket-Version": {"13"},
			"Sec-Websocket-Key":     r.Header["Sec-Websocket-Key"],
		},
	}
}
