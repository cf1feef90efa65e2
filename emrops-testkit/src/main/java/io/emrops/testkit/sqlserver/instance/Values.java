package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operands of a statement stand for: themselves, or the value of a variable. */
final class Values {
    private final Instance instance;
    private final Map<String, ? extends @Nullable Object> variables;

    /** @param variables by their names, with {@code @} and in lower case */
    Values(Instance instance, Map<String, ? extends @Nullable Object> variables) {
        this.instance = instance;
        this.variables = variables;
    }

    /** @throws Refusal 137 if it is a variable that nobody has declared */
    String text(Operand operand) throws Refusal {
        return String.valueOf(value(operand));
    }

    /** @throws Refusal 3217 if it is no number */
    int number(Operand operand, String parameter) throws Refusal {
        var value = value(operand);
        if (value instanceof Number number) {
            return number.intValue();
        }
        throw instance.refusal(3217, parameter);
    }

    /** What {@code STATS} says: how many percent there are between two reports; 0 for no reports. */
    int percent(boolean asked, Optional<Operand> every) throws Refusal {
        if (every.isEmpty()) {
            return asked ? 10 : 0;
        }
        var percent = number(every.get(), "STATS");
        if (percent < 1 || percent > 100) {
            throw instance.refusal(3250, percent, "STATS");
        }
        return percent;
    }

    /** @throws Refusal 241 if it is no time */
    Instant time(Operand operand) throws Refusal {
        var value = value(operand);
        var time = value instanceof LocalDateTime known
                ? Optional.of(known)
                : value instanceof LocalDate day
                        ? Optional.of(day.atStartOfDay())
                        : DatetimeText.parse(String.valueOf(value));
        return time.orElseThrow(() -> instance.refusal(241))
                .atZone(instance.zone())
                .toInstant();
    }

    Optional<String> text(Optional<Operand> operand) throws Refusal {
        return operand.isEmpty() ? Optional.empty() : Optional.of(text(operand.get()));
    }

    /** @throws Refusal 137 if it is a variable that nobody has declared */
    @Nullable
    Object value(Operand operand) throws Refusal {
        if (operand instanceof Operand.Name name) {
            return name.value();
        } else if (operand instanceof Operand.Text text) {
            return text.value();
        } else if (operand instanceof Operand.WholeNumber number) {
            return number.value();
        } else if (operand instanceof Operand.Variable variable) {
            var key = variable.name().toLowerCase(Locale.ROOT);
            if (!variables.containsKey(key)) {
                throw instance.refusal(137, variable.name());
            }
            return variables.get(key);
        }
        return null;
    }
}
