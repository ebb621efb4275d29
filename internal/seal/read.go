package seal

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"github.com/proviso-ledger/proviso"
)

// maxDepth is how deeply objects may nest in a leaf.
const maxDepth = 100

// cursor reads the JSON that writer writes and fails at anything else; what it
// lets through that is not canonical is found when it is written again. After
// the first fault it reads nothing.
type cursor struct {
	b     []byte
	at    int
	depth int
	err   *proviso.Error
}

func (c *cursor) fail(message, fix string) {
	if c.err == nil {
		c.err = refuse("a leaf cannot be read (byte "+strconv.Itoa(c.at)+"): "+message, fix)
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
	n, err := strconv.ParseInt(string(c.b[c.at:end]), 10, 64)
	if err != nil {
		c.fail("not a whole number", "")
		return 0
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

func (c *cursor) text() string {
	quoted := c.quoted()
	if c.err != nil {
		return ""
	}
	if inner := quoted[1 : len(quoted)-1]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner)
	}
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		c.fail("not text", "")
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
