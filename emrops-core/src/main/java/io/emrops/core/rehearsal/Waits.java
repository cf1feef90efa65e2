package io.emrops.core.rehearsal;

import io.emrops.Plan;
import io.emrops.Plan.PlannedStep;
import io.emrops.core.time.Durations;
import io.emrops.spi.Node;
import io.emrops.spi.page.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a run would have to wait for: people, locks, windows. */
final class Waits {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEEE uuuu-MM-dd HH:mm", Locale.ENGLISH);

    private final Plan plan;
    private final UnaryOperator<String> scrub;

    Waits(Plan plan, UnaryOperator<String> scrub) {
        this.plan = plan;
        this.scrub = scrub;
    }

    /** Whom a step asks; empty if it asks nobody. */
    Optional<String> whom(Node.Stepping step) {
        if (step instanceof Node.Manual manual) {
            return Optional.of("1 person of " + manual.group());
        }
        if (step instanceof Node.Approving approval) {
            var people = approval.atLeast() == 1 ? "1 person of " : approval.atLeast() + " different people of ";
            var starter = approval.notTheStarter() ? ", not " + plan.request().actor() : "";
            return Optional.of(people + approval.group() + starter);
        }
        return Optional.empty();
    }

    /** How long people have, in words. */
    static String limit(Node.Stepping step) {
        var expires = step instanceof Node.Manual manual
                ? manual.expires()
                : step instanceof Node.Approving approval ? approval.expires() : Optional.<Duration>empty();
        return expires.map(d -> "within " + Durations.words(d) + " of being asked")
                .orElse("no limit");
    }

    /**
     * What a run would find at a lock or a window.
     *
     * @param from where it begins to hold, in words that follow its name
     */
    Optional<Text> rule(Node node, String from) {
        if (node instanceof Node.Lock lock) {
            return Optional.of(Text.strong("Lock " + lock.name()).plus(from + ": " + holder(lock)));
        }
        if (node instanceof Node.Window window) {
            return Optional.of(name(window).plus(from + ": " + window(window)));
        }
        return Optional.empty();
    }

    static Text name(Node.Window window) {
        return Text.strong("Window " + window.window().describe());
    }

    private String holder(Node.Lock lock) {
        var remarks = plan.steps().stream()
                .filter(step -> step.kind().equals("lock") && step.path().equals(scrub.apply(lock.path())))
                .map(PlannedStep::remarks)
                .findFirst()
                .orElse(List.of());
        return remarks.isEmpty() ? "free now" : String.join("; ", remarks) + "; the run waits for it";
    }

    private String window(Node.Window rule) {
        var at = plan.at();
        var window = rule.window();
        var closing = window.closing(at);
        if (closing.isPresent()) {
            return "open now, closes " + moment(closing.get(), window.zone());
        }
        return window.nextOpening(at)
                .map(opening -> "closed now, opens " + moment(opening, window.zone()) + "; the run waits for it")
                .orElse("it does not open any more; the run would fail there");
    }

    private String moment(Instant at, ZoneId zone) {
        var in = Duration.between(plan.at(), at);
        return "in " + (in.toDays() > 1 ? in.toDays() + " days" : Durations.words(in)) + ", on "
                + LOCAL.format(at.atZone(zone));
    }
}
