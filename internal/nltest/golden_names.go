package nltest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// name returns the attribute's kernel name, or its number.
func (n *nest) name(t uint16) string {
	if n.index {
		switch {
		case n.kids[afInet] == nil:
			return strconv.Itoa(int(t))
		case t == afInet:
			return "AF_INET"
		case t == afInet6:
			return "AF_INET6"
		case t == afMCTP:
			return "AF_MCTP"
		}
		return fmt.Sprintf("family %d", t)
	}
	if s := madeUp[n.prefix][t]; s != "" {
		return s
	}
	return name(n.prefix, t)
}

// madeUp are names that are not in the table.
var madeUp = map[string]map[uint16]string{
	"IFLA_BR_":      {27: "IFLA_BR_MCAST_HASH_MAX"},
	"IFLA_BOND_":    {30: "IFLA_BOND_MISSED_MAX"},
	"IFLA_BATADV_":  {1: "IFLA_BATADV_ALGO_NAME"},
	"IFLA_CAN_":     {15: "IFLA_CAN_BITRATE_MAX"},
	"IFLA_CAN_TDC_": {2: "IFLA_CAN_TDC_TDCV_MAX", 4: "IFLA_CAN_TDC_TDCO_MAX", 6: "IFLA_CAN_TDC_TDCF_MAX"},
	"VETH_INFO_":    {vethInfoPeer: "VETH_INFO_PEER"},
	"VXCAN_INFO_":   {vethInfoPeer: "VXCAN_INFO_PEER"},
}

// name returns the kernel's name of value v in the enum whose names begin
// with prefix, or a number if there is none.
func name(prefix string, v uint16) string {
	if s := enums()[prefix][int(v)]; s != "" {
		return s
	}
	return fmt.Sprintf("%s%d", prefix, v)
}

// enums is the table of kernel constants: names by prefix and value. An enum's
// prefix is that of its first name.
var enums = sync.OnceValue(func() map[string]map[int]string {
	all := make(map[string]map[int]string)
	root, err := ModuleRoot()
	if err != nil {
		return all
	}
	tsv, err := os.ReadFile(filepath.Join(root, "internal", "uapi", "uapi.tsv"))
	if err != nil {
		return all
	}
	var header, enum string
	var names map[int]string
	last := 0
	for line := range strings.Lines(string(tsv)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 || f[1] == "define" {
			continue
		}
		v, err := strconv.Atoi(f[3])
		if err != nil {
			continue
		}
		unspec := strings.HasSuffix(f[2], "_UNSPEC")
		if unspec || f[0] != header || f[1] != enum || v < last {
			header, enum, names = f[0], f[1], make(map[int]string)
			prefix := strings.TrimSuffix(f[2], "UNSPEC")
			if !unspec {
				prefix = f[2][:strings.LastIndex(f[2], "_")+1]
			}
			if all[prefix] == nil {
				all[prefix] = names
			}
		}
		last = v
		if names[v] == "" || names[v] == "RTM_BASE" {
			names[v] = f[2]
		}
	}
	return all
})
