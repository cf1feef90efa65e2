package io.emrops.core.health;

import com.sun.management.OperatingSystemMXBean;
import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/** The processors of this machine. */
public final class Cpu {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private Cpu() {}

    /** How busy the processors were since the call before, from 0 to 1; negative if that is not known. */
    @FunctionalInterface
    interface Load {
        double since();
    }

    /** Waits, or moves a clock. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /**
     * All processors together are less busy than this, on average over the time given. Takes that long; an interrupt
     * ends it.
     *
     * @param percent more than 0, up to 100
     * @param over at least half a second
     */
    public static Check loadBelow(int percent, Duration over) {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return loadBelow(percent, over, system::getCpuLoad, time -> Thread.sleep(time.toMillis()));
    }

    /** The same, told by what is left: at least this much of all processors is idle, on average over the time given. */
    public static Check idleAtLeast(int percent, Duration over) {
        return loadBelow(100 - percent, over);
    }

    static Check loadBelow(int percent, Duration over, Load load, Pause pause) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("A load to stay below is 1 to 100 percent: " + percent);
        }
        if (over.compareTo(PAUSE.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("A load is measured over half a second or more: " + over);
        }
        return new Measured("The processors are less than " + percent + " % busy over " + words(over), run -> {
            var average = average(load, pause, over.dividedBy(PAUSE));
            var text =
                    String.format(Locale.ROOT, "The processors were %.0f %% busy over %s", average * 100, words(over));
            return average * 100 < percent ? Finding.ok(text) : Finding.notOk(text + ", " + percent + " % is too much");
        });
    }

    private static double average(Load load, Pause pause, long samples) throws InterruptedException {
        load.since();
        var sum = 0.0;
        var known = 0;
        for (var i = 0L; i < samples; i++) {
            pause.sleep(PAUSE);
            var sample = load.since();
            // The first answers after the start of a JVM are often negative, "not known yet", or NaN.
            if (sample >= 0) {
                sum += sample;
                known++;
            }
        }
        if (known == 0) {
            throw new TargetUnavailableException("The system does not tell its load", null, Target.thisMachine());
        }
        return sum / known;
    }

    private static String words(Duration over) {
        return over.toMillis() % 1000 == 0 ? over.toSeconds() + " s" : over.toMillis() + " ms";
    }
}
