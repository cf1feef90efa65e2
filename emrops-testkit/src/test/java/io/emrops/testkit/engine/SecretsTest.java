package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.emrops.Answer;
import io.emrops.Authorizer;
import io.emrops.Backoff;
import io.emrops.Engine;
import io.emrops.Finding;
import io.emrops.Inputs;
import io.emrops.Items;
import io.emrops.Operation;
import io.emrops.OutcomeUnknownException;
import io.emrops.Output;
import io.emrops.Param;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Report;
import io.emrops.ResumeRequest;
import io.emrops.Run;
import io.emrops.RunRequest;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.Undoing;
import io.emrops.core.Emrops;
import io.emrops.core.command.Commands;
import io.emrops.core.http.Http;
import io.emrops.event.RunEvent;
import io.emrops.testkit.Canary;
import io.emrops.testkit.RecordingListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A secret that turns up everywhere, and is found nowhere afterwards. */
@Timeout(60)
final class SecretsTest {
    /** With characters that every encoding writes in another way. */
    private final Canary awkward = Canary.generate();

    /** One that may stand in a header. */
    private final Canary plain = Canary.of("Sw0rdfish-" + Long.toHexString(System.nanoTime()) + "-canary");

    private final String leak = awkward.value() + " and " + plain.value();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.emrops");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final RecordingListener events = new RecordingListener();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path place;

    private HttpServer server;

    public record Words(String text, List<String> more, Map<String, String> named) {}

