package io.emrops.testkit.sqlserver.expression;

/** How deeply a text nests: the engine reads and computes brackets by recursion, and has only so much room for that. */
final class Nesting {
    private static final int DEEPEST = 200;

    private Nesting() {}

    static boolean isTooDeep(String text) {
        var depth = 0;
        var quote = '\0';
        for (var i = 0; i < text.length(); i++) {
            var sign = text.charAt(i);
            if (quote != '\0') {
                quote = sign == quote ? '\0' : quote;
            } else if (sign == '\'' || sign == '"') {
                quote = sign;
            } else if (sign == '(' && ++depth > DEEPEST) {
                return true;
            } else if (sign == ')') {
                depth--;
            }
        }
        return false;
    }
}
