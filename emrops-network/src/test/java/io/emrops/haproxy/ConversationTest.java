package io.emrops.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said to something that answers as it was told, and sometimes not at all. */
@Timeout(60)
class ConversationTest {
    private final Queue<String> answers = new ArrayDeque<>();
    private final List<Socket> silent = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private Conversation talk;

    @BeforeEach
    void start() throws Exception {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        talk = new Conversation(new Link("test", () -> address, Duration.ofSeconds(5), Duration.ofMillis(300)));
    }

    private void answering(String... texts) {
        answers.addAll(List.of(texts));
        var thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (!answers.isEmpty()) {
                var socket = server.accept();
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                heard.add(in.readLine());
                var answer = answers.remove();
                if (answer.equals("silence")) {
                    silent.add(socket);
                    continue;
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                socket.close();
            }
            server.close();
        } catch (IOException e) {
            // The test is over.
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        for (var socket : silent) {
            socket.close();
        }
    }

    @Test
    void an_answer_is_what_stands_before_the_blank_line() {
        answering("one\ntwo\n\n", "\n");

        assertThat(talk.read("show info")).isEqualTo("one\ntwo");
        assertThat(talk.read("show nothing")).isEmpty();
        assertThat(heard).containsExactly("show info", "show nothing");
    }

    @Test
    void silence_ends_after_a_while_and_nothing_was_changed_by_a_question() {
        answering("silence");

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> talk.read("show info"));
    }

    @Test
    void silence_after_a_command_leaves_it_open_whether_it_was_done() {
        answering("silence");

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> talk.change("set server a/b state drain"));
    }

    @Test
    void an_answer_that_is_cut_counts_as_none() {
        answering("one\ntw", "", "IP changed");

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> talk.read("show info"));
        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> talk.change("set a"));
        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> talk.change("set b"));
    }

    @Test
    void one_that_is_gone_changed_nothing_before_the_first_command_and_who_knows_what_after_it() {
        answering("\n");
        talk.change("set server a/b state drain");

        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> talk.read("show info"));
        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> talk.change("set x"));
        var later = new Conversation(new Link(
                "test",
                () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5)));
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> later.change("set x"));
    }

    @Test
    void a_refusal_says_whether_something_was_changed_before() {
        answering("Permission denied\n\n", "\n", "No such \u0007server.\nmore\n\n");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> talk.change("set a"))
                .withMessageContaining("Permission denied");
        talk.change("set b");
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> talk.change("set c"))
                .withMessageEndingWith("No such ?server.");
    }

    @Test
    void an_interrupt_cuts_no_command_and_stays() {
        answering("one\n\n");
        Thread.currentThread().interrupt();

        assertThat(talk.read("show info")).isEqualTo("one");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_name_that_is_not_known_is_no_balancer() {
        var nowhere = HaProxy.at("balancer.invalid", 9999).build();

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(() -> nowhere.servers("api"));
    }
}
