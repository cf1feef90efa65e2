package io.emrops.core.engine;

import io.emrops.Inputs;
import io.emrops.Output;
import io.emrops.Secret;
import io.emrops.Value;
import io.emrops.core.history.OutputCodec;
import io.emrops.core.history.RunHistory;
import io.emrops.core.history.StepHistory;
import io.emrops.spi.Definition;
import io.emrops.spi.Handle;
import io.emrops.spi.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What a run has come to, for those who read it by handles: parameters, and results as the journal kept them. */
final class Results implements Planner.Known {
    private final Definition definition;
    private final RunJournal journal;
    private final Map<String, Object> params;
    private final Map<String, Secret> secrets;
    private final Chart chart;
    private final Map<String, Object> decoded = new ConcurrentHashMap<>();

    Results(
            Definition definition,
            Chart chart,
            RunJournal journal,
            Map<String, Object> params,
            Map<String, Secret> secrets) {
        this.definition = definition;
        this.journal = journal;
        this.params = params;
        this.secrets = secrets;
        this.chart = chart;
    }

    /** What can be read from inside these branches, outermost first. */
    Inputs from(List<String> branches) {
        return new Inputs() {
            @Override
            public <T> T get(Value<T> value) {
                if (!definition.owns(value)) {
                    throw new IllegalStateException("\"" + value.id() + "\" belongs to another runbook");
                }
                return Handle.read(value, new View(branches));
            }
        };
    }

    @Override
    public Object param(String id) {
        return new View(List.of()).param(id);
    }

    @Override
    public Optional<Object> result(String path) {
        return journal.look(stateOf(path)) == StepHistory.State.DONE ? Optional.of(read(path)) : Optional.empty();
    }

    @Override
    public boolean skipped(String path) {
        return journal.look(stateOf(path)) == StepHistory.State.SKIPPED;
    }

    /** The step of a path; items of a fan-out are made from its items. */
    Optional<Node.Task> task(String path) {
        if (step(path).orElse(null) instanceof Node.Task task) {
            return Optional.of(task);
        }
        var bracket = path.endsWith("]") ? path.lastIndexOf('[') : -1;
        if (bracket < 0 || !(step(path.substring(0, bracket)).orElse(null) instanceof Node.FanOut fan)) {
            return Optional.empty();
        }
        var key = path.substring(bracket + 1, path.length() - 1);
        var items = fan.items().apply(from(branches(fan.path())));
        return items.containsKey(key) ? Optional.of(fan.task().apply(key, items.get(key))) : Optional.empty();
    }

    Optional<Node.Stepping> step(String path) {
        return chart.step(path);
    }

    /** The branches a step is in, outermost first. */
    List<String> branches(String path) {
        return chart.branches(path);
    }

    /** Forgets what was read of a step, as it is to be done anew. */
    void forget() {
        decoded.clear();
    }

    private Object read(String path) {
        var known = decoded.get(path);
        if (known != null) {
            return known;
        }
        var step = step(path).orElseThrow(() -> new IllegalStateException("There is no step \"" + path + "\""));
        var value = step instanceof Node.FanOut fan
                ? items(fan)
                : value(path, step.traits().output());
        decoded.put(path, value);
        return value;
    }

    private Object items(Node.FanOut fan) {
        requireDone(fan.path());
        var keys =
                journal.look(h -> h.find(fan.path()).flatMap(StepHistory::keys).orElse(List.of()));
        var values = new LinkedHashMap<String, Object>();
        for (var key : keys) {
            values.put(key, value(fan.path() + "[" + key + "]", fan.itemOutput()));
        }
        return java.util.Collections.unmodifiableMap(values);
    }

    private Object value(String path, Output<?> output) {
        requireDone(path);
        var node = journal.look(h -> h.output(path));
        return OutputCodec.read(output, node.orElseThrow(), path);
    }

    private void requireDone(String path) {
        var state = journal.look(stateOf(path));
        if (state != StepHistory.State.DONE) {
            throw new IllegalStateException("Step \"" + path + "\" has not finished, so it has no result to read");
        }
    }

    private static Function<RunHistory, StepHistory.State> stateOf(String path) {
        return h -> h.find(path).map(StepHistory::state).orElse(StepHistory.State.NEW);
    }

    private final class View implements Handle.Results {
        private final List<String> branches;

        View(List<String> branches) {
            this.branches = branches;
        }

        @Override
        public Object param(String id) {
            var secret = secrets.get(id);
            if (secret != null) {
                return secret;
            }
            var value = params.get(id);
            if (value != null) {
                return value;
            }
            var bound = definition.params().stream()
                    .filter(p -> p.id().equals(id))
                    .findFirst()
                    .flatMap(Definition.ParamSpec::boundTo);
            return Handle.read(
                    bound.orElseThrow(() -> new IllegalStateException("Parameter \"" + id + "\" has no value")), this);
        }

        @Override
        public Object result(String path) {
            requireVisible(path);
            return read(path);
        }

        @Override
        public boolean skipped(String path) {
            requireVisible(path);
            return journal.look(stateOf(path)) == StepHistory.State.SKIPPED;
        }

        /** A reader in one branch does not see into its siblings: whether they have finished would be chance. */
        private void requireVisible(String path) {
            for (var branch : branches(path)) {
                var fork = branch.substring(0, branch.lastIndexOf('/'));
                var inSibling = branches.stream().anyMatch(b -> b.startsWith(fork + "/")) && !branches.contains(branch);
                if (inSibling) {
                    throw new IllegalStateException("Step \"" + path
                            + "\" is in a sibling branch; what it gives can be read behind the branches only");
                }
            }
        }
    }
}