    @BeforeEach
    void listen() throws IOException {
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        logged.start();
        logger.addAppender(logged);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var header = exchange.getRequestHeaders().getFirst("X-Token");
                told.add("the server saw " + (header == null ? "nothing" : header.length() + " characters"));
                var body = ("{\"status\":\"" + header + "\"}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        logger.detachAppender(logged);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private Engine engine() {
        return Emrops.builder(place)
                .authorizer(Authorizer.groups(
                        Map.of("board", List.of("a.first", "b.second"), Authorizer.OPERATORS, List.of("operator"))))
                .secrets(id -> Optional.of(id.equals("token") ? plain.secret() : awkward.secret()))
                .listener(events)
                .listener(event -> {
                    if (event instanceof RunEvent.StepStarted) {
                        throw new IllegalStateException("a listener that quotes " + leak, new IOException(leak));
                    }
                })
                .build();
    }

    private RunRequest request() {
        return RunRequest.by("m.meier " + plain.value())
                .because("because " + leak)
                .with("password", awkward.secret())
                .with("token", plain.secret())
                .with("version", "1 " + leak);
    }

    /** An operation of a provider that knows no discretion. */
    private final class Blabbing implements Operation<Words>, Undoing.Compensation<Words, Words> {
        @Override
        public String describe() {
            return "Blab";
        }

        @Override
        public Output<Words> output() {
            return Output.of(Words.class);
        }

        @Override
        public Target target() {
            return new Target("server", "the one of " + plain.value(), leak);
        }

        @Override
        public Preview<Words> preview(Inputs in) {
            return Preview.<Words>of("changes " + leak).remark("remarks " + leak);
        }

        @Override
        public Words execute(StepContext run) {
            return words();
        }

        @Override
        public Undoing<Words> undoing() {
            return this;
        }

        @Override
        public Output<Words> before() {
            return Output.of(Words.class);
        }

        @Override
        public Words capture(StepContext run) {
            return words();
        }

        @Override
        public void undo(StepContext run, Words before, Optional<Words> result) {
            throw new StepFailedException("the undo quotes " + leak, new IOException(leak));
        }
    }

    private Words words() {
        return new Words(leak, List.of("x", leak), Map.of(plain.value(), leak));
    }

    private void blab(StepContext run) {
        run.log("logs " + leak);
        run.log("in Base64 " + Base64.getEncoder().encodeToString(leak.getBytes(StandardCharsets.UTF_8)));
        run.log("line one of " + plain.value() + "\nline two of " + plain.value());
        run.progress().report(1, 2, "progress of " + leak);
    }

    private Runbook book(AtomicBoolean unavailable) {
        return Runbook.define("secrets", "Secrets", rb -> {
            Param<Secret> password = rb.secret("password");
            Param<Secret> token = rb.secret("token");
            rb.param("version", String.class);
            rb.approval("go", "Go").by("board");
            rb.manual("read", "Read");
            var script = place.resolve("print.sh").toString();
            rb.step(
                            "command",
                            "Run a program that prints what it was given",
                            Commands.run("sh", script).env("PW", password).env("TOKEN", token))
                    .nothingToUndo("it prints");
            rb.step("operation", "Blab", new Blabbing());
            rb.verify(
                    "http",
                    "The API takes the token",
                    Http.get(URI.create(
                                    "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                                            + server.getAddress().getPort() + "/"))
                            .header("X-Token", token)
                            .expectJson("status", "secret, and not what is echoed", status -> true));
            rb.verify("finding", "Finding", run -> new Finding(true, "found " + leak, List.of(leak)));
            rb.step("record", "Record", Words.class, run -> {
                        blab(run);
                        return words();
                    })
                    .undo((run, r) -> {
                        throw new IllegalStateException(leak);
                    });
            rb.action("flaky", "Flaky", run -> {
                        if (unavailable.getAndSet(false)) {
                            throw new TargetUnavailableException("no connection with " + leak, new IOException(leak));
                        }
                    })
                    .attempts(2, Backoff.fixed(Duration.ofNanos(1)))
                    .undoAttempt(run -> {
                        blab(run);
                        throw new PreconditionFailedException("refused, says " + leak);
                    });
            rb.action("doubt", "Doubt", run -> {
                        throw new OutcomeUnknownException("cut off while saying " + leak);
                    })
                    .undoAttempt(run -> {});
            rb.verify("bad", "Bad", run -> Finding.notOk("not ok: " + leak, leak));
        });
    }

    @Test
    void a_secret_is_found_nowhere() throws Exception {
        Files.writeString(
                place.resolve("print.sh"),
                "echo \"raw $PW $TOKEN\"\necho \"$TOKEN\" 1>&2\nprintf %s \"$PW\" | base64 -w0\nprintf '%s\\n%s' \"$TOKEN\" \"$PW\"\n");
        var unavailable = new AtomicBoolean(true);
        var book = book(unavailable);
        String id;
        try (var engine = engine()) {
            var plan = engine.plan(book, request());
            tell(plan.toMarkdown() + plan + plan.steps());
            var run = engine.start(plan);
            id = run.id();
            await(run, RunState.WAITING);
            tell(run.questions() + run.report().toMarkdown());
            tell(catchThrowable(() -> run.answer("go", Answer.agree("nobody " + plain.value()))));
            run.answer(
                    "go",
                    Answer.agree("a.first")
                            .remark("remark " + leak)
                            .having(run.questions().get(0).hash()));
            run.awaitState(
                    s -> !run.questions().isEmpty()
                            && run.questions().get(0).stepPath().equals("read"),
                    Duration.ofSeconds(10));
            run.pause("operator", "pause " + leak);
            tell(run.await());
        }
        unavailable.set(true);
        try (var engine = engine()) {
            var run = engine.resume(book, id, ResumeRequest.by("operator").because("resumed " + leak));
            await(run, RunState.WAITING);
            run.answer("read", Answer.confirm("operator").remark("remark " + leak));
            await(run, RunState.IN_DOUBT);
            tell(run.questions() + " " + run.report().toMarkdown());
            run.answer("doubt", Answer.giveUp("operator").remark("remark " + leak));
            assertThat(run.awaitState(RunState::ended, Duration.ofSeconds(20))).isTrue();
            tell(run.report());
            assertThat(run.report().state()).isEqualTo(RunState.ROLLBACK_FAILED);
            assertThat(run.report().leftChanged()).hasSize(3);
            tell(engine.runs().toString());
        }
        try (var stranger = Emrops.engine(place)) {
            tell(stranger.report(id));
        }
        assertThat(told).anyMatch(t -> t.startsWith("the server saw") && !t.contains("nothing"));
        requireSilence();
    }

    private static void await(Run run, RunState state) throws InterruptedException {
        assertThat(run.awaitState(s -> s == state, Duration.ofSeconds(10)))
                .as("%s", run.report().toMarkdown())
                .isTrue();
    }

    @Test
    void refusals_do_not_quote_a_secret() throws Exception {
        try (var engine = engine()) {
            var picky = Runbook.define("picky", "Picky", rb -> {
                rb.secret("password");
                rb.param("version", String.class).matches("\\d+");
                rb.param("other", String.class).check("must be good", v -> {
                    throw new IllegalStateException(v);
                });
                rb.action("a", "A", run -> {}).nothingToUndo("no");
            });
            var request = RunRequest.by("m.meier")
                    .with("password", awkward.secret())
                    .with("version", leak)
                    .with("other", leak)
                    .with("token", plain.secret());
            tell(catchThrowable(() -> engine.plan(picky, request)));
            tell(catchThrowable(() -> engine.start(picky, request)));

            var keys = Runbook.define("keys", "Keys", rb -> {
                rb.secret("token");
                rb.forEach("items", "Item {item}", Items.of(List.of(plain.value()), s -> s), (run, s) -> blab(run))
                        .nothingToUndo("no");
            });
            var withToken = RunRequest.by("m.meier").with("token", plain.secret());
            tell(engine.plan(keys, withToken).steps()
                    + engine.plan(keys, withToken).toMarkdown());
            var refused = engine.start(keys, withToken).await();
            assertThat(refused.verdict()).contains("holds a secret");
            tell(refused);

            for (var thrown : List.of(
                    new IllegalStateException(leak, new IOException(leak)),
                    new AssertionError(leak),
                    new StepFailedException(leak, new IOException(leak)))) {
                var throwing = Runbook.define("throwing", "Throwing", rb -> {
                    rb.secret("password");
                    rb.secret("token");
                    rb.action("a", "A", run -> {
                                if (thrown instanceof Error e) {
                                    throw e;
                                }
                                throw (RuntimeException) thrown;
                            })
                            .nothingToUndo("no")
                            .onlyIf("asked", run -> true);
                    rb.action("b", "B", run -> {}).nothingToUndo("no");
                });
                tell(engine.start(throwing, RunRequest.by("x")).await());
            }
        }
        requireSilence();
    }

    private void tell(Report report) {
        tell(report.toString());
        tell(report.toMarkdown());
        tell(report.toJson());
        if (!report.succeeded()) {
            tell(catchThrowable(report::orThrow));
        }
    }

    private void tell(Throwable thrown) {
        assertThat(thrown).isNotNull();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            tell(t.toString());
            for (var suppressed : t.getSuppressed()) {
                tell(suppressed);
            }
        }
    }

    private void tell(String text) {
        told.add(text);
    }

    private void requireSilence() throws IOException {
        for (var canary : List.of(awkward, plain)) {
            for (var text : told) {
                canary.requireNotIn(text);
            }
            for (var event : events.events()) {
                canary.requireNotIn(event.toString());
            }
            for (var line : logged.list) {
                canary.requireNotIn(line.getFormattedMessage() + " " + line.getThreadName() + " "
                        + ThrowableProxyUtil.asString(line.getThrowableProxy()));
            }
            canary.requireNotIn(place);
        }
        assertThat(events.events()).hasSizeGreaterThan(3);
        assertThat(logged.list).isNotEmpty();
    }
}
