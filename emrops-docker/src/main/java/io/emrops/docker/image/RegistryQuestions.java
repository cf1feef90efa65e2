package io.emrops.docker.image;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks registries about many images: each name once, several at a time, as a registry that is away takes its time. */
public final class RegistryQuestions {
    private static final int AT_A_TIME = 8;

    private final Images images;

    public RegistryQuestions(Images images) {
        this.images = images;
    }

    /** What is known of each name; a registry that does not answer is an answer too. */
    public Map<String, RegistryAnswer> ask(Collection<String> names) throws InterruptedException {
        var wanted = new TreeSet<>(names);
        var answers = new LinkedHashMap<String, RegistryAnswer>();
        if (wanted.isEmpty()) {
            return answers;
        }
        var workers = Executors.newFixedThreadPool(Math.min(AT_A_TIME, wanted.size()), work -> {
            var thread = new Thread(work, "emrops-registry");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var asked = new LinkedHashMap<String, Future<RegistryAnswer>>();
            for (var name : wanted) {
                Callable<RegistryAnswer> question = () -> images.inRegistry(name);
                asked.put(name, workers.submit(question));
            }
            for (var question : asked.entrySet()) {
                answers.put(question.getKey(), question.getValue().get());
            }
            return answers;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }
}
