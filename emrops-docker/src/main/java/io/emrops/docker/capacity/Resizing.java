package io.emrops.docker.capacity;

import io.emrops.Change;
import io.emrops.DataSize;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.docker.compose.Compose;
import io.emrops.docker.compose.DefinedLimits;
import io.emrops.docker.compose.OverrideFile;
import io.emrops.docker.engine.EngineConnection;
import io.emrops.docker.engine.Instances;
import io.emrops.scaling.Capacity;
import io.emrops.scaling.ResourceState;
import io.emrops.scaling.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Changes the limits of the instances of a service while they run, and keeps them in a Compose file of emrops' own. The file comes
 * first: whatever is cut off then leaves a file that says what was meant, which a preview holds against what runs.
 */
public final class Resizing {
    private static final String CONTENT = "content:";

    private final EngineConnection engine;
    private final String project;
    private final Compose compose;
    private final LimitsFile file;
    private final Supplier<Map<String, String>> variables;
    private final EngineLimits limits;

    /**
     * @param file in which limits are kept
     * @param variables what the files are filled in with
     */
    public Resizing(
            EngineConnection engine,
            String project,
            Compose compose,
            Path file,
            Supplier<Map<String, String>> variables) {
        this.engine = engine;
        this.project = project;
        this.compose = compose;
        this.file = new LimitsFile(file);
        this.variables = variables;
        this.limits = new EngineLimits(engine);
    }

    /** All instances, whether they run or not; of a service without any, what the files give it. */
    public Capacity capacity(String service) {
        var instances = Instances.of(engine, project);
        var live = live(service, instances, () -> defined(service));
        return live.isEmpty()
                ? new Capacity(0, resources(require(service, defined(service))))
                : new Capacity(instances.count(service), LiveLimits.least(live));
    }

    private Optional<DefinedLimits> defined(String service) {
        return Optional.ofNullable(compose.limits(variables.get()).get(service));
    }

    private DefinedLimits require(String service, Optional<DefinedLimits> defined) {
        return defined.orElseThrow(() -> new PreconditionFailedException(
                "The Compose files of " + project + " do not define a service " + service));
    }

    private static Resources resources(DefinedLimits defined) {
        return new Resources(defined.processors(), defined.bytes().map(DataSize::new));
    }

    private List<LiveLimits> live(String service, Instances instances, Supplier<Optional<DefinedLimits>> defined) {
        var live = limits.of(instances.of(Objects.requireNonNull(service, "service")));
        if (live.stream().allMatch(l -> l.processors().isEmpty())) {
            return live;
        }
        var all = limits.processors();
        if (live.stream()
                .noneMatch(
                        l -> l.processors().filter(p -> p.compareTo(all) >= 0).isPresent())) {
            return live;
        }
        var definedWithout =
                defined.get().filter(d -> d.processors().isPresent()).isEmpty();
        return live.stream().map(l -> l.reading(all, definedWithout)).toList();
    }

    /** What has to be done, of which the engine and Compose would refuse nothing. */
    private record Plan(
            String service,
            Resources wanted,
            KeptLimits own,
            List<LiveLimits> live,
            Optional<Long> swap,
            Optional<String> seen,
            Optional<String> content) {
        List<LiveLimits> others() {
            return live.stream().filter(l -> !l.resources().equals(wanted(l))).toList();
        }

        /** What this instance is to have. */
        Resources wanted(LiveLimits instance) {
            return own.of(instance).orElse(wanted);
        }

        Plan of(List<LiveLimits> some) {
            return new Plan(service, wanted, own, some, swap, seen, content);
        }

        boolean changesFile() {
            return !seen.equals(content);
        }
    }

    private Plan plan(String service, Resources wanted) {
        limits.requirePossible(Objects.requireNonNull(wanted, "resources"));
        var seen = file.content();
        LimitsDocument.read(seen.orElse(""));
        var filledIn = variables.get();
        var defined =
                require(service, Optional.ofNullable(compose.limits(filledIn).get(service)));
        var plan = new Plan(
                service,
                wanted,
                KeptLimits.NONE,
                live(service, Instances.of(engine, project), () -> Optional.of(defined)),
                defined.bytesAndSwap(),
                seen,
                seen);
        requirePossible(plan);
        return resources(defined).equals(wanted) ? plan : keeping(plan, filledIn);
    }

