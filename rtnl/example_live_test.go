package rtnl_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/netns"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// The examples of this file need a kernel, so TestExamples runs them.

// A namespace, a bridge and a cable between them.
func Example_script() {
	ctx := context.Background()
	host, err := rtnl.Dial(nil)
	if err != nil {
		log.Fatal(err)
	}
	defer host.Close()
	ns, err := netns.Create("test-ns")
	if err != nil {
		log.Fatal(err)
	}
	defer ns.Close()
	guest, err := rtnl.Dial(&rtnl.Config{NetNS: ns})
	if err != nil {
		log.Fatal(err)
	}
	defer guest.Close()

	err = host.Do(ctx,
		rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}, Up: rtnl.On}),
		rtnl.AddLink(rtnl.Link{Name: "veth-host", Kind: &kind.Veth{}, Peer: &rtnl.Link{Name: "veth-ns", NetNS: ns},
			Master: "br0", Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{Dev: "veth-host", Prefix: netip.MustParsePrefix("10.0.0.1/24")}),
	)
	if err != nil {
		log.Fatal(err)
	}
	err = guest.Do(ctx,
		rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On}),
		rtnl.AddAddr(rtnl.Addr{Dev: "veth-ns", Prefix: netip.MustParsePrefix("10.0.0.2/24")}),
		rtnl.SetLink("veth-ns", rtnl.Link{Up: rtnl.On}),
	)
	if err != nil {
		log.Fatal(err)
	}
	for addr, err := range guest.Addrs(ctx, &rtnl.AddrFilter{Family: rtnl.IPv4}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(addr.Prefix)
	}
}

const scriptOutput = `127.0.0.1/8
10.0.0.2/24
`

func Example_lists() {
	ctx := context.Background()
	c, err := rtnl.Dial(nil)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()

	for route, err := range c.Routes(ctx, &rtnl.RouteFilter{Family: rtnl.IPv4, Table: rtnl.TableMain}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(route)
	}

	bridges, err := rtnl.Collect(c.Links(ctx, &rtnl.LinkFilter{Kind: "bridge"}))
	if err != nil {
		log.Fatal(err)
	}
	for _, l := range bridges {
		err = c.Do(ctx, rtnl.DeleteLink(l.Index))
		if err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(len(bridges), "bridges")
}

const listsOutput = `10.9.0.0/24 dev if77 proto kernel scope link src 10.9.0.1
1 bridges
`

func Example_errors() {
	ctx := context.Background()
	c, err := rtnl.Dial(nil)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()

	err = c.Do(ctx, rtnl.DeleteLink("eth9"))
	var e *rtnl.Error
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fmt.Println("there is none")
	case errors.As(err, &e):
		fmt.Println(e.Op, e.Errno, e.Msg, e.Attr, e.Limit)
	}

	err = c.Do(ctx, rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}).Allow(fs.ErrExist))
	fmt.Println(err)
}

const errorsOutput = `there is none
<nil>
`

func Example_batch() {
	ctx := context.Background()
	c, err := rtnl.Dial(nil)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()

	requests := func(yield func(rtnl.Request) bool) {
		for i := range byte(250) {
			dst := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, i, 0, 0}), 16)
			if !yield(rtnl.AddRoute(rtnl.Route{Dst: dst, Type: rtnl.RouteBlackhole})) {
				return
			}
		}
	}
	for i, err := range c.Batch(ctx, requests) {
		fmt.Println("request", i, err) // the refused ones; the others are done
	}
}

const batchOutput = `request 9 rtnl: route add 10.9.0.0/16: file exists
`

