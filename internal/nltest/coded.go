package nltest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"net/netip"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/nlattr"
)

// A Coded is an object as another program or a kernel sent it, to decode and to
// encode again and again.
type Coded struct {
	Name string         // the golden's; what is read of one golden is measured as one
	Body []byte         // the fixed header and the attributes
	Head int            // size of the fixed header, bytes
	V    nlattr.Attrser // what to read into, empty

	// Append encodes a request that is never read; there is nothing but a name
	// beside it.
	Append func(buf []byte) ([]byte, error)
}

// reply reports whether a kernel sent it, so that it may hold what is never sent
// to one.
func (o *Coded) reply() bool {
	return strings.HasPrefix(o.Name[strings.LastIndex(o.Name, "/")+1:], "reply-") || strings.HasSuffix(o.Name, "-event")
}

func (o *Coded) encode(c *nlattr.Codec, buf []byte) ([]byte, error) {
	switch {
	case o.Append != nil:
		return o.Append(buf)
	case o.reply():
		return c.EncodeReport(buf, o.V)
	}
	return c.Encode(buf, o.V)
}

// AllCoded returns what objects say of each message of each golden: the size of
// its fixed header, and what to read it into, or nil for none. Questions
// (RTM_GET*) are left out, unless a kernel sent them.
func AllCoded(t testing.TB, objects func(typ uint16, body []byte) (head int, v nlattr.Attrser)) []Coded {
	t.Helper()
	LittleEndianOnly(t)
	var all []Coded
	for _, g := range Goldens(t, "*") {
		for _, m := range g.Messages() {
			o := Coded{Name: g.Name, Body: m[16:]}
			typ := binary.LittleEndian.Uint16(m[4:])
			if typ < 16 || typ%4 == 2 && !o.reply() {
				continue // it is not of rtnetlink, or asks
			}
			if o.Head, o.V = objects(typ, o.Body); o.V != nil {
				all = append(all, o)
			}
		}
	}
	return all
}

// Attrs yields the types, without their flags, and the payloads of little-endian
// attributes.
func Attrs(b []byte) iter.Seq2[nlattr.Type, []byte] {
	return func(yield func(nlattr.Type, []byte) bool) {
		for len(b) >= 4 {
			n := int(binary.LittleEndian.Uint16(b))
			if n < 4 || n > len(b) || !yield(binary.LittleEndian.Uint16(b[2:])&0x3fff, b[4:n:n]) {
				return
			}
			b = b[min(align4(n), len(b)):]
		}
	}
}

// Attribute returns a little-endian attribute of the parts, padded.
func Attribute(t nlattr.Type, parts ...[]byte) []byte {
	b := binary.LittleEndian.AppendUint16(make([]byte, 2, 64), t)
	b = append(b, bytes.Join(parts, nil)...)
	binary.LittleEndian.PutUint16(b, uint16(len(b)))
	return append(b, make([]byte, align4(len(b))-len(b))...)
}

// Payload returns what the attribute at the end of a path holds, nil if there is
// none.
func Payload(b []byte, path ...nlattr.Type) []byte {
	if len(path) == 0 {
		return b
	}
	for t, p := range Attrs(b) {
		if t == path[0] {
			return Payload(p, path[1:]...)
		}
	}
	return nil
}

// RunDecode has a benchmark for each name: one round decodes all that is so
// called. What is malformed is measured too; [CheckAllocs] tells.
func RunDecode(b *testing.B, all []Coded) {
	all = slices.DeleteFunc(slices.Clone(all), func(o Coded) bool { return o.Append != nil })
	runEach(b, all, func(b *testing.B, same []Coded, c *nlattr.Codec) {
		var vs []reflect.Value
		size := 0
		for _, o := range same {
			size += len(o.Body)
			vs = append(vs, reflect.ValueOf(o.V).Elem())
		}
		b.SetBytes(int64(size))
		for b.Loop() {
			for i := range same {
				vs[i].SetZero()
				c.Decode(same[i].Body, same[i].Head, same[i].V)
			}
		}
	})
}

