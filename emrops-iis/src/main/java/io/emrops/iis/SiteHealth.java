package io.emrops.iis;

import io.emrops.TargetUnavailableException;
import io.emrops.deploy.ServiceStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Whether the site answers, asked from the host itself. */
final class SiteHealth {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final int FIRST_ERROR = 400;

    private final String site;
    private final String path;
    private final Duration within;
    private final Iis iis;

    SiteHealth(IisDeployerBuilder b, Iis iis) {
        this.site = b.site;
        this.path = b.health;
        this.within = b.healthyWithin;
        this.iis = iis;
    }

    List<ServiceStatus> status() throws InterruptedException {
        var there = iis.site(site);
        if (there.isEmpty()) {
            return List.of();
        }
        if (there.get().state() != RunningState.STARTED || !poolRuns(there.get())) {
            return List.of(new ServiceStatus(site, 1, 0, 0, "stopped"));
        }
        var answer = answer(there.get());
        return List.of(new ServiceStatus(site, 1, 1, isWell(answer) ? 1 : 0, "started, " + said(answer)));
    }

    Set<String> running() throws InterruptedException {
        var there = iis.site(site);
        return there.isPresent() && (there.get().state() != RunningState.STOPPED || poolRuns(there.get()))
                ? Set.of(site)
                : Set.of();
    }

    private boolean poolRuns(SiteState there) throws InterruptedException {
        return iis.pool(there.pool(), Set.of())
                .filter(pool -> pool.state() != RunningState.STOPPED)
                .isPresent();
    }

    private OptionalInt answer(SiteState there) throws InterruptedException {
        return there.bindings().isEmpty() ? OptionalInt.empty() : ask(askable(there.bindings()), ANSWER);
    }

    /** The host asks itself on 127.0.0.1, where a binding of another address alone is not heard. */
    private static IisBinding askable(List<IisBinding> bindings) {
        return bindings.stream()
                .filter(binding ->
                        binding.address().equals("*") || binding.address().startsWith("127."))
                .findFirst()
                .orElse(bindings.get(0));
    }

    private OptionalInt ask(IisBinding binding, Duration time) throws InterruptedException {
        var host = binding.host().replace("*.", "www.");
        return iis.probe(new SiteProbe(
                host.isEmpty() ? "localhost" : host,
                binding.port(),
                binding.protocol().equals("https"),
                path,
                bounded(time)));
    }

    private static Duration bounded(Duration time) {
        var least = time.compareTo(A_SECOND) < 0 ? A_SECOND : time;
        return least.compareTo(ANSWER) < 0 ? least : ANSWER;
    }

    boolean isWell(SiteState there) throws InterruptedException {
        return isWell(answer(there));
    }

    private static boolean isWell(OptionalInt answer) {
        return answer.isPresent() && answer.getAsInt() > 0 && answer.getAsInt() < FIRST_ERROR;
    }

    private static String said(OptionalInt answer) {
        return answer.isPresent() && answer.getAsInt() > 0 ? "answers " + answer.getAsInt() : "does not answer";
    }

    /** Asks until it is well; empty then, and otherwise what it said last. */
    Optional<String> awaitWell(List<IisBinding> bindings) throws InterruptedException {
        var end = System.nanoTime() + within.toNanos();
        while (true) {
            try {
                var answer = ask(askable(bindings), Duration.ofNanos(end - System.nanoTime()));
                if (isWell(answer)) {
                    return Optional.empty();
                }
                if (System.nanoTime() - end >= 0) {
                    return Optional.of(said(answer));
                }
            } catch (TargetUnavailableException e) {
                // Such as a host that starts anew: there is time left to ask again.
                if (System.nanoTime() - end >= 0) {
                    throw e;
                }
            }
            Thread.sleep(BETWEEN.toMillis());
        }
    }
}
