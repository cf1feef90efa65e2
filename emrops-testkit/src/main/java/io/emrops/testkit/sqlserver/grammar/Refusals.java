package io.emrops.testkit.sqlserver.grammar;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.tsql.Token;
import java.util.List;

/** Words a refusal as the server does, with the line of the token that it names. */
public final class Refusals {
    private final String text;
    private final Messages messages;

    Refusals(String text, Messages messages) {
        this.text = text;
        this.messages = messages;
    }

    Refusal by(Rule rule, Token token, Object... values) {
        return new Refusal(List.of(error(rule, token, values)));
    }

    /** Something else should stand here. */
    Refusal unexpected(Token token) {
        return switch (token.kind()) {
            case UNTERMINATED -> unterminated(token);
            case VARIABLE -> by(Rule.VARIABLE_WHERE_NONE_MAY_BE, token, token.text());
            case WORD -> {
                if (token.is("WITH")) {
                    yield by(Rule.UNEXPECTED_WITH, token);
                }
                var rule = ReservedWords.contain(token.text()) ? Rule.UNEXPECTED_KEYWORD : Rule.UNEXPECTED_TOKEN;
                yield by(rule, token, token.text());
            }
            default -> by(Rule.UNEXPECTED_TOKEN, token, token.value());
        };
    }

    private Refusal unterminated(Token token) {
        if (token.text().startsWith("/*")) {
            return by(Rule.UNCLOSED_COMMENT, token);
        }
        var open = Character.toUpperCase(token.text().charAt(0)) == 'N' ? 2 : 1;
        var afterwards = token.text().substring(open);
        return new Refusal(List.of(
                error(Rule.UNCLOSED_QUOTE, token, afterwards), error(Rule.AFTER_UNCLOSED_QUOTE, token, afterwards)));
    }

    private SqlError error(Rule rule, Token token, Object... values) {
        var line = (int) text.substring(0, token.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return messages.message(rule.number())
                .error(values)
                .withState(rule.state())
                .in("", line);
    }
}
