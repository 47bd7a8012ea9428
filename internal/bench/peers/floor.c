// The floor in C. It times itself and prints nanoseconds.
//
//	floor dump REQUEST          sends, and receives until the end of a listing
//	floor ask N REQUEST         sends, and receives one answer, N times
//	floor routes N WINDOW OFFSET FIRST REQUEST
//	                            sends N copies, WINDOW at a time, that have FIRST, FIRST+1, ...
//	                            at OFFSET, big-endian
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static char in[32 << 10], out[1 << 20];
static int fd;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static long receive(void)
{
	long n = recv(fd, in, sizeof in, MSG_TRUNC);
	if (n < 16 || n > (long)sizeof in)
		fail("recv");
	return n;
}

static void refused(const struct nlmsghdr *h)
{
	const int e = *(const int *)(h + 1);
	if (e) {
		fprintf(stderr, "errno %d\n", -e);
		exit(1);
	}
}

static void ask(const char *b, long len)
{
	const struct nlmsghdr *h = (void *)in;
	if (send(fd, b, len, 0) != len)
		fail("send");
	receive();
	if (h->nlmsg_type == NLMSG_ERROR)
		refused(h);
}

static void dump(const char *b, long len)
{
	if (send(fd, b, len, 0) != len)
		fail("send");
	for (;;) {
		const long n = receive();
		const struct nlmsghdr *first = (void *)in, *last = (void *)(in + n - 20);
		if (n >= 20 && last->nlmsg_len == 20 && last->nlmsg_type == NLMSG_DONE) {
			refused(last);
			return;
		}
		if (first->nlmsg_type <= NLMSG_DONE) {
			refused(first);
			return;
		}
	}
}

static void routes(long n, long window, long offset, unsigned first, const char *one, long len)
{
	for (long done = 0; done < n;) {
		const long now = n - done < window ? n - done : window;
		for (long i = 0; i < now; i++) {
			const unsigned dst = htonl(first + done + i);
			memcpy(out + i * len, one, len);
			memcpy(out + i * len + offset, &dst, 4);
		}
		((struct nlmsghdr *)(out + (now - 1) * len))->nlmsg_flags |= NLM_F_ACK;
		ask(out, now * len);
		done += now;
	}
}

int main(int argc, char **argv)
{
	static const int options[] = {NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK};
	struct sockaddr_nl self = {.nl_family = AF_NETLINK};
	struct timespec a, b;
	char req[4096];
	const char *hex = argv[argc - 1];
	const long len = strlen(hex) / 2;

	for (long i = 0; i < len && i < (long)sizeof req; i++)
		sscanf(hex + 2 * i, "%2hhx", (unsigned char *)req + i);
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (fd < 0 || bind(fd, (void *)&self, sizeof self))
		fail("socket");
	for (int i = 0, on = 1; i < 3; i++)
		if (setsockopt(fd, SOL_NETLINK, options[i], &on, sizeof on))
			fail("setsockopt");

	clock_gettime(CLOCK_MONOTONIC, &a);
	if (!strcmp(argv[1], "dump"))
		dump(req, len);
	else if (!strcmp(argv[1], "ask"))
		for (long i = atol(argv[2]); i > 0; i--)
			ask(req, len);
	else
		routes(atol(argv[2]), atol(argv[3]), atol(argv[4]), strtoul(argv[5], 0, 0), req, len);
	clock_gettime(CLOCK_MONOTONIC, &b);
	printf("%ld\n", (b.tv_sec - a.tv_sec) * 1000000000L + b.tv_nsec - a.tv_nsec);
	return 0;
}
