package io.emrops.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.Secret;
import io.emrops.Target;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailNotifierBuilderTest {
    private static final Secret PASSWORD = Secret.of("long enough".toCharArray());

    @Test
    void a_password_is_not_sent_in_the_clear() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> sound().login("emrops", PASSWORD).unencrypted().build())
                .withMessageContaining("without encryption");
    }

    @Test
    void the_target_is_the_relay_as_it_was_configured() {
        assertThat(sound().build().target()).isEqualTo(target("relay.hospital.example:587"));
        assertThat(sound().implicitTls().build().target()).isEqualTo(target("relay.hospital.example:465"));
        assertThat(sound().unencrypted().build().target()).isEqualTo(target("relay.hospital.example:25"));
        assertThat(sound().port(2525).build().target()).isEqualTo(target("relay.hospital.example:2525"));
        assertThat(MailNotifier.host("2001:db8::25")
                        .from("a@b.example")
                        .audience("a", "a@b.example")
                        .build()
                        .target())
                .isEqualTo(target("[2001:db8::25]:587"));
    }

    @Test
    void without_sender_or_audience_there_is_no_notifier() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MailNotifier.host("relay")
                        .audience("all", "a@b.example")
                        .build())
                .withMessageContaining("from");
        assertThatIllegalStateException()
                .isThrownBy(() -> MailNotifier.host("relay").from("a@b.example").build())
                .withMessageContaining("audience");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ops",
                "ops@",
                "@hospital.example",
                "a@hospital.example, b@hospital.example",
                "all: a@hospital.example;",
                "ops@hospital.example\r\nBcc: thief@elsewhere.example",
                "ops@hospital.example\nRCPT TO:<thief@elsewhere.example>",
                "Ops\r\n <ops@hospital.example>",
                "ops@hospital.example>\u0000",
                "öps@hospital.example",
                "o ps@hospital.example"
            })
    void what_is_no_address_is_refused(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> sound().from(address));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sound().audience("others", "cio@hospital.example", address))
                .withMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relay example", "relay/", "user@relay", "relay\n", "-relay"})
    void what_is_no_host_is_refused(String host) {
        assertThatIllegalArgumentException().isThrownBy(() -> MailNotifier.host(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "emr01 example", "emr01\r\nMAIL FROM:<a@b>", "[1.2.3.4"})
    void what_is_no_name_of_a_machine_is_no_greeting(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> sound().greetAs(name));
    }

    @Test
    void an_audience_has_a_name_of_its_own_and_at_least_one_address() {
        assertThatIllegalArgumentException().isThrownBy(() -> sound().audience("empty"));
        assertThatIllegalArgumentException().isThrownBy(() -> sound().audience(" ", "a@b.example"));
        assertThatIllegalArgumentException().isThrownBy(() -> sound().audience("stakeholders", "a@b.example"));
    }

    @Test
    void ports_and_times_have_their_bounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> sound().port(0));
        assertThatIllegalArgumentException().isThrownBy(() -> sound().port(65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> sound().connectWithin(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> sound().answerWithin(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> sound().writeWithin(Duration.ofDays(100)));
        assertThatIllegalArgumentException().isThrownBy(() -> sound().login("two\nlines", PASSWORD));
    }

    @Test
    void a_builder_that_goes_on_does_not_change_what_it_has_built() {
        var builder = sound();
        var built = builder.build();

        builder.port(2525).audience("others", "others@hospital.example");

        assertThat(built.target().name()).endsWith(":587");
        assertThatCode(builder::build).doesNotThrowAnyException();
        assertThat(built).hasToString("MailNotifier[relay.hospital.example:587]");
    }

    private static MailNotifierBuilder sound() {
        return MailNotifier.host("relay.hospital.example")
                .from("EMR operations <ops@hospital.example>")
                .audience("stakeholders", "cio@hospital.example");
    }

    private static Target target(String name) {
        return new Target("smtp", name, name);
    }
}
