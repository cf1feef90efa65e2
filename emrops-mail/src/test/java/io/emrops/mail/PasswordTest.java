package io.emrops.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.notice.Notice;
import io.emrops.testkit.Canary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, with relays that repeat what they were told. */
@Timeout(30)
class PasswordTest {
    private static final Notice NOTICE = new Notice("stakeholders", "Maintenance tonight", "");

    @TempDir
    private static Path directory;

    private static SSLContext context;

    private final Canary canary = Canary.generate();

    @BeforeAll
    static void makeCertificate() throws Exception {
        context = MadeForTest.contextForLocalhost(directory);
    }

    @Test
    void the_password_shows_nowhere_even_if_the_relay_repeats_it() throws Exception {
        var plain = "\0emrops\0" + canary.value();
        var echoed = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)) + " " + canary.value();
        var traces = new Traces();

        try (var relay = relay().answering("AUTH", "535 5.7.8 cannot understand " + echoed)) {
            var mail = notifier(relay).rawAnswers(traces::add).build();
            var failure = traces.of(() -> mail.send(NOTICE, "key"));
            traces.of(() -> mail.preview(NOTICE));
            traces.add(mail + " " + mail.target() + " " + Secret.of("long enough".toCharArray()));

            assertThat(failure)
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("refused the mail at the login (535 5.7.8)");
            assertThat(relay.heard()).anyMatch(line -> line.startsWith("AUTH PLAIN "));
        }

        assertThat(traces.toString()).contains("login: 535 5.7.8", "AUTH PLAIN failed");
        canary.requireNotIn(traces.toString());
    }

    @Test
    void a_password_that_was_accepted_shows_nowhere_either() throws Exception {
        var traces = new Traces();

        try (var relay = relay()) {
            var mail = notifier(relay).rawAnswers(traces::add).build();
            assertThat(traces.of(() -> mail.send(NOTICE, "key"))).isNull();
            assertThat(relay.heard()).contains(".");
        }

        assertThat(traces.toString()).contains("login: 235 2.7.0");
        canary.requireNotIn(traces.toString());
    }

    @Test
    void a_login_that_fails_for_now_may_be_tried_again() throws Exception {
        try (var relay = relay().answering("AUTH", "454 4.7.0 directory is down")) {
            assertThat(catchThrowable(() -> notifier(relay).build().send(NOTICE, "key")))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("at the login (454 4.7.0)");
        }
    }

    @Test
    void a_relay_that_offers_no_login_used_to_get_the_mail_without_one() throws Exception {
        try (var relay = relay().answering("EHLO", "250 scripted")) {
            assertThat(catchThrowable(() -> notifier(relay).build().send(NOTICE, "key")))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("login");
            assertThat(relay.heard()).doesNotContain("DATA").noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    void a_relay_that_only_offers_what_we_do_not_speak_is_refused() throws Exception {
        try (var relay = relay().answering("EHLO", "250-scripted\n250 AUTH NTLM GSSAPI")) {
            assertThat(catchThrowable(() -> notifier(relay).build().send(NOTICE, "key")))
                    .isInstanceOf(PreconditionFailedException.class);
            assertThat(relay.heard()).noneMatch(line -> line.startsWith("AUTH"));
        }
    }

    @Test
    void the_password_is_fetched_for_each_conversation() throws Exception {
        var fetched = new AtomicInteger();

        try (var relay = relay()) {
            var mail = notifier(relay)
                    .login("emrops", Secret.from(() -> {
                        fetched.incrementAndGet();
                        return canary.value().toCharArray();
                    }))
                    .build();
            assertThat(fetched).hasValue(0);
            mail.preview(NOTICE);
            mail.send(NOTICE, "key");
        }

        assertThat(fetched).hasValue(2);
    }

    @Test
    void a_vault_that_does_not_answer_is_what_the_caller_is_told() throws Exception {
        try (var relay = relay()) {
            var mail = notifier(relay)
                    .login("emrops", Secret.from(() -> {
                        throw new TargetUnavailableException("the vault is sealed");
                    }))
                    .build();

            assertThat(catchThrowable(() -> mail.send(NOTICE, "key"))).hasMessage("the vault is sealed");
            assertThat(relay.heard()).isEmpty();
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_sent() throws Exception {
        try (var relay = relay()) {
            var mail = MailNotifier.host("localhost")
                    .port(relay.port())
                    .implicitTls()
                    .login("emrops", canary.secret())
                    .from("ops@hospital.example")
                    .audience("stakeholders", "cio@hospital.example")
                    .build();

            assertThat(catchThrowable(() -> mail.send(NOTICE, "key")))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("certificate");
            assertThat(relay.heard()).isEmpty();
        }
    }

    @Test
    void a_refused_certificate_used_to_be_tried_again_with_the_trust_of_the_jvm() throws Exception {
        var strangers = SSLContext.getInstance("TLS");
        strangers.init(null, null, null);

        try (var relay = relay()) {
            var mail = notifier(relay).trusting(strangers).build();

            assertThat(catchThrowable(() -> mail.send(NOTICE, "key")))
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("certificate");
            assertThat(relay.connections()).isEqualTo(1);
            assertThat(relay.heard()).isEmpty();
        }
    }

    private static ScriptedRelay relay() throws Exception {
        return new ScriptedRelay(context.getServerSocketFactory());
    }

    private MailNotifierBuilder notifier(ScriptedRelay relay) {
        return MailNotifier.host("localhost")
                .port(relay.port())
                .implicitTls()
                .trusting(context)
                .greetAs("test.hospital.example")
                .login("emrops", canary.secret())
                .from("ops@hospital.example")
                .audience("stakeholders", "cio@hospital.example");
    }

    /** Whatever an application could see of a call: exceptions, both outputs, and all logs at their most talkative. */
    private static final class Traces {
        private final ArrayList<String> seen = new ArrayList<>();

        @FunctionalInterface
        interface Call {
            void run() throws Exception;
        }

        synchronized void add(String trace) {
            seen.add(trace);
        }

        Throwable of(Call call) {
            var root = Logger.getLogger("");
            var level = root.getLevel();
            var handler = new Listening();
            var out = System.out;
            var err = System.err;
            var printed = new ByteArrayOutputStream();
            root.addHandler(handler);
            root.setLevel(Level.ALL);
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
            try {
                var failure = catchThrowable(call::run);
                if (failure != null) {
                    var stack = new StringWriter();
                    failure.printStackTrace(new PrintWriter(stack));
                    add(stack.toString());
                }
                return failure;
            } finally {
                System.setOut(out);
                System.setErr(err);
                root.setLevel(level);
                root.removeHandler(handler);
                add(printed.toString(StandardCharsets.UTF_8));
            }
        }

        @Override
        public synchronized String toString() {
            return String.join("\n", seen);
        }

        private final class Listening extends Handler {
            private final SimpleFormatter formatter = new SimpleFormatter();

            Listening() {
                setLevel(Level.ALL);
            }

            @Override
            public void publish(LogRecord entry) {
                add(formatter.format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        }
    }
}
