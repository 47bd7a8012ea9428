package kind_test

import (
	"encoding/binary"
	"errors"
	"syscall"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"golang.org/x/sys/unix"
)

// TestOpenVSwitch reads what generic netlink made.
func TestOpenVSwitch(t *testing.T) {
	_, err := rtnl.AddLink(rtnl.Link{Name: "ovs0", Kind: &kind.OpenVSwitch{}}).AppendMessage(nil, nil)
	if want := "rtnl: link add ovs0: rtnetlink does not make links of Open vSwitches; generic netlink does"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	nltest.Live(t)
	nltest.LittleEndianOnly(t)
	p := place.New(t)
	if err := p.NS.Do(func() error { return addDatapath("ovs0") }); errors.Is(err, syscall.ENOENT) {
		nltest.Skip(t, "generic netlink ovs_datapath")
	} else if err != nil {
		t.Fatal(err)
	}
	place.ReadKind[*kind.OpenVSwitch](p, "ovs0")
	info, _ := p.One("link", "show", "ovs0")["linkinfo"].(map[string]any)
	if info["info_kind"] != "openvswitch" {
		t.Errorf("ip says %v", info)
	}
	p.Must(rtnl.SetLink("ovs0", rtnl.Link{MTU: 1400, Up: rtnl.On}))
	if l := p.Link("ovs0"); l.MTU != 1400 {
		t.Errorf("changed: MTU %d", l.MTU)
	}
	if err := p.Do(t.Context(), rtnl.DeleteLink("ovs0")); !errors.Is(err, syscall.EOPNOTSUPP) {
		t.Errorf("deleting it: %v, want EOPNOTSUPP", err)
	}
}

// addDatapath makes an Open vSwitch, and with it the link of that name, in the
// namespace of the calling thread.
func addDatapath(name string) error {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_GENERIC)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	const getFamily, familyID, familyName = 3, 1, 2
	reply, err := ask(fd, unix.GENL_ID_CTRL, []byte{getFamily, 1, 0, 0}, nltest.Attribute(familyName, []byte("ovs_datapath\x00")))
	if err != nil {
		return err
	}
	id := binary.NativeEndian.Uint16(nltest.Payload(reply[20:], familyID))
	const newDatapath, dpName, dpUpcallPID = 1, 1, 2
	header := []byte{newDatapath, 2, 0, 0, 0, 0, 0, 0} // and the number 0 of no link
	_, err = ask(fd, id, header, append(nltest.Attribute(dpName, append([]byte(name), 0)), nltest.Attribute(dpUpcallPID, make([]byte, 4))...))
	return err
}

// ask sends one message of generic netlink and returns the first answer.
func ask(fd int, typ uint16, header, attrs []byte) ([]byte, error) {
	b := make([]byte, 16)
	binary.NativeEndian.PutUint32(b, uint32(16+len(header)+len(attrs)))
	binary.NativeEndian.PutUint16(b[4:], typ)
	binary.NativeEndian.PutUint16(b[6:], unix.NLM_F_REQUEST|unix.NLM_F_ACK)
	b = append(append(b, header...), attrs...)
	if err := unix.Sendto(fd, b, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return nil, err
	}
	answer := make([]byte, 8192)
	n, _, err := unix.Recvfrom(fd, answer, 0)
	if err != nil {
		return nil, err
	}
	answer = answer[:n]
	if binary.NativeEndian.Uint16(answer[4:]) == unix.NLMSG_ERROR {
		if errno := int32(binary.NativeEndian.Uint32(answer[16:])); errno != 0 {
			return nil, syscall.Errno(-errno)
		}
	}
	return answer, nil
}
