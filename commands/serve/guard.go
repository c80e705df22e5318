package serve

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// guard lets in who has the token, and nobody by way of another site.
type guard struct {
	address string   // HOST:PORT
	hosts   []string // that a request may name
	token   string
	cookie  string // its name: browsers send cookies to every port
}

func newGuard(address net.Addr) guard {
	host, port, _ := net.SplitHostPort(address.String())
	g := guard{address: net.JoinHostPort(host, port), token: rand.Text(), cookie: "recallbox-" + port}
	for _, name := range []string{"127.0.0.1", "localhost", "::1", host} {
		g.hosts = append(g.hosts, net.JoinHostPort(name, port))
		if port == "80" { // which browsers leave out
			g.hosts = append(g.hosts, strings.TrimSuffix(net.JoinHostPort(name, port), ":80"))
		}
	}
	return g
}

func (g guard) url() string { return "http://" + g.address + "/?token=" + g.token }

// pagePolicy is what the page may load: its own files. No text can become markup in it.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types 'none'"

// protect puts in front of all routes what every request must be.
func (g guard) protect(routes http.Handler) http.Handler {
	own := http.NewCrossOriginProtection()
	own.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fail(w, http.StatusForbidden, "a page of another site asks")
	}))
	inside := own.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.admit(w, r) {
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
			routes.ServeHTTP(w, r)
		}
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range map[string]string{
			"Content-Security-Policy":      pagePolicy,
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Referrer-Policy":              "no-referrer",
			"X-Content-Type-Options":       "nosniff",
			"X-DNS-Prefetch-Control":       "off",
			"Cache-Control":                "no-store",
		} {
			w.Header().Set(name, value)
		}
		switch {
		case !slices.Contains(g.hosts, strings.ToLower(r.Host)): // DNS rebinding
			fail(w, http.StatusForbidden, fmt.Sprintf("this is %s, not %s", g.address, r.Host))
		case isFromElsewhere(r):
			fail(w, http.StatusForbidden, "a page of another site asks")
		default:
			inside.ServeHTTP(w, r)
		}
	})
}

// isFromElsewhere is true for what a page of another site, or of another port, asks for. A link to the page may stand
// anywhere.
func isFromElsewhere(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	return r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document" ||
		r.URL.Path != "/"
}

// admit lets a request in that has the token: in its address, from which a browser is led away at once, or in the
// cookie that it got then.
func (g guard) admit(w http.ResponseWriter, r *http.Request) bool {
	query := r.URL.Query()
	if query.Has("token") {
		if !g.is(query.Get("token")) {
			fail(w, http.StatusUnauthorized, "the token is not that of this server: open the address that it printed")
			return false
		}
		http.SetCookie(w, &http.Cookie{
			Name: g.cookie, Value: g.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		})
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			return true
		}
		query.Del("token")
		to := url.URL{Path: "/" + strings.TrimLeft(r.URL.Path, "/"), RawQuery: query.Encode()}
		http.Redirect(w, r, to.String(), http.StatusSeeOther)
		return false
	}
	if cookie, err := r.Cookie(g.cookie); err == nil && g.is(cookie.Value) {
		return true
	}
	fail(w, http.StatusUnauthorized, "no token: open the address that recallbox serve printed")
	return false
}

func (g guard) is(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(g.token)) == 1
}
