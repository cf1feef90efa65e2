package io.emrops.core.engine;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Plan.Foretold;
import io.emrops.Plan.PlannedStep;
import io.emrops.PreconditionFailedException;
import io.emrops.Preview;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.Value;
import io.emrops.spi.DeferredOperation;
import io.emrops.spi.Definition;
import io.emrops.spi.Handle;
import io.emrops.spi.Leases;
import io.emrops.spi.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rehearses: asks each operation's target what it would do, and executes nothing. What a step would return is handed on
 * as far as its operation can predict it; what depends on anything else is said to depend on it.
 */
final class Planner {
    private final Leases leases;
    private final Inquiries inquiries;
    private final UnaryOperator<String> scrub;

    Planner(Surroundings around) {
        this.leases = around.leases();
        this.inquiries = around.inquiries();
        this.scrub = around.scrubber()::scrub;
    }

    /** What is known before anything is predicted. */
    interface Known {
        Object param(String id);

        /** The result of a step that has finished. */
        Optional<Object> result(String path);

        boolean skipped(String path);
    }

    /** @throws Inquiries.Closed if the engine is closed meanwhile */
    List<PlannedStep> rehearse(Definition definition, Known known) {
        var rehearsal = new Rehearsal(definition, known);
        rehearsal.walk(definition.nodes());
        return rehearsal.steps;
    }

    /** Thrown where a result is read that nobody can foretell. */
    private static final class NotForetold extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        private final String on;