    private void requirePossible(Plan plan) {
        requireRoomForSwap(plan, plan.wanted());
        plan.others().forEach(instance -> limits.requirePossible(plan.service(), instance, plan.wanted()));
    }

    private static void requireRoomForSwap(Plan plan, Resources wanted) {
        var memory = wanted.memory().map(DataSize::bytes).orElse(Long.MAX_VALUE);
        if (plan.swap().filter(s -> s > 0 && s < memory).isPresent()) {
            throw new PreconditionFailedException("The Compose files give " + plan.service() + " a memswap_limit of "
                    + new DataSize(plan.swap().get()) + ", above which memory cannot be");
        }
    }

    private Plan keeping(Plan plan, Map<String, String> filledIn) {
        var others = compose.limitsOfOthers(filledIn);
        var before = LimitsDocument.read(plan.seen().orElse(""));
        var after = before.with(plan.service(), plan.wanted(), others.getOrDefault(plan.service(), DefinedLimits.NONE));
        var content = after.isEmpty() ? Optional.<String>empty() : Optional.of(after.text());
        requireValid(plan, content, filledIn);
        return new Plan(plan.service(), plan.wanted(), plan.own(), plan.live(), plan.swap(), plan.seen(), content);
    }

    /** Has Compose read all files as they would be. */
    private void requireValid(Plan plan, Optional<String> content, Map<String, String> filledIn) {
        if (content.isEmpty()) {
            return;
        }
        try (var draft = OverrideFile.write(file.name(), content.get())) {
            var read = compose.limitsWith(draft.path(), filledIn).getOrDefault(plan.service(), DefinedLimits.NONE);
            if (!resources(read).equals(plan.wanted())) {
                throw new PreconditionFailedException("With the limits in " + file.path()
                        + ", Compose would still give " + plan.service() + " others: " + resources(read));
            }
        }
    }

    /** A line for each service, file and consequence that would change. */
    public List<String> preview(String service, Resources wanted) {
        var plan = plan(service, wanted);
        var lines = new ArrayList<String>();
        var others = plan.others();
        if (!others.isEmpty()) {
            var now = LiveLimits.least(plan.live()).toString();
            var which = others.size() == plan.live().size()
                    ? "service " + service
                    : "service " + service + ", " + others.size() + " of "
                            + plan.live().size() + " instances";
            lines.add(new Change(which, now, wanted.toString()).toString());
        }
        LineChanges.between(plan.seen().orElse(""), plan.content().orElse(""))
                .forEach(line -> lines.add("file " + file.path() + ": " + line));
        if (!plan.seen().equals(plan.content())) {
            lines.add("service " + service
                    + ": Compose makes its containers anew at the next up, as their definition differs");
        }
        return lines;
    }

    public Capacity resize(String service, Resources wanted, Progress progress) throws InterruptedException {
        var plan = plan(service, wanted);
        var changed = apply(plan, progress, (instance, why, done) -> {
            throw new StepFailedException(
                    midway(why.getMessage() + " of " + service, plan, done),
                    why,
                    null,
                    why.vendorCode().orElse(null));
        });
        return after(plan, changed);
    }

    /** What is done about an instance that the engine does not change. */
    private interface Refusal {
        void of(LiveLimits instance, StepFailedException why, int done);
    }

