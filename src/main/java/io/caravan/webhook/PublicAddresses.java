package io.caravan.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names to addresses of the internet, and to no others. What is connected to is what was looked at: a name that
 * leads elsewhere the next time it is asked for gains nothing.
 *
 * @param all private networks will do, for the embedded cloud
 */
record PublicAddresses(boolean all) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        for (InetAddress address : addresses) {
            if (!all && !outside(address)) {
                throw new UnknownHostException(host + " leads into a private network, where webhooks may not go");
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** By IANA's registries of special-purpose addresses. */
    static boolean outside(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet4Address) {
            return !(first == 0
                    || (first == 100 && second >= 64 && second < 128) // carriers' own
                    || (first == 192 && second == 0 && bytes[2] == 0)
                    || (first == 198 && (second == 18 || second == 19)) // benchmarks
                    || first >= 240);
        }
        // Global unicast alone, without what holds an IPv4 address (6to4, Teredo; NAT64 is not in it)
        boolean global = (first & 0xe0) == 0x20;
        boolean teredo = first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        boolean sixToFour = first == 0x20 && second == 0x02;
        return global && !teredo && !sixToFour;
    }
}
