package io.emrops.benchmarks.start;

import io.emrops.benchmarks.process.Child;
import io.emrops.benchmarks.process.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to start the program.
 *
 * @param options of the JVM
 */
record Way(String name, Jvm jvm, List<String> options) {
    /** A class that is in the archive if anything of the program is. */
    private static final String ARCHIVED = "io.emrops.core.engine.LocalEngine ";

    /** With the options that suit a program of one second. */
    static Way shortLived(Jvm jvm) {
        return new Way(jvm.name() + ", C1 and SerialGC", jvm, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    }

    static Way plain(Jvm jvm) {
        return new Way(jvm.name(), jvm, List.of());
    }

    /** The same with the classes of a whole run in an archive that the JVM makes when it ends. */
    Way sharingClasses(Path scratch) throws Exception {
        var archive = scratch.resolve("classes.jsa");
        return trained(scratch, "AppCDS", "-XX:ArchiveClassesAtExit=" + archive, "-XX:SharedArchiveFile=" + archive);
    }

    /** The same with classes, links and profiles of a whole run in a cache, from JDK 25 on. */
    Way cachedAheadOfTime(Path scratch) throws Exception {
        var cache = scratch.resolve("classes.aot");
        return trained(scratch, "AOT cache", "-XX:AOTCacheOutput=" + cache, "-XX:AOTCache=" + cache);
    }

    private Way trained(Path scratch, String what, String training, String using) throws Exception {
        Child.run(with(training)
                .command(FirstStep.class, scratch.resolve("training").toString(), "whole"));
        var trained = new Way(name + ", " + what, jvm, with(using).options());
        var log = scratch.resolve("class-load.log");
        Child.run(trained.with("-Xlog:class+load:file=" + log)
                .command(FirstStep.class, scratch.resolve("trained").toString()));
        try (var lines = Files.lines(log)) {
            if (lines.noneMatch(line -> line.contains(ARCHIVED) && line.contains("shared objects file"))) {
                throw new IllegalStateException("The JVM has passed over " + using);
            }
        }
        return trained;
    }

    private Way with(String option) {
        var more = new ArrayList<>(options);
        more.add(option);
        return new Way(name, jvm, more);
    }

    List<String> command(Class<?> main, String... args) {
        return jvm.java(options, main, args);
    }
}
