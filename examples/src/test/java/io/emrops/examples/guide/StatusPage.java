package io.emrops.examples.guide;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.notice.Notice;
import io.emrops.notice.Notifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;

// tag::provider[]
/** Notices as files in the directory of a status page. */
record StatusPage(Path directory, Set<String> audiences) implements Notifier {
    @Override
    public Target target() {
        return new Target("status-page", directory.getFileName().toString(), directory.toString());
    }

    @Override
    public List<String> preview(Notice notice) {
        requireKnown(notice.audience());
        return List.of("the status page tells " + notice.audience() + ": " + notice.subject());
    }

    @Override
    public void send(Notice notice, String operationKey) {
        requireKnown(notice.audience());
        if (!Files.isDirectory(directory)) {
            throw new TargetUnavailableException("there is no status page at " + directory, null, target());
        }
        try {
            // The name comes from the key, so that a repetition replaces the same notice.
            var name = UUID.nameUUIDFromBytes(operationKey.getBytes(StandardCharsets.UTF_8)) + ".txt";
            var text = notice.audience() + "\n" + notice.subject() + "\n" + notice.text();
            var whole = Files.writeString(Files.createTempFile(directory, "notice", ".tmp"), text);
            Files.move(whole, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OutcomeUnknownException("the status page may show the notice or not", e, target());
        }
    }

    private void requireKnown(String audience) {
        if (!audiences.contains(audience)) {
            throw new PreconditionFailedException("the status page does not know the audience " + audience);
        }
    }
}
// end::provider[]
