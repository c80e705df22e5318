package eml

import (
	"fmt"
	netmail "net/mail"
	"reflect"
	"strings"
	"testing"

	"recallbox/sandbox/mail"
)

func TestParseAddressList(t *testing.T) {
	for in, want := range map[string][]mail.Address{
		`bob@acme.example`:                           {{Addr: "bob@acme.example"}},
		`Bob <b@x>, c@y`:                             {{Name: "Bob", Addr: "b@x"}, {Addr: "c@y"}},
		`Bob Brown <bob@acme.example>`:               {{Name: "Bob Brown", Addr: "bob@acme.example"}},
		`"Brown, Bob" <b@x>`:                         {{Name: "Brown, Bob", Addr: "b@x"}},
		`"Bob \"B\" \\ Brown" <b@x>`:                 {{Name: `Bob "B" \ Brown`, Addr: "b@x"}},
		`Jörg Müller <j@x>`:                          {{Name: "Jörg Müller", Addr: "j@x"}},
		`=?utf-8?q?J=C3=B6rg?= =?utf-8?q?_M?= <j@x>`: {{Name: "Jörg M", Addr: "j@x"}},
		`=?iso-8859-1?Q?J=F6rg?= <j@x>`:              {{Name: "Jörg", Addr: "j@x"}},
		`=?iso-8859-1?Q?Jörg?= <j@x>`:                {{Name: "Jörg", Addr: "j@x"}},
		`日本 <j@x>, 🎉 <p@x>`:                          {{Name: "日本", Addr: "j@x"}, {Name: "🎉", Addr: "p@x"}},
		`Team: a@x, B <b@x>; , c@y`:                  {{Addr: "a@x"}, {Name: "B", Addr: "b@x"}, {Addr: "c@y"}},
		`a@x, , b@x,`:                                {{Addr: "a@x"}, {Addr: "b@x"}},
		`bob@x (Bob Brown)`:                          {{Name: "Bob Brown", Addr: "bob@x"}},
		`(work) Bob (the (other)) <b@x>`:             {{Name: "Bob", Addr: "b@x"}},
		`"john doe"@x.example`:                       {{Addr: `"john doe"@x.example`}},
		`<a@x>`:                                      {{Addr: "a@x"}},
		`pete(his account)@silly.example(his host)`:  {{Name: "his host", Addr: "pete@silly.example"}},
		`Pete(A nice \) chap) <pete(his account)@silly.example(his > host)>`: {
			{Name: "Pete", Addr: "pete@silly.example"},
		},
		`jdoe@acme   . example`:                   {{Addr: "jdoe@acme.example"}},
		`john . doe (x) @ (y) acme. (z) example`:  {{Name: "z", Addr: "john.doe@acme.example"}},
		`John <  john . doe  @ acme(x).example >`: {{Name: "John", Addr: "john.doe@acme.example"}},
		`<"a>b (c" @ acme . example>`:             {{Addr: `"a>b (c"@acme.example`}},
		`jörg@x, Γιώργος <γιώργος@παράδειγμα.gr>`: {
			{Addr: "jörg@x"}, {Name: "Γιώργος", Addr: "γιώργος@παράδειγμα.gr"},
		},
		`用户@例え.example`:                 {{Addr: "用户@例え.example"}},
		`a@[192.0.2.1]`:                 {{Addr: "a@[192.0.2.1]"}},
		`a@[IPv6:2001:db8::1]`:          {{Addr: "a@[IPv6:2001:db8::1]"}},
		`"A" "B" <a@x>`:                 {{Name: "A B", Addr: "a@x"}},
		`user+tag.x_y!#$%&'*/=?^{|}~@x`: {{Addr: "user+tag.x_y!#$%&'*/=?^{|}~@x"}},
		`a@x,b@x`:                       {{Addr: "a@x"}, {Addr: "b@x"}},
		`J. R. <j@x>`:                   {{Name: "J. R.", Addr: "j@x"}},
	} {
		if got, err := ParseAddressList(in); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, %v, want %q", in, got, err, want)
		}
	}
}

