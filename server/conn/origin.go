package conn

import (
	"net/http"
	"net/url"
	"strings"
)

// originAllowed reports whether the page that opens the connection may: one of the server's own host,
// one from the list, or no page at all, which is a client that is no browser.
func originAllowed(listed []string, r *http.Request) bool {
	values := r.Header["Origin"]
	if len(values) == 0 {
		return true
	}
	if len(values) > 1 {
		return false
	}
	for _, origin := range listed {
		if origin == "*" || strings.EqualFold(origin, values[0]) {
			return true
		}
	}
	return ownHost(values[0], r.Host)
}

// ownHost compares hosts and ports. The scheme is the browser's business: a server behind a proxy
// cannot know it.
func ownHost(origin, host string) bool {
	u, err := url.Parse(origin)
	if err != nil || !webScheme(u.Scheme) || u.Host == "" {
		return false
	}
	return strings.EqualFold(withPort(u.Host, u.Scheme), withPort(host, u.Scheme))
}

func webScheme(scheme string) bool { return scheme == "http" || scheme == "https" }

// withPort adds the scheme's port to a host that names none.
func withPort(host, scheme string) string {
	if colon := strings.LastIndexByte(host, ':'); colon > strings.LastIndexByte(host, ']') {
		return host
	}
	if scheme == "https" {
		return host + ":443"
	}
	return host + ":80"
}
