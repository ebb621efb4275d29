package seal

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/proviso-ledger/proviso"
)

// maxDepth is how deeply objects may nest in a leaf.
const maxDepth = 100

// cursor reads the JSON that writer writes and fails at anything else. After the
// first fault what it gives means nothing.
type cursor struct {
	b     []byte
	at    int
	depth int
	err   *proviso.Error
	d     *Decoder // nil: nothing is remembered
	last  seen     // what was read last, when it is not remembered
}

func (c *cursor) fail(message, fix string) {
	if c.err == nil {
		c.err = refuse("a leaf cannot be read (byte "+strconv.Itoa(c.at)+"): "+message, fix)
	}
}

func (c *cursor) notCanonical() {
	if c.err == nil {
		c.err = refuse("a leaf is not in canonical form", "it was not written by Proviso, or was changed since")
	}
}

// done says what went wrong, also if something follows the end.
func (c *cursor) done() error {
	if c.err == nil && c.at < len(c.b) {
		c.fail("something follows its end", "")
	}
	if c.err != nil {
		return c.err
	}
	return nil
}

// take reads the bytes if they are next.
func (c *cursor) take(s string) bool {
	if c.err != nil || len(c.b)-c.at < len(s) || string(c.b[c.at:c.at+len(s)]) != s {
		return false
	}
	c.at += len(s)
	return true
}

// takeKey is take for a quoted key; most keys differ in their first letter.
func (c *cursor) takeKey(key string) bool {
	return len(c.b)-c.at > 1 && c.b[c.at+1] == key[1] && c.take(key)
}

func (c *cursor) want(s string) {
	if !c.take(s) {
		c.fail("it does not go on with "+s, "")
	}
}

func (c *cursor) number() int64 {
	end := c.at
	for end < len(c.b) && (c.b[end] == '-' || c.b[end] >= '0' && c.b[end] <= '9') {
		end++
	}
	text := c.b[c.at:end]
	n, err := strconv.ParseInt(string(text), 10, 64)
	var again [20]byte
	switch {
	case err != nil:
		c.fail("not a whole number", "")
	case n > maxNumber || n < -maxNumber:
		c.fail("a number is too large", "")
	case !bytes.Equal(strconv.AppendInt(again[:0], n, 10), text):
		c.notCanonical()
	}
	c.at = end
	return n
}

// key reads a field name and its colon. Ours need no escapes.
func (c *cursor) key() []byte {
	c.want(`"`)
	end := bytes.IndexByte(c.b[c.at:], '"')
	if c.err != nil || end < 0 {
		c.fail("a field has no name", "")
		return nil
	}
	key := c.b[c.at : c.at+end]
	c.at += end + 1
	c.want(":")
	return key
}

// text reads text. What writer would have written otherwise is not canonical.
func (c *cursor) text() string { return c.seen().text }

// seen reads text, and gives it with the value that is remembered of it. It
// holds until more is read.
func (c *cursor) seen() *seen {
	if c.err == nil && c.at < len(c.b) && c.b[c.at] == '"' {
		inner := c.b[c.at+1:]
		for i, ch := range inner {
			if ch == '"' {
				c.at += i + 2
				if c.d != nil && i <= longestKnown {
					return c.d.remember(inner[:i])
				}
				c.last = seen{text: string(inner[:i])}
				return &c.last
			}
			if ch < ' ' || ch == '\\' || ch >= utf8.RuneSelf {
				break
			}
		}
	}
	c.last = seen{text: c.escaped()}
	return &c.last
}

// escaped reads text that may hold any characters.
func (c *cursor) escaped() string {
	quoted := c.quoted()
	if c.err != nil {
		return ""
	}
	s := string(quoted[1 : len(quoted)-1])
	if strings.Contains(s, `\`) || !utf8.ValidString(s) {
		if err := json.Unmarshal(quoted, &s); err != nil {
			c.fail("not text", "")
			return ""
		}
	}
	var w writer
	if w.string(s); !bytes.Equal(w.b, quoted) {
		c.notCanonical()
	}
	return s
}

// quoted gives the text that is next with its quotes.
func (c *cursor) quoted() []byte {
	start := c.at
	c.want(`"`)
	for c.err == nil && c.at < len(c.b) {
		switch c.b[c.at] {
		case '"':
			c.at++
			return c.b[start:c.at]
		case '\\':
			c.at++
		}
		c.at++
	}
	c.fail("text has no end", "")
	return nil
}

// kindAhead gives the kind of the object that is next, without reading it.
func (c *cursor) kindAhead() string {
	ahead := *c
	ahead.want("{")
	for ahead.err == nil {
		if string(ahead.key()) == kindKey {
			return ahead.text()
		}
		ahead.skip()
		ahead.want(",")
	}
	return ""
}

// skip passes over one value.
func (c *cursor) skip() {
	for open := 0; c.err == nil && c.at < len(c.b); {
		switch c.b[c.at] {
		case '"':
			c.quoted()
			continue
		case '{', '[':
			open++
		case '}', ']':
			if open--; open < 0 {
				return
			}
		case ',':
			if open == 0 {
				return
			}
		}
		c.at++
	}
}
