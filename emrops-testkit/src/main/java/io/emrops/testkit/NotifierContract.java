package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.notice.Notice;
import io.emrops.notice.Notifier;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Notifier} keeps to. Extend it and say what arrived at the other end. */
public abstract class NotifierContract {
    private Notifier notifier;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected NotifierContract() {}

    /** A channel that takes notices. */
    protected abstract Notifier notifier() throws Exception;

    /** An audience that the channel knows. */
    protected String audience() {
        return "stakeholders";
    }

    /** An audience that the channel does not know. */
    protected String unknownAudience() {
        return "people-nobody-has-heard-of";
    }

    /**
     * The notices that arrived since {@link #notifier} was called, in their order.
     *
     * @param atLeast how many to wait for, where delivery takes time
     */
    protected abstract List<Notice> delivered(int atLeast) throws Exception;

    /** Whether the channel delivers a notice once that it is given twice under the same key. */
    protected abstract boolean recognisesRepetitions();

    @BeforeEach
    final void prepare() throws Exception {
        notifier = notifier();
    }

    @Test
    void a_notice_arrives_as_it_was_given() throws Exception {
        var notice = new Notice(audience(), "Wartung: Änderung „CHG-4711“", "From 2 to 6.\n.\nTwo lines; ü, €, 急.\n");

        notifier.send(notice, key());

        assertThat(delivered(1)).containsExactly(notice);
    }

    @Test
    void notices_of_different_keys_all_arrive() throws Exception {
        var notice = new Notice(audience(), "Again", "The same.\n");

        notifier.send(notice, key());
        notifier.send(notice, key());

        assertThat(delivered(2)).containsExactly(notice, notice);
    }

    @Test
    void a_notice_given_twice_arrives_at_least_once_and_only_once_where_repetitions_are_recognised() throws Exception {
        var notice = new Notice(audience(), "Once", "Only.\n");
        var key = key();

        notifier.send(notice, key);
        notifier.send(notice, key);

        var times = recognisesRepetitions() ? 1 : 2;
        assertThat(delivered(times)).hasSize(times).containsOnly(notice);
    }

    @Test
    void the_target_says_the_same_of_itself_each_time() throws Exception {
        var before = notifier.target();

        notifier.send(new Notice(audience(), "Hello", ""), key());

        assertThat(notifier.target()).isEqualTo(before);
    }

    @Test
    void a_preview_tells_whom_and_what_and_sends_nothing() throws Exception {
        var notice = new Notice(audience(), "Only rehearsed", "Not sent.\n");
        var sent = new Notice(audience(), "Sent", "Sent.\n");

        var lines = notifier.preview(notice);
        notifier.send(sent, key());

        assertThat(lines).isNotEmpty().allMatch(line -> !line.isBlank());
        assertThat(String.join("\n", lines)).contains(audience(), "Only rehearsed");
        assertThat(notifier.preview(notice)).isEqualTo(lines);
        assertThat(delivered(1)).containsExactly(sent);
    }

    @Test
    void an_audience_that_is_not_known_is_refused_by_preview_and_send() throws Exception {
        var lost = new Notice(unknownAudience(), "Lost", "To nobody.\n");
        var sent = new Notice(audience(), "Sent", "Sent.\n");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> notifier.preview(lost))
                .withMessageContaining(unknownAudience());
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> notifier.send(lost, key()))
                .withMessageContaining(unknownAudience());

        notifier.send(sent, key());
        assertThat(delivered(1)).containsExactly(sent);
    }

    private static String key() {
        return "contract-" + UUID.randomUUID() + "/tell#1";
    }
}
