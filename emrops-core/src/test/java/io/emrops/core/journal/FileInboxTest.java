package io.emrops.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.StoreException;
import io.emrops.spi.Inbox.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInboxTest {
    @TempDir
    Path directory;

    private FileRunStore store;
    private Path inbox;

    @BeforeEach
    void open() {
        store = FileRunStore.open(directory);
        inbox = directory.resolve("inbox");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void requests_come_in_the_order_in_which_they_were_sent_and_stay_until_acknowledged() {
        List<String> sent = List.of("approve", "pause", "cancel");
        for (String request : sent) {
            FileInbox.send(directory, request.getBytes(UTF_8));
        }

        assertThat(contents()).isEqualTo(sent);
        assertThat(contents()).isEqualTo(sent);
        Request first = store.inbox().poll().get(0);
        store.inbox().acknowledge(first);
        store.inbox().acknowledge(first);
        assertThat(contents()).containsExactly("pause", "cancel");
    }

    @Test
    void a_request_waits_for_the_next_process_that_opens_the_store() {
        store.close();
        String id = FileInbox.send(directory, new byte[] {7});

        store = FileRunStore.open(directory);

        assertThat(store.inbox().poll()).singleElement().satisfies(request -> {
            assertThat(request.id()).isEqualTo(id);
            assertThat(request.content()).containsExactly(7);
        });
    }

    @Test
    void a_request_that_is_being_written_is_not_seen() throws Exception {
        Files.writeString(inbox.resolve(".tmp-4711"), "half a req");

        assertThat(store.inbox().poll()).isEmpty();
        assertThat(inbox.resolve(".tmp-4711")).exists();
    }

    @Test
    void what_is_too_large_or_no_file_is_moved_aside() throws Exception {
        FileInbox.send(directory, new byte[FileInbox.MAX_REQUEST_BYTES]);
        Files.write(inbox.resolve("1-large.request"), new byte[FileInbox.MAX_REQUEST_BYTES + 1]);
        Files.createDirectory(inbox.resolve("2-directory.request"));
        Files.createSymbolicLink(inbox.resolve("3-link.request"), Path.of("/etc/hostname"));

        assertThat(store.inbox().poll()).hasSize(1);

        assertThat(inbox.resolve("rejected")).isDirectoryContaining("glob:**/1-large.request");
        assertThat(inbox.resolve("rejected")).isDirectoryContaining("glob:**/2-directory.request");
        assertThat(inbox.resolve("rejected")).isDirectoryContaining("glob:**/3-link.request");
        assertThat(store.inbox().poll()).hasSize(1);
    }

    @Test
    void a_sender_is_told_what_cannot_be_sent() {
        assertThatThrownBy(() -> FileInbox.send(directory, new byte[FileInbox.MAX_REQUEST_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65537");
        assertThatThrownBy(() -> FileInbox.send(directory.resolve("nowhere"), new byte[1]))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(StoreException.Problem.NOT_FOUND));
    }

    @Test
    void an_id_does_not_lead_out_of_the_inbox() {
        assertThatThrownBy(() -> store.inbox().acknowledge(new Request("../index", new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> contents() {
        return store.inbox().poll().stream()
                .map(request -> new String(request.content(), UTF_8))
                .toList();
    }
}
