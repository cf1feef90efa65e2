package io.emrops.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.StepFailedException;
import io.emrops.network.Endpoint;
import io.emrops.network.PoolServer.Admission;
import io.emrops.network.PoolServer.Health;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    private static final String STATE_HEAD =
            "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight"
                    + " srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state"
                    + " srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord\n";

    private static String state(String name, String address, int port, int admin, int check) {
        return "3 api 1 " + name + " " + address + " 2 " + admin + " 7 1 12 15 3 3 " + check + " 0 0 0 - " + port
                + " -\n";
    }

    private static Slot slot(int admin, int check, String status) {
        return SlotTable.read(
                        "1\n" + STATE_HEAD + state("s1", "127.0.0.1", 8080, admin, check),
                        "# pxname,svname,scur,status,check_status,check_code\napi,s1,4," + status + ",L7STS,503\n")
                .get(0);
    }

    @Test
    void a_slot_is_read_by_the_names_of_the_columns() {
        var slots = SlotTable.read(
                "1\n" + STATE_HEAD + state("s1", "127.0.0.1", 8080, 4, 6) + state("s2", "::1", 1, 5, 14), """
                # status,check_desc,svname,pxname,scur,check_status,check_code,
                UP,"says ""fine"", twice",s1,api,4,* L7OK,200,
                MAINT,,s2,api,0,,,
                UP,,s3,api,0,,,
                """);

        assertThat(slots).hasSize(2);
        var first = slots.get(0);
        assertThat(first.endpoint()).contains(new Endpoint("127.0.0.1", 8080));
        assertThat(first.weight()).isEqualTo(7);
        assertThat(first.configuredWeight()).isEqualTo(1);
        assertThat(first.sessions()).isEqualTo(4);
        assertThat(first.lastCheck()).isEqualTo("L7OK/200");
        assertThat(first.isFree(Address.of(new Endpoint("127.0.0.1", 8080)))).isFalse();
        assertThat(slots.get(1).isFree(Address.of(new Endpoint("0:0:0:0:0:0:0:1", 1))))
                .isTrue();
    }

    @Test
    void what_the_configuration_disabled_once_is_not_in_maintenance_for_ever() {
        assertThat(slot(0x04, 6, "UP").admission()).isEqualTo(Admission.READY);
        assertThat(slot(0x05, 6, "MAINT").admission()).isEqualTo(Admission.MAINTENANCE);
        assertThat(slot(0x20, 6, "MAINT (resolution)").admission()).isEqualTo(Admission.MAINTENANCE);
        assertThat(slot(0x0c, 6, "DRAIN").admission()).isEqualTo(Admission.DRAINING);
    }

    @Test
    void health_is_what_the_status_says() {
        assertThat(slot(0, 6, "UP").health()).isEqualTo(Health.UP);
        assertThat(slot(0, 6, "DRAIN").health()).isEqualTo(Health.UP);
        assertThat(slot(0, 6, "DOWN").health()).isEqualTo(Health.DOWN);
        assertThat(slot(0, 6, "UP 1/2").health()).isEqualTo(Health.CHANGING);
        assertThat(slot(0, 6, "DOWN 1/2").health()).isEqualTo(Health.CHANGING);
        assertThat(slot(1, 14, "MAINT").health()).isEqualTo(Health.CHANGING);
        assertThat(slot(0, 8, "no check").health()).isEqualTo(Health.UNCHECKED);
        assertThat(slot(0, 2, "no check").health()).isEqualTo(Health.UNCHECKED);
        assertThat(slot(8, 8, "DRAIN").health()).isEqualTo(Health.UNCHECKED);
        assertThat(slot(0, 8, "DOWN").health()).isEqualTo(Health.DOWN);
    }

    @Test
    void what_is_no_address_is_no_endpoint() {
        for (var address : List.of("-", "localhost", "unix@/run/app", "1.2.3", "256.1.1.1", "::g", ":")) {
            var slots = SlotTable.read(
                    "1\n" + STATE_HEAD + state("s1", address, 8080, 0, 6),
                    "# pxname,svname,scur,status\napi,s1,0,UP\n");

            assertThat(slots)
                    .singleElement()
                    .satisfies(slot -> assertThat(slot.endpoint()).as(address).isEmpty());
        }
        assertThat(Address.parse("127.0.0.1", 0)).isEmpty();
        assertThat(Address.parse("127.0.0.1", 65_536)).isEmpty();
    }

    @Test
    void other_formats_and_missing_columns_are_told() {
        assertUnreadable("2\n" + STATE_HEAD, "# pxname,svname\n");
        assertUnreadable("1\n" + STATE_HEAD, "pxname,svname\n");
        assertUnreadable("", "");
        assertUnreadable("1\n" + STATE_HEAD + state("s1", "127.0.0.1", 1, 0, 6), "# pxname,svname,status\napi,s1,UP\n");
        assertUnreadable(
                "1\n" + STATE_HEAD + state("s1", "127.0.0.1", 1, 0, 6), "# pxname,svname,status,scur\napi,s1,UP,x\n");
    }

    private static void assertUnreadable(String state, String stat) {
        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> SlotTable.read(state, stat));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void whatever_is_answered_is_read_or_told(@ForAll("answers") String state, @ForAll("answers") String stat) {
        assertThatCode(() -> {
                    try {
                        SlotTable.read(state, stat).forEach(slot -> {
                            slot.health();
                            slot.admission();
                        });
                    } catch (StepFailedException e) {
                        assertThat(e).hasMessageStartingWith("What HAProxy answers cannot be read");
                    }
                })
                .doesNotThrowAnyException();
    }

    /** Answers that were right before somebody cut and mixed them. */
    @Provide
    Arbitrary<String> answers() {
        var piece = Arbitraries.of(
                "1\n",
                STATE_HEAD,
                state("s1", "127.0.0.1", 8080, 5, 14),
                state("s\u00e4", "::1", 99999999, -1, 6),
                "# pxname,svname,scur,status\n",
                "api,s1,0,UP\n",
                "api,s1,99999999999999,UP\n",
                "api,\"s1,0\n",
                "\n",
                " ",
                ",",
                "\"",
                "#",
                "Permission denied\n");
        var noise = Arbitraries.strings().ofMaxLength(8);
        return Combinators.combine(
                        Arbitraries.oneOf(piece, noise).list().ofMaxSize(12),
                        Arbitraries.integers().between(0, 20))
                .as((pieces, cut) -> {
                    var text = pieces.stream().collect(Collectors.joining());
                    return text.substring(0, Math.max(0, text.length() - (cut > 14 ? cut - 14 : 0)));
                });
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void whatever_a_process_says_of_itself_is_read_or_told(@ForAll("info") String info) {
        try {
            assertThat(Info.parse(info).node()).isNotBlank();
        } catch (StepFailedException e) {
            assertThat(e).hasMessageContaining("no HAProxy");
        }
    }

    @Provide
    Arbitrary<String> info() {
        var line = Arbitraries.of("node: vm", "node: ", "node:", "Pid: 7", "Pid: x", "Pid: 99999999999999999999", "");
        return Arbitraries.oneOf(line, Arbitraries.strings().ofMaxLength(8))
                .list()
                .ofMaxSize(6)
                .map(lines -> String.join("\n", lines));
    }
}
