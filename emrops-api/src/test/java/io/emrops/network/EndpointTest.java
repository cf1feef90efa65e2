package io.emrops.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTest {
    @Test
    void an_address_of_ipv6_has_one_writing() {
        Map.ofEntries(
                        Map.entry("fd00:0:0:0:0:0:0:13", "fd00::13"),
                        Map.entry("FD00::0013", "fd00::13"),
                        Map.entry("0:0:0:0:0:0:0:0", "::"),
                        Map.entry("0:0:0:0:0:0:0:1", "::1"),
                        Map.entry("1::", "1::"),
                        Map.entry("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
                        Map.entry("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
                        Map.entry("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
                        Map.entry("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
                        Map.entry("FE80:0::1%Eth0", "fe80::1%Eth0"),
                        Map.entry("::ffff:10.0.7.13", "10.0.7.13"))
                .forEach((written, host) ->
                        assertThat(new Endpoint(written, 80).host()).as(written).isEqualTo(host));
        assertThat(new Endpoint("fd00:0:0:0:0:0:0:13", 80))
                .isEqualTo(new Endpoint("fd00::13", 80))
                .hasToString("[fd00::13]:80");
    }

    @Test
    void what_is_no_address_of_ipv6_is_kept_as_it_is() {
        for (var host : new String[] {"Web03.invalid", "10.0.7.13", "010.0.7.13", "a:b", "1:2", "g::1", ":::"}) {
            assertThat(new Endpoint(host, 80).host()).isEqualTo(host);
        }
    }
}
