package io.emrops.core.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a field of an answer should be.
 *
 * @param field as the author wrote it
 * @param what "should be 3", for people
 */
record JsonExpectation(String field, JsonPointer pointer, String what, Predicate<JsonNode> demand) {
    private static final int SHORT = 60;

    static JsonExpectation equal(String field, Object value) {
        if (!(value instanceof String || value instanceof Boolean || value instanceof Number)) {
            throw new IllegalArgumentException("Expect a text, a boolean or a number, not a "
                    + value.getClass().getSimpleName());
        }
        return new JsonExpectation(field, pointer(field), show(value), node -> same(node, value));
    }

    static JsonExpectation meeting(String field, String what, Predicate<? super String> demand) {
        return new JsonExpectation(
                field, pointer(field), what, node -> node.isValueNode() && !node.isNull() && holds(demand, node));
    }

    String describe() {
        return field + " is " + what;
    }

    /** What is wrong; empty if nothing is. */
    Optional<String> fault(JsonNode answer, UnaryOperator<String> scrub) {
        var node = answer.at(pointer);
        if (node.isMissingNode()) {
            return Optional.of(field + " is missing, expected " + what);
        }
        return demand.test(node)
                ? Optional.empty()
                : Optional.of(field + " is " + show(node, scrub) + ", expected " + what);
    }

    private static JsonPointer pointer(String field) {
        return field.startsWith("/")
                ? JsonPointer.compile(field)
                : JsonPointer.compile("/" + field.replace("~", "~0").replace("/", "~1"));
    }

    private static boolean same(JsonNode node, Object value) {
        if (value instanceof Number number) {
            return node.isNumber() && node.decimalValue().compareTo(new BigDecimal(number.toString())) == 0;
        }
        return value instanceof Boolean bool
                ? node.isBoolean() && node.booleanValue() == bool
                : node.isTextual() && node.textValue().equals(value);
    }

    private static boolean holds(Predicate<? super String> demand, JsonNode node) {
        try {
            return demand.test(node.asText());
        } catch (RuntimeException e) {
            // As in parsing a number that is none: the field is not what was demanded.
            return false;
        }
    }

    private static String show(Object value) {
        return value instanceof String text ? '"' + text + '"' : value.toString();
    }

    private static String show(JsonNode node, UnaryOperator<String> scrub) {
        if (node.isContainerNode()) {
            return node.isObject() ? "an object" : "a list";
        }
        var text = scrub.apply(node.asText());
        if (text.length() > SHORT) {
            return node.isTextual() ? "a text of " + text.length() + " characters" : "a long number";
        }
        return node.isTextual() ? '"' + text + '"' : text;
    }
}
