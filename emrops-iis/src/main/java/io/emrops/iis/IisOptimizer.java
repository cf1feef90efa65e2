package io.emrops.iis;

import io.emrops.Done;
import io.emrops.InDoubt;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import io.emrops.iis.OptimizerScript.Answered;
import io.emrops.iis.OptimizerScript.Asked;
import io.emrops.iis.OptimizerScript.Before;
import io.emrops.iis.OptimizerScript.Compression;
import io.emrops.iis.OptimizerScript.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Has IIS compress what a site answers, and keep files of some kinds in its output cache, as a step of a runbook. Read first, and set
 * only where it differs; undone to exactly what stood there, so what was not set for the site is not set again. Safe to repeat: state
 * {@link InDoubt#rerun} or {@link InDoubt#probe}.
 *
 * <pre>{@code
 * rb.step("optimize", "Compress and cache", IisOptimizer.of(iis, "Scheduler").compression(true, true)
 *         .cache(".js", CachePolicy.CACHE_UNTIL_CHANGE, CachePolicy.CACHE_UNTIL_CHANGE).build());
 * }</pre>
 *
 * <p>It is written for the site into {@code applicationHost.config}, by one commit, and not into the site's {@code web.config}, which
 * belongs to a release and goes with it. What a {@code web.config} says itself of these attributes goes before. Dynamic compression has
 * to be installed in Windows; the setting alone does nothing.
 *
 * @see <a href="https://learn.microsoft.com/iis/configuration/system.webserver/urlcompression">URL Compression</a>
 */
public final class IisOptimizer implements Operation<Done> {
    private final Iis iis;
    private final String site;
    private final List<Compression> compression;
    private final List<Profile> profiles;

    private IisOptimizer(Builder builder) {
        this.iis = builder.iis;
        this.site = builder.site;
        this.compression = List.copyOf(builder.compression.values());
        this.profiles = List.copyOf(builder.profiles.values());
    }

    /** Nothing is set yet. */
    public static Builder of(Iis iis, String site) {
        return new Builder(iis, site);
    }

    /** Static and dynamic compression, and scripts and style sheets in both caches until they change. */
    public static IisOptimizer usual(Iis iis, String site) {
        return of(iis, site)
                .compression(true, true)
                .cache(".js", CachePolicy.CACHE_UNTIL_CHANGE, CachePolicy.CACHE_UNTIL_CHANGE)
                .cache(".css", CachePolicy.CACHE_UNTIL_CHANGE, CachePolicy.CACHE_UNTIL_CHANGE)
                .build();
    }

    /** Says what is to be set. */
    public static final class Builder {
        private static final Pattern EXTENSION = Pattern.compile("\\.[a-z0-9]{1,32}");

        private final Iis iis;
        private final String site;
        private final Map<String, Compression> compression = new LinkedHashMap<>();
        private final Map<String, Profile> profiles = new LinkedHashMap<>();

        private Builder(Iis iis, String site) {
            this.iis = Objects.requireNonNull(iis, "iis");
            this.site = IisNames.requireName("site", site);
        }

        /** Whether files, and whether what programs answer, are compressed. */
        public Builder compression(boolean files, boolean dynamic) {
            put("doStaticCompression", files);
            put("doDynamicCompression", dynamic);
            return this;
        }

        private void put(String attribute, boolean value) {
            compression.put(attribute, new Compression(attribute, Boolean.toString(value)));
        }

        /**
         * How files of a kind are kept in the caches of the worker process and of the kernel.
         *
         * @param extension as in {@code .js}
         */
        public Builder cache(String extension, CachePolicy user, CachePolicy kernel) {
            var lower = extension.toLowerCase(Locale.ROOT);
            if (!EXTENSION.matcher(lower).matches()) {
                throw new IllegalArgumentException("An extension is written as in .js");
            }
            profiles.put(lower, new Profile(lower, true, user.word(), kernel.word()));
            return this;
        }

        /** @throws IllegalArgumentException if there is nothing to set */
        public IisOptimizer build() {
            if (compression.isEmpty() && profiles.isEmpty()) {
                throw new IllegalArgumentException("There is nothing to set");
            }
            return new IisOptimizer(this);
        }
    }

    @Override
    public String describe() {
        var what = new ArrayList<String>();
        if (!compression.isEmpty()) {
            what.add("compression");
        }
        profiles.forEach(profile -> what.add("caching of " + profile.extension()));
        return "Set " + String.join(", ", what) + " for site " + site;
    }

    @Override
    public Output<Done> output() {
        return Output.of(Done.class);
    }

    @Override
    public Target target() {
        return iis.target();
    }

    /** What would be changed, without a commit. */
    public List<AttributeChange> changes() throws InterruptedException {
        return look().changes();
    }

    @Override
    public Preview<Done> preview(Inputs in) throws InterruptedException {
        return Preview.<Done>of(changes().stream().map(AttributeChange::line).toList())
                .predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) throws InterruptedException {
        iis.ask(OptimizerScript.OPTIMIZE.with(new Asked(true, site, compression, profiles)));
        return Done.DONE;
    }

    @Override
    public Probe<Done> probe(StepContext run) throws InterruptedException {
        return changes().isEmpty() ? Probe.applied(Done.DONE) : Probe.notApplied();
    }

    private Answered look() throws InterruptedException {
        return iis.ask(OptimizerScript.look().with(new Asked(false, site, compression, profiles)));
    }

    @Override
    public Undoing<Done> undoing() {
        return new Back();
    }

    @Override
    public String kind() {
        return "iis.optimize";
    }

    @Override
    public Map<String, String> configuration() {
        var configuration = new TreeMap<String, String>();
        configuration.put("site", site);
        compression.forEach(each -> configuration.put(each.attribute(), each.value()));
        profiles.forEach(each -> configuration.put(each.extension(), each.policy() + "/" + each.kernelPolicy()));
        return configuration;
    }

    private final class Back implements Undoing.Compensation<Done, Before> {
        @Override
        public String describe() {
            return "Put back what was set for site " + site + ", and take out what was not";
        }

        @Override
        public Output<Before> before() {
            return Output.of(Before.class);
        }

        @Override
        public Before capture(StepContext run) throws InterruptedException {
            var now = look();
            return new Before(now.compression(), now.profiles());
        }

        @Override
        public void undo(StepContext run, Before before, Optional<Done> result) throws InterruptedException {
            iis.ask(OptimizerScript.OPTIMIZE.with(new Asked(true, site, before.compression(), before.profiles())));
        }
    }
}