// RunEncode is RunDecode the other way: requests as requests, and what a kernel
// reported as a report.
func RunEncode(b *testing.B, all []Coded) {
	buf := make([]byte, 0, 64<<10)
	runEach(b, all, func(b *testing.B, same []Coded, c *nlattr.Codec) {
		size := 0
		for _, o := range same {
			if o.Append == nil {
				c.Decode(o.Body, o.Head, o.V)
			}
			out, err := o.encode(c, buf)
			if err != nil {
				b.Fatal(err)
			}
			size += len(out)
		}
		b.SetBytes(int64(size))
		for b.Loop() {
			for i := range same {
				if _, err := same[i].encode(c, buf); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

func runEach(b *testing.B, all []Coded, run func(*testing.B, []Coded, *nlattr.Codec)) {
	if len(all) == 0 {
		b.Fatal("there is nothing to measure")
	}
	for len(all) > 0 {
		n := 0
		for n < len(all) && all[n].Name == all[0].Name {
			n++
		}
		same := all[:n]
		all = all[n:]
		b.Run(same[0].Name, func(b *testing.B) {
			b.ReportAllocs()
			run(b, same, new(nlattr.Codec))
		})
	}
}

// allocRuns is so many that what others allocate meanwhile, such as the runtime, is
// not taken for one allocation a run.
const allocRuns = 100

// CheckAllocs holds what the codec promises of allocations for all objects:
// nothing is allocated to encode one into a buffer with room, whether as a request
// or as a report, and as many times as [Allocations] counts to decode one. What
// does not hold, and what is malformed, is in but, by "encode NAME" or "decode
// NAME", with the reason; an exception that is none fails t.
func CheckAllocs(t testing.TB, all []Coded, but map[string]string) {
	t.Helper()
	if len(all) == 0 {
		t.Error("there is nothing to measure")
	}
	wrong := map[string]bool{}
	for i := range all {
		if all[i].Append != nil && raced() {
			wrong["encode "+all[i].Name] = true // it takes what a pool has, of which the race detector makes pools forget some
			continue
		}
		for _, w := range []struct{ key, problem string }{
			{"decode " + all[i].Name, all[i].decodeProblem()},
			{"encode " + all[i].Name, all[i].encodeProblem()},
		} {
			if w.problem == "" {
				continue
			}
			wrong[w.key] = true
			if but[w.key] == "" {
				t.Errorf("%s: %s", w.key, w.problem)
			}
		}
	}
	for key := range but {
		if !wrong[key] {
			t.Errorf("%s is an exception that is none", key)
		}
	}
}

// decodeProblem decodes o, and says what is wrong with that.
func (o *Coded) decodeProblem() string {
	if o.Append != nil {
		return ""
	}
	var c nlattr.Codec
	var err error
	v := reflect.ValueOf(o.V).Elem()
	got := testing.AllocsPerRun(allocRuns, func() {
		v.SetZero()
		err = c.Decode(o.Body, o.Head, o.V)
	})
	if err != nil {
		return err.Error()
	}
	if most := Allocations(o.V); got > float64(most) {
		return fmt.Sprintf("%v allocations, want at most %d", got, most)
	}
	return ""
}

// encodeProblem encodes what decodeProblem has decoded, and says what is wrong with
// that. What a kernel reports may be refused as a request.
func (o *Coded) encodeProblem() string {
	var c nlattr.Codec
	buf := make([]byte, 0, 64<<10)
	measure := func(most float64, encode func() error) string {
		if err := encode(); err != nil {
			return err.Error()
		}
		if got := testing.AllocsPerRun(allocRuns, func() { encode() }); got > most {
			return fmt.Sprintf("%v allocations, want at most %v", got, most)
		}
		return ""
	}
	request := func() error { _, err := c.Encode(buf, o.V); return err }
	report := func() error { _, err := c.EncodeReport(buf, o.V); return err }
	if o.Append != nil {
		return measure(requestAllocs, func() error { _, err := o.Append(buf); return err })
	}
	if !o.reply() || request() == nil {
		if problem := measure(0, request); problem != "" {
			return "as a request: " + problem
		}
	}
	if problem := measure(0, report); problem != "" {
		return "as a report: " + problem
	}
	return ""
}

// requestAllocs is what an rtnl.Request has of its own: the context of its
// encoding.
const requestAllocs = 1

func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// Allocations counts what decoding v may allocate: one for each string that is
// not empty, for each slice with room for anything and for each object that v
// points to, in these too. A slice has its room at once: it does not grow.
func Allocations(v any) int { return allocations(reflect.ValueOf(v).Elem()) }

func allocations(v reflect.Value) (n int) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			n = 1
		}
	case reflect.Slice:
		if v.Cap() > 0 {
			n = 1
		}
		for i := range v.Len() {
			n += allocations(v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			n += allocations(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			n = 1 + allocations(v.Elem())
		}
	case reflect.Interface:
		if v.IsNil() {
			break
		}
		if n = allocations(v.Elem()); v.Elem().Kind() != reflect.Pointer {
			n++
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[netip.Addr]() {
			break // what it points to says whether it is of IPv4 or of IPv6
		}
		for i := range v.NumField() {
			n += allocations(v.Field(i))
		}
	}
	return n
}