func Example_namespaces() {
	ctx := context.Background()
	ns, err := netns.New() // without a name; netns.Open("blue") opens one of ip netns
	if err != nil {
		log.Fatal(err)
	}
	defer ns.Close()

	c, err := rtnl.Dial(&rtnl.Config{NetNS: ns}) // ip -n blue
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	err = c.Do(ctx, rtnl.SetLink("lo", rtnl.Link{Up: rtnl.On}))
	if err != nil {
		log.Fatal(err)
	}

	var l net.Listener
	err = ns.Do(func() (err error) { // ip netns exec blue, without a process
		l, err = net.Listen("tcp", "127.0.0.1:80")
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	defer l.Close()
	fmt.Println(l.Addr())
}

const namespacesOutput = `127.0.0.1:80
`

func Example_change() {
	ctx := context.Background()
	c, err := rtnl.Dial(nil)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()

	br, err := c.CreateLink(ctx, rtnl.Link{Name: "br%d", Kind: &kind.Bridge{}}) // the first free number
	if err != nil {
		log.Fatal(err)
	}
	err = rtnl.ChangeLink(ctx, c, br.Index, func(l *rtnl.Link) {
		l.MTU = 1400
		l.Kind.(*kind.Bridge).AgeingTime = rtnl.Some(time.Minute)
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(br.Name)
}

const changeOutput = `br1
`

// printedBy returns what f prints.
func printedBy(t *testing.T, f func()) string {
	t.Helper()
	name := t.TempDir() + "/stdout"
	w, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	old := os.Stdout
	os.Stdout = w
	defer func() { os.Stdout = old }()
	f()
	w.Close()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestExamples(t *testing.T) {
	nltest.Live(t)
	for _, tt := range []struct {
		name  string
		f     func()
		setup []string
		want  string
	}{
		{"script", Example_script, nil, scriptOutput},
		{"lists", Example_lists, []string{"ip link add br0 index 77 up type bridge", "ip addr add 10.9.0.1/24 dev br0"}, listsOutput},
		{"errors", Example_errors, []string{addBr0}, errorsOutput},
		{"batch", Example_batch, []string{"ip route add blackhole 10.9.0.0/16"}, batchOutput},
		{"namespaces", Example_namespaces, nil, namespacesOutput},
		{"change", Example_change, []string{addBr0}, changeOutput},
		{"ensure", Example_ensure, []string{addBr0, "ip addr add 10.9.0.1/24 dev br0", "ip route add blackhole 10.8.0.0/16 table 1000"}, ensureOutput},
	} {
		t.Run(tt.name, func(t *testing.T) {
			here, err := netns.New()
			if err != nil {
				t.Fatal(err)
			}
			defer here.Close()
			if _, err := ipBatch(here, tt.setup); err != nil {
				t.Fatal(err)
			}
			var got string
			err = here.Do(func() error {
				got = printedBy(t, tt.f)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if tt.name == "script" {
				if err := netns.Remove("test-ns"); err != nil {
					t.Error(err)
				}
			}
			if got != tt.want {
				t.Errorf("printed\n%swant\n%s", got, tt.want)
			}
		})
	}
}

// readmeMistakes are those whose messages README.md shows.
func readmeMistakes() []rtnl.Request {
	return []rtnl.Request{
		rtnl.AddLink(rtnl.Link{Name: "vx0", Kind: &kind.VXLAN{ID: rtnl.U32(1 << 24)}}),
		rtnl.AddLink(rtnl.Link{Name: "a-name-too-long0", Kind: &kind.Bridge{}}),
		rtnl.AddLink(rtnl.Link{Name: "eth9.7", Parent: "eth9", Kind: &kind.VLAN{ID: rtnl.U16(7)}}),
		rtnl.AddAddr(rtnl.Addr{Dev: "eth9", Prefix: netip.MustParsePrefix("192.0.2.5/24")}),
		rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}}), // which is there
		rtnl.SetLink("br0", rtnl.Link{MTU: 1 << 31}),
	}
}

func TestMistakes(t *testing.T) {
	nltest.Live(t)
	ns, err := netns.New()
	if err != nil {
		t.Fatal(err)
	}
	defer ns.Close()
	c, err := rtnl.Dial(&rtnl.Config{NetNS: ns})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Do(t.Context(), rtnl.AddLink(rtnl.Link{Name: "br0", Kind: &kind.Bridge{}})); err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, r := range readmeMistakes() {
		err := c.Do(t.Context(), r)
		if err == nil {
			t.Errorf("%v: no error", r)
		}
		fmt.Fprintf(&got, "ip %v\n    %v\n", r, err)
	}
	want := readmeBlock(t, "```text\n", "the messages of TestMistakes")
	if got.String() != want {
		t.Errorf("the messages are\n%sREADME.md has\n%s", got.String(), want)
	}
}
