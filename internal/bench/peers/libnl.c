// Fills libnl's cache of links or routes, and prints how many nanoseconds it took.
#include <netlink/netlink.h>
#include <netlink/route/link.h>
#include <netlink/route/route.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

int main(int argc, char **argv)
{
	struct nl_sock *s = nl_socket_alloc();
	struct nl_cache *cache;
	struct timespec a, b;
	int err = nl_connect(s, NETLINK_ROUTE);

	if (err < 0)
		return 1;
	clock_gettime(CLOCK_MONOTONIC, &a);
	if (argc > 1 && !strcmp(argv[1], "links"))
		err = rtnl_link_alloc_cache(s, AF_UNSPEC, &cache);
	else
		err = rtnl_route_alloc_cache(s, AF_INET, 0, &cache);
	clock_gettime(CLOCK_MONOTONIC, &b);
	if (err < 0 || nl_cache_nitems(cache) < 1)
		return 1;
	printf("%ld\n", (b.tv_sec - a.tv_sec) * 1000000000L + b.tv_nsec - a.tv_nsec);
	return 0;
}