    /** @return whether anything was changed */
    private boolean apply(Plan plan, Progress progress, Refusal refusal) throws InterruptedException {
        file.replace(plan.seen(), plan.content());
        var changed = plan.changesFile();
        var done = plan.live().size() - plan.others().size();
        for (var instance : plan.others()) {
            progress.report(done, plan.live().size(), "instances");
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted with " + done + " instances resized");
            }
            try {
                limits.change(instance, plan.wanted(instance), plan.swap());
            } catch (StepFailedException e) {
                refusal.of(instance, e, done);
                continue;
            } catch (TargetUnavailableException | PreconditionFailedException e) {
                if (!changed) {
                    throw e;
                }
                throw new StepFailedException(midway(plan.service() + ": " + e.getMessage(), plan, done), e);
            } catch (OutcomeUnknownException e) {
                throw new OutcomeUnknownException(midway(e.getMessage() + " of " + plan.service(), plan, done), e);
            }
            changed = true;
            done++;
        }
        progress.report(done, plan.live().size(), "instances");
        return changed;
    }

    private String midway(String failure, Plan plan, int done) {
        return failure + "; " + done + " of " + plan.live().size()
                + " instances have the limits that the next up gives them by " + file.path();
    }

    /** What there is then; that it cannot be read does not say any more that nothing was changed. */
    private Capacity after(Plan plan, boolean changed) {
        try {
            return capacity(plan.service());
        } catch (TargetUnavailableException | PreconditionFailedException e) {
            if (!changed) {
                throw e;
            }
            throw new StepFailedException(
                    "All " + plan.live().size() + " instances of " + plan.service()
                            + " were given the new limits, and could not be looked at then: " + e.getMessage(),
                    e);
        }
    }

    /** The limits of what runs, of each instance if they differ, and the content of the file. */
    public ResourceState state(String service) {
        var live = live(service, Instances.of(engine, project), () -> defined(service));
        var resources = live.isEmpty() ? resources(require(service, defined(service))) : LiveLimits.least(live);
        return new ResourceState(
                service,
                resources,
                KeptLimits.of(live).text()
                        + file.content().map(c -> CONTENT + c).orElse(""));
    }

    /**
     * Gives the file exactly the content it had, unless other services' limits or other content have changed since: then only the service's
     * limits are taken from that. An instance that cannot have now what it had, or that the engine does not change, keeps what it has, and is told
     * when all else was done.
     */
    public Capacity restore(ResourceState state, Progress progress) throws InterruptedException {
        var seen = file.content();
        var at = state.kept().indexOf(CONTENT);
        var before =
                at < 0 ? Optional.<String>empty() : Optional.of(state.kept().substring(at + CONTENT.length()));
        var filledIn = variables.get();
        var defined = Optional.ofNullable(compose.limits(filledIn).get(state.service()));
        var plan = new Plan(
                state.service(),
                state.resources(),
                KeptLimits.parse(at < 0 ? state.kept() : state.kept().substring(0, at)),
                live(state.service(), Instances.of(engine, project), () -> defined),
                defined.flatMap(DefinedLimits::bytesAndSwap),
                seen,
                restored(state.service(), seen, before));
        var refused = refused(plan);
        var possible = plan.of(
                plan.live().stream().filter(l -> !refused.containsKey(l)).toList());
        if (!refused.isEmpty() && possible.others().isEmpty() && !plan.changesFile()) {
            throw new PreconditionFailedException(String.join("; ", refused.values()));
        }
        var changed = apply(
                possible, progress, (instance, why, done) -> refused.put(instance, String.valueOf(why.getMessage())));
        if (!refused.isEmpty()) {
            throw new StepFailedException("The limits of " + state.service() + " are those from before, in "
                    + file.path() + " too, but for " + refused.size() + " of "
                    + plan.live().size() + " instances: " + String.join("; ", refused.values()));
        }
        return after(plan, changed);
    }

    /** Why instances cannot have what they are to. */
    private Map<LiveLimits, String> refused(Plan plan) {
        var refused = new LinkedHashMap<LiveLimits, String>();
        for (var instance : plan.others()) {
            try {
                requireRoomForSwap(plan, plan.wanted(instance));
                limits.requirePossible(plan.service(), instance, plan.wanted(instance));
            } catch (PreconditionFailedException e) {
                refused.put(instance, String.valueOf(e.getMessage()));
            }
        }
        return refused;
    }

    static Optional<String> restored(String service, Optional<String> seen, Optional<String> before) {
        if (seen.equals(before)) {
            return seen;
        }
        var now = LimitsDocument.read(seen.orElse(""));
        var then = LimitsDocument.read(before.orElse(""));
        if (now.without(service).equals(then.without(service))) {
            return before;
        }
        var merged = now.with(service, then);
        return merged.isEmpty() ? Optional.empty() : Optional.of(merged.text());
    }
}
