package io.emrops.testkit;

import io.emrops.PreconditionFailedException;
import io.emrops.notice.Notice;
import io.emrops.notice.Notifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@link Notifier} that keeps what it was given. It recognises a repetition by its key and delivers it once, and knows
 * every audience, unless told otherwise.
 */
public final class FakeNotifier extends Fake<FakeNotifier> implements Notifier {
    private final List<Delivery> delivered = new ArrayList<>();
    private boolean recognisesRepetitions = true;
    private Optional<Set<String>> audiences = Optional.empty();

    private FakeNotifier(String name) {
        super("fake-notifier", name, Set.of("target", "preview"), Set.of("send"));
    }

    private record Delivery(Notice notice, String operationKey) {}

    /** A channel that has not delivered anything. */
    public static FakeNotifier of(String name) {
        return new FakeNotifier(name);
    }

    /** Delivers repetitions too, as mail does. */
    public FakeNotifier withoutRecognisingRepetitions() {
        return arrange(() -> recognisesRepetitions = false);
    }

    /** Knows these audiences alone, and refuses others. */
    public FakeNotifier knowingOnly(String... audiences) {
        var known = Set.of(audiences);
        return arrange(() -> this.audiences = Optional.of(known));
    }

    /** What arrived, in its order; not a call. */
    public List<Notice> delivered() {
        return observe(() -> delivered.stream().map(Delivery::notice).toList());
    }

    @Override
    public List<String> preview(Notice notice) throws InterruptedException {
        return readingLong("preview", List.of(notice.audience(), notice.subject()), () -> {
            requireKnown(notice.audience());
            return List.of(notice.audience() + " would be told: " + notice.subject());
        });
    }

    @Override
    public void send(Notice notice, String operationKey) throws InterruptedException {
        changing("send", List.of(notice.audience(), notice.subject(), operationKey), () -> {
            requireKnown(notice.audience());
            var known = !operationKey.isEmpty()
                    && delivered.stream().anyMatch(d -> d.operationKey().equals(operationKey));
            return !(known && recognisesRepetitions) && delivered.add(new Delivery(notice, operationKey));
        });
    }

    private void requireKnown(String audience) {
        if (audiences.isPresent() && !audiences.get().contains(audience)) {
            throw new PreconditionFailedException("There is no audience called " + audience + "; nobody was told");
        }
    }

    @Override
    FakeNotifier self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        delivered.clear();
        from.rows("delivered")
                .forEach(
                        row -> delivered.add(new Delivery(new Notice(row.get(0), row.get(1), row.get(2)), row.get(3))));
    }

    @Override
    void save(Tables to) {
        delivered.forEach(d -> to.add(
                "delivered",
                d.notice().audience(),
                d.notice().subject(),
                d.notice().text(),
                d.operationKey()));
    }
}
