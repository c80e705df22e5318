package portable

import "testing"

func TestText(t *testing.T) {
	for data, want := range map[string]string{
		"größe\n": "größe\n", "\xef\xbb\xbfgröße\r\n": "größe\r\n", "": "", "\xff": "\xff", "\xff\xfe": "",
		"\xff\xfea\x00\r\x00\n\x00\x3d\xd8\x00\xde": "a\r\n😀", "\xfe\xff\x00a\x20\xac": "a€", "\xff\xfea\x00b": "a",
	} {
		if got := string(Text([]byte(data))); got != want {
			t.Errorf("%q: %q, want %q", data, got, want)
		}
	}
}

func TestLineEnds(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "a": false, "a\n": false, "a\r": false, "a\r\n": true, "a\r\nb": true, "a\r\nb\n": false, "\n\r\n": false,
	} {
		if got := EndsLinesAsWindows([]byte(text)); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
		if back := string(ToCRLF(ToLF([]byte(text)))); want && back != text {
			t.Errorf("%q came back as %q", text, back)
		}
	}
}
