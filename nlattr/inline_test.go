package nlattr_test

import (
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
)

// TestInlined pins what makes an absent attribute cheap: the compiler puts the
// test for it where the line is.
func TestInlined(t *testing.T) {
	tool, err := exec.LookPath("go")
	if err != nil {
		nltest.Skip(t, "command go")
	}
	cmd := exec.Command(tool, "test", "-c", "-gcflags=-m", "-o", os.DevNull, ".")
	cmd.Env = append(os.Environ(), "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH, "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	inlined := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\./every_test\.go:\d+:\d+: inlining call to nlattr\.(\w+)`).FindAllStringSubmatch(string(out), -1) {
		inlined[m[1]] = true
	}
	// HeadNest, Struct, Prefix, the lists and Records are more than the compiler
	// inlines, and are rare.
	for name := range strings.FieldsSeq(`U8 U16 U32 U64 BE16 BE32 BE64 N8 N16 N32 N64 Uint Switch Switch32 Flag FlagU8
		Dur32 Dur64 Str OptStr Bytes U32s Addr LLAddr Nest Skip Rest At8`) {
		if !inlined[name] {
			t.Errorf("calls of nlattr.%s are not inlined", name)
		}
	}
}
