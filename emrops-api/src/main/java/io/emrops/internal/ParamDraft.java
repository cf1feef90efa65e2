package io.emrops.internal;

import io.emrops.Output;
import io.emrops.Param;
import io.emrops.Secret;
import io.emrops.Value;
import io.emrops.spi.Definition;
import io.emrops.spi.Handle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A parameter, being defined. */
final class ParamDraft<T> implements Param<T>, Handle {
    static final String MUST_MATCH = "must match ";

    private final Scope scope;
    private final String id;
    private final Class<T> type;
    private final List<Definition.Demand> demands = new ArrayList<>();
    private Optional<Object> defaultValue = Optional.empty();
    private String description = "";

    ParamDraft(Scope scope, String id, Class<T> type) {
        this.scope = scope;
        this.id = scope.prefix() + id;
        this.type = type;
        scope.mention(path());
        if (!Ids.isId(id)) {
            fault("\"" + id + "\" is not an id; use 1 to 60 of a-z 0-9 . _ - and begin with a letter or digit");
        }
    }

    @Override
    public String id() {
        return id;
    }

    Class<T> type() {
        return type;
    }

    @Override
    public Object root() {
        return scope.root();
    }

    @Override
    public Object read(Results results) {
        return results.param(id);
    }

    @Override
    public Param<T> matches(String regex) {
        scope.requireOpen();
        try {
            var pattern = Pattern.compile(regex);
            demands.add(new Definition.Demand(
                    MUST_MATCH + regex,
                    value -> pattern.matcher(value.toString()).matches()));
        } catch (PatternSyntaxException e) {
            fault("\"" + regex + "\" is not a regular expression: " + e.getDescription());
        }
        return this;
    }

    @Override
    public Param<T> orElse(T value) {
        scope.requireOpen();
        defaultValue = Optional.of(value);
        return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Param<T> check(String why, Predicate<? super T> demand) {
        scope.requireOpen();
        demands.add(new Definition.Demand(why, value -> demand.test((T) value)));
        return this;
    }

    @Override
    public Param<T> describedAs(String text) {
        scope.requireOpen();
        description = text;
        return this;
    }

    Definition.ParamSpec freeze(Optional<Value<?>> boundTo) {
        var secret = type == Secret.class;
        if (!secret) {
            Output.of(type).faults().forEach(f -> fault("cannot be journalled: " + f));
        } else if (!demands.isEmpty() || defaultValue.isPresent()) {
            fault("is a secret; it has neither demands nor a default");
        }
        if (!secret) {
            defaultValue.ifPresent(this::checkDefault);
        }
        return new Definition.ParamSpec(id, type, secret, defaultValue, demands, description, boundTo);
    }

    private void checkDefault(Object value) {
        for (var demand : demands) {
            try {
                if (!demand.holds().test(value)) {
                    fault("its own default \"" + value + "\" is refused: " + demand.why());
                }
            } catch (RuntimeException e) {
                fault("its own default \"" + value + "\" is refused: " + demand.why() + " ("
                        + e.getClass().getSimpleName() + ")");
            }
        }
    }

    private void fault(String what) {
        scope.fault(path(), what);
    }

    private String path() {
        return "param " + id;
    }
}