        NotForetold(String on) {
            super("It depends on what step \"" + on + "\" gives");
            this.on = on;
        }
    }

    private final class Rehearsal implements Handle.Results {
        private final Definition definition;
        private final Known known;
        private final Map<String, Object> predicted = new ConcurrentHashMap<>();
        private final Set<Target> silent = ConcurrentHashMap.newKeySet();
        private final List<PlannedStep> steps = new ArrayList<>();
        private final Inputs inputs = new Inputs() {
            @Override
            public <T> T get(Value<T> value) {
                if (!definition.owns(value)) {
                    throw new IllegalStateException("\"" + value.id() + "\" belongs to another runbook");
                }
                return Handle.read(value, Rehearsal.this);
            }
        };

        Rehearsal(Definition definition, Known known) {
            this.definition = definition;
            this.known = known;
        }

        @Override
        public Object param(String id) {
            return definition.params().stream()
                    .filter(p -> p.id().equals(id))
                    .findFirst()
                    .flatMap(Definition.ParamSpec::boundTo)
                    .<Object>map(inputs::get)
                    .orElseGet(() -> known.param(id));
        }

        @Override
        public Object result(String path) {
            return known.result(path)
                    .or(() -> Optional.ofNullable(predicted.get(path)))
                    .orElseThrow(() -> new NotForetold(path));
        }

        @Override
        public boolean skipped(String path) {
            return known.skipped(path);
        }

        void walk(List<? extends Node> nodes) {
            for (var node : nodes) {
                if (node instanceof Node.Part part) {
                    walk(part.nodes());
                } else if (node instanceof Node.Branches branches) {
                    walk(branches.branches());
                } else if (node instanceof Node.Lock lock) {
                    add(lock(lock));
                } else if (node instanceof Node.Window window) {
                    add(new PlannedStep(
                            window.path(),
                            "window",
                            "Only within " + window.window(),
                            Foretold.CHANGES_NOTHING,
                            Optional.empty(),
                            List.of(),
                            List.of()));
                } else if (node instanceof Node.Task task) {
                    add(task(task));
                } else if (node instanceof Node.FanOut fan) {
                    fanOut(fan);
                } else if (node instanceof Node.Stepping step) {
                    add(looking(step));
                }
            }
        }

        private void add(PlannedStep step) {
            steps.add(new PlannedStep(
                    scrub.apply(step.path()),
                    step.kind(),
                    scrub.apply(step.title()),
                    step.foretold(),
                    step.target().map(t -> Scrubbed.target(t, scrub)),
                    step.changes().stream().map(scrub).toList(),
                    step.remarks().stream().map(scrub).toList()));
        }

        private PlannedStep lock(Node.Lock lock) {
            var remarks = new ArrayList<String>();
            leases.holder(lock.name()).ifPresent(held -> remarks.add("now " + LockWorker.words(held)));
            return new PlannedStep(
                    lock.path(),
                    "lock",
                    "Take lock \"" + lock.name() + "\"",
                    Foretold.CHANGES_NOTHING,
                    Optional.empty(),
                    List.of(),
                    remarks);
        }

        private PlannedStep looking(Node.Stepping step) {
            var remarks = new ArrayList<String>();
            condition(step).ifPresent(remarks::add);
            if (step instanceof Node.Checking check && !check.check().describe().isEmpty()) {
                remarks.add(check.check().describe());
            } else if (step instanceof Node.Approving approval) {
                remarks.add(approval.atLeast() + " of " + approval.group()
                        + (approval.notTheStarter() ? ", not the starter" : ""));
            } else if (step instanceof Node.Manual manual) {
                remarks.add("confirmed by " + manual.group());
            }
            return new PlannedStep(
                    step.path(),
                    step.kind(),
                    step.title(),
                    Foretold.CHANGES_NOTHING,
                    Optional.empty(),
                    List.of(),
                    remarks);
        }

        private PlannedStep task(Node.Task task) {
            var remarks = new ArrayList<String>();
            condition(task).ifPresent(remarks::add);
            if (known.result(task.path()).isPresent()) {
                remarks.add("done already");
                return planned(task, Foretold.CHANGES_NOTHING, Optional.empty(), List.of(), remarks);
            }
            if (task.authored()) {
                remarks.add("the author's own code, which cannot be asked");
                return planned(task, Foretold.AUTHORS_CODE, Optional.empty(), List.of(), remarks);
            }
            return preview(task, task.operation(), remarks);
        }

        private <T> PlannedStep preview(Node.Task task, Operation<T> operation, List<String> remarks) {
            var answered = new AtomicReference<@Nullable Target>();
            try {
                var preview = inquiries.ask(() -> ask(operation, answered));
                preview.predicted().ifPresent(result -> predicted.put(task.path(), result));
                remarks.addAll(preview.remarks());
                return planned(task, Foretold.YES, target(answered), preview.changes(), remarks);
            } catch (Inquiries.Closed e) {
                throw e;
            } catch (NotForetold e) {
                remarks.add("depends on what step \"" + e.on + "\" gives");
                return planned(task, Foretold.DEPENDS, target(answered), List.of(), remarks);
            } catch (PreconditionFailedException e) {
                remarks.add("would be refused: " + Outcome.words(e));
                return planned(task, Foretold.REFUSED, target(answered), List.of(), remarks);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                remarks.add("cannot be foretold: the rehearsal was interrupted");
                return planned(task, Foretold.UNKNOWN, target(answered), List.of(), remarks);
            } catch (Inquiries.Unanswered e) {
                target(answered).ifPresent(silent::add);
                remarks.add("cannot be foretold: its target was asked, and " + Outcome.words(e));
                return planned(task, Foretold.UNKNOWN, target(answered), List.of(), remarks);
            } catch (Exception | LinkageError | AssertionError e) {
                remarks.add("cannot be foretold: " + Outcome.words(e));
                return planned(task, Foretold.UNKNOWN, target(answered), List.of(), remarks);
            }
        }

        /** @param answered where to put the target as soon as it has said who it is */
        private <T> Preview<T> ask(Operation<T> operation, AtomicReference<@Nullable Target> answered)
                throws Exception {
            var chosen = operation instanceof DeferredOperation<T> deferred ? deferred.choose(inputs) : operation;
            var target = chosen.target();
            answered.set(target);
            if (silent.contains(target)) {
                throw new TargetUnavailableException("its target did not answer about an earlier step");
            }
            return chosen.preview(inputs);
        }

        private static Optional<Target> target(AtomicReference<@Nullable Target> answered) {
            return Optional.ofNullable(answered.get());
        }

        private void fanOut(Node.FanOut fan) {
            try {
                fan.items()
                        .apply(inputs)
                        .forEach((key, item) ->
                                add(under(condition(fan), task(fan.task().apply(key, item)))));
            } catch (NotForetold e) {
                add(new PlannedStep(
                        fan.path(),
                        fan.kind(),
                        fan.title(),
                        Foretold.DEPENDS,
                        Optional.empty(),
                        List.of(),
                        Stream.concat(
                                        condition(fan).stream(),
                                        Stream.of(fan.from(), "depends on what step \"" + e.on + "\" gives"))
                                .toList()));
            } catch (RuntimeException | LinkageError | AssertionError e) {
                add(new PlannedStep(
                        fan.path(),
                        fan.kind(),
                        fan.title(),
                        Foretold.UNKNOWN,
                        Optional.empty(),
                        List.of(),
                        List.of("the items cannot be told: " + Outcome.words(e))));
            }
        }

        private static PlannedStep under(Optional<String> condition, PlannedStep step) {
            return new PlannedStep(
                    step.path(),
                    step.kind(),
                    step.title(),
                    step.foretold(),
                    step.target(),
                    step.changes(),
                    Stream.concat(condition.stream(), step.remarks().stream()).toList());
        }

        private Optional<String> condition(Node.Stepping step) {
            return step.traits().onlyIf().map(c -> "only if: " + c.why());
        }

        private PlannedStep planned(
                Node.Task task,
                Foretold foretold,
                Optional<Target> target,
                List<String> changes,
                List<String> remarks) {
            return new PlannedStep(task.path(), task.kind(), task.title(), foretold, target, changes, remarks);
        }
    }
}