func TestParseAddressListRefuses(t *testing.T) {
	long := strings.Repeat("a", 400) + "@x"
	for in, want := range map[string]string{
		"":                       `address "": is empty`,
		"  ":                     `address "  ": is empty`,
		",":                      `address ",": is empty`,
		"Team:;":                 `address "Team:;": is empty`,
		"foo":                    `address "foo": has no @`,
		"a@x, foo":               `address "foo": has no @`,
		"bob@":                   `address "bob@": has no domain`,
		"@x":                     `address "@x": has nothing before the @`,
		"Bob <>":                 `address "": is empty`,
		"Bob <b@x":               `address "Bob <b@x": has a < that is not closed`,
		`"Bob <b@x>`:             `address "\"Bob <b@x>": has a quote that does not end`,
		"(Bob <b@x>":             `address "(Bob <b@x>": has a ( that is not closed`,
		"a@x\r\nBcc: b@x":        `address "a@x\r\nBcc: b@x": has a line break`,
		"a@x\n":                  `address "a@x\n": has a line break`,
		"a\x00@x":                `address "a\x00@x": has the control character U+0000`,
		"a@x\x1b[31m":            `address "a@x\x1b[31m": has the control character U+001B`,
		"a\t@x":                  `address "a\t@x": has the control character U+0009`,
		"=?utf-8?q?A=0AB?= <a@x": `address "=?utf-8?q?A=0AB?= <a@x": has a < that is not closed`,
		"a b@x":                  `address "a b@x": has no < > around the address behind the name`,
		"a@x b@x":                `address "a@x b@x": has no comma between two addresses`,
		"Bob Brown":              `address "Bob Brown": has no @`,
		"a@x; b@x":               `address "a@x; b@x": has a ; (a comma separates addresses)`,
		"Team: a@x":              `address "Team: a@x": has a group without a closing ;`,
		":a@x;":                  `address ":a@x;": has a : in the wrong place`,
		"<a@x> b":                `address "<a@x> b": has something behind the address`,
		"A <a@x> B <b@x>":        `address "A <a@x> B <b@x>": has no comma between two addresses`,
		"<a@x><b@x>":             `address "<a@x><b@x>": has no comma between two addresses`,
		"Dr. bob@x":              `address "Dr. bob@x": has no < > around the address behind the name`,
		"<a b@x>":                `address "a b@x": ' ' cannot stand in it`,
		"<a(b)c@x>":              `address "a c@x": ' ' cannot stand in it`,
		"a\u202eb@x":             `address "a\u202eb@x": '\u202e' cannot stand in it`,
		"a\ufffdb@x":             "address \"a\ufffdb@x\": '\ufffd' cannot stand in it",
		"a@x\u3002y":             `address "a@x。y": '。' cannot stand in it`,
		"a@b@c":                  `address "a@b@c": '@' cannot stand in it`,
		".a@x":                   `address ".a@x": has a dot too many`,
		"a..b@x":                 `address "a..b@x": has a dot too many`,
		"a@x.":                   `address "a@x.": has a dot too many`,
		"a@[1]":                  `address "a@[1]": '[' cannot stand in it`,
		"a@x/y":                  `address "a@x/y": '/' cannot stand in it`,
		"a@\xff":                 `address "a@\xff": is not UTF-8`,
		long:                     fmt.Sprintf("address %q…: is longer than 320 bytes", long[:320]),
	} {
		if got, err := ParseAddressList(in); err == nil || err.Error() != want {
			t.Errorf("%q: %q, %v, want %s", in, got, err, want)
		}
	}
}

// TestNamesHoldNoControls decodes a name that hides a line break.
func TestNamesHoldNoControls(t *testing.T) {
	got, err := ParseAddressList("=?utf-8?q?A=0D=0ABcc:_x?= <a@x>")
	if err != nil || got[0].Name != "A  Bcc: x" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestParseAddressListFunc(t *testing.T) {
	complete := func(word string) (string, error) {
		if word == "bob" {
			return "bob@acme.example", nil
		}
		return "", fmt.Errorf("no user %q", word)
	}
	got, err := ParseAddressListFunc(`bob, Carol <c@x>, Bob B <bob>, "bob"`, complete)
	want := []mail.Address{
		{Addr: "bob@acme.example"}, {Name: "Carol", Addr: "c@x"}, {Name: "Bob B", Addr: "bob@acme.example"},
	}
	if err == nil || err.Error() != `no user "\"bob\""` {
		t.Errorf("%q, %v", got, err)
	}
	got, err = ParseAddressListFunc(`bob, Carol <c@x>, Bob B <bob>`, complete)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err = ParseAddressListFunc("bbo", complete); err == nil || err.Error() != `no user "bbo"` {
		t.Errorf("%v", err)
	}
}

// FuzzAddressList: what is taken can be written, and is then read the same by this package and, name and address, by
// net/mail.
func FuzzAddressList(f *testing.F) {
	for _, s := range hardTexts {
		f.Add(s)
		f.Add(s + " <a@x>, " + s)
	}
	f.Add(`"A\"" <a@x>, T: "b c"@d (x), =?utf-8?b?w7Y=?= <e@[192.0.2.1]>;`)
	f.Fuzz(func(t *testing.T, s string) {
		list, err := ParseAddressList(s)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\r\n\x00\x1b") {
				t.Errorf("%q: error %q", s, err)
			}
			return
		}
		if strings.Contains(s, "[IPv6:") {
			return // net/mail does not know these
		}
		o := smallMessage()
		o.To = list
		raw, err := Build(o)
		if err != nil {
			t.Fatalf("%q gives %q: %v", s, list, err)
		}
		if err := strict(raw); err != nil {
			t.Fatalf("%q gives %q: %v\n%s", s, list, err, raw)
		}
		if got := ParseHeader(raw).To; !reflect.DeepEqual(got, list) {
			t.Fatalf("%q gives %q, read back %q", s, list, got)
		}
		m, _ := netmail.ReadMessage(strings.NewReader(string(raw)))
		others, _ := m.Header.AddressList("To")
		for i, a := range others {
			if a.Name != list[i].Name {
				t.Errorf("%q: net/mail reads %q, want %q", raw, a, list[i])
			}
		}
	})
}
