package io.emrops.testkit.sqlserver.grammar;

import io.emrops.testkit.sqlserver.tsql.Lexer;
import io.emrops.testkit.sqlserver.tsql.Token;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place in a text. What is asked for is taken if it is there; what is required and is not there is refused as the server would. */
public final class TokenCursor {
    private static final int LONGEST_NAME = 128;

    private final String text;
    private final List<Token> tokens;
    private final int version;
    private final Refusals refusals;
    private final int[] lines;
    private int at;

    public TokenCursor(String text, int version, Messages messages) {
        this.text = text;
        this.tokens = Lexer.tokens(text);
        this.version = version;
        this.refusals = new Refusals(text, messages);
        this.lines = lines(text, tokens);
    }

    private static int[] lines(String text, List<Token> tokens) {
        var lines = new int[tokens.size()];
        var line = 1;
        var from = 0;
        for (var i = 0; i < lines.length; i++) {
            for (var to = tokens.get(i).start(); from < to; from++) {
                line += text.charAt(from) == '\n' ? 1 : 0;
            }
            lines[i] = line;
        }
        return lines;
    }

    public int version() {
        return version;
    }

    public boolean atEnd() {
        return at >= tokens.size();
    }

    /** Where the next token begins in the text, or the text's length. */
    public int start() {
        return atEnd() ? text.length() : tokens.get(at).start();
    }

    public boolean isFirst() {
        return at == 0;
    }

    /** Of the next token, or of the last one; from 1. */
    public int line() {
        return lines.length == 0 ? 1 : lines[Math.min(at, lines.length - 1)];
    }

    /** How many tokens are taken: a place to {@linkplain #returnTo return to}. */
    public int place() {
        return at;
    }

    public void returnTo(int place) {
        at = place;
    }

    /** The text from here to the last token that was taken. */
    public String written(int start) {
        return at == 0
                ? ""
                : text.substring(start, Math.max(start, tokens.get(at - 1).end()));
    }

    public boolean at(String word) {
        return at(0, word);
    }

    public boolean at(int ahead, String word) {
        var token = peek(ahead);
        return token != null && token.is(word);
    }

    public boolean at(char symbol) {
        return at(0, symbol);
    }

    public boolean at(int ahead, char symbol) {
        var token = peek(ahead);
        return token != null && token.is(symbol);
    }

    public boolean at(Kind kind) {
        var token = peek(0);
        return token != null && token.kind() == kind;
    }

    public boolean atName() {
        var token = peek(0);
        return token != null
                && (token.kind() == Kind.QUOTED_NAME
                        || (token.kind() == Kind.WORD && !ReservedWords.contain(token.text())));
    }

    public boolean accept(String word) {
        return step(at(word));
    }

    public boolean accept(char symbol) {
        return step(at(symbol));
    }

    public void skip(char symbol) {
        while (at(symbol)) {
            at++;
        }
    }

    /** Takes these words, all or none. */
    public boolean accept(String first, String second) {
        if (at(first) && at(1, second)) {
            at += 2;
            return true;
        }
        return false;
    }

    /** Takes the constant of an enum if it is the next word. */
    public <E extends Enum<E>> Optional<E> accept(Class<E> words) {
        for (var word : words.getEnumConstants()) {
            if (accept(word.name())) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    public void require(String word) throws Refusal {
        if (!accept(word)) {
            throw unexpected();
        }
    }

    public Token require(char symbol) throws Refusal {
        var token = peek(0);
        if (token == null || !accept(symbol)) {
            throw unexpected();
        }
        return token;
    }

    public <E extends Enum<E>> E require(Class<E> words) throws Refusal {
        var word = accept(words);
        if (word.isEmpty()) {
            throw unexpected();
        }
        return word.get();
    }

    /** Takes an option's name; one that only a newer version knows is as unknown as any other. */
    public <E extends Enum<E>> E requireOption(Class<E> words, Rule unknown, String statement) throws Refusal {
        var before = at;
        var word = accept(words);
        if (word.isPresent() && isKnown(word.get())) {
            return word.get();
        }
        at = before;
        throw unknownOption(unknown, statement);
    }

    public boolean isKnown(Enum<?> word) {
        return !(word instanceof Versioned versioned) || versioned.since() <= version;
    }

    /** Refuses the next word as no option of this statement. */
    public Refusal unknownOption(Rule rule, String statement) {
        var token = peek(0);
        return token != null && token.kind() == Kind.WORD
                ? refusal(rule, token, token.text(), statement)
                : unexpected();
    }

    /** {@code true} for ON, {@code false} for OFF. */
    public boolean requireSwitch() throws Refusal {
        if (accept("ON")) {
            return true;
        }
        require("OFF");
        return false;
    }

    public Token require(Kind kind) throws Refusal {
        if (!at(kind)) {
            throw unexpected();
        }
        return tokens.get(at++);
    }

    public String name() throws Refusal {
        if (!atName()) {
            throw unexpected();
        }
        var token = tokens.get(at++);
        var name = token.value();
        if (name.isEmpty()) {
            throw refusal(Rule.NAME_EMPTY, token);
        }
        if (name.length() > LONGEST_NAME) {
            throw refusal(Rule.NAME_TOO_LONG, token, "identifier", name.substring(0, LONGEST_NAME), LONGEST_NAME);
        }
        return name;
    }

    /** A name of up to three parts, of which all but the last may be missing. */
    public ObjectName objectName() throws Refusal {
        var first = name();
        if (!accept('.')) {
            return new ObjectName("", "", first);
        }
        if (accept('.')) {
            return new ObjectName(first, "", name());
        }
        var second = name();
        return accept('.') ? new ObjectName(first, second, name()) : new ObjectName("", first, second);
    }

    /** Whether a value of a call or an option may begin here. */
    public boolean atValue() {
        return atName()
                || at('-')
                || at(Kind.STRING)
                || at(Kind.NUMBER)
                || at(Kind.VARIABLE)
                || at(Kind.GLOBAL)
                || at("NULL")
                || at("DEFAULT");
    }

    public String text() throws Refusal {
        return require(Kind.STRING).value();
    }

    public Operand nameOrVariable() throws Refusal {
        return at(Kind.VARIABLE) ? variable() : new Operand.Name(name());
    }

    public Operand textOrVariable() throws Refusal {
        return at(Kind.VARIABLE) ? variable() : new Operand.Text(text());
    }

    public Operand integerOrVariable() throws Refusal {
        return at(Kind.VARIABLE) ? variable() : new Operand.WholeNumber(signedInteger());
    }

    /** A string, a number, a variable. */
    public Operand value() throws Refusal {
        return at(Kind.STRING) ? new Operand.Text(text()) : integerOrVariable();
    }

    public int signedInteger() throws Refusal {
        var negative = at('-') && isNumber(peek(1)) && step(true);
        var number = integer();
        return negative ? -number : number;
    }

    /** Digits alone: the server's own whole numbers have neither a sign nor a fraction. */
    public int integer() throws Refusal {
        return integer(Rule.UNEXPECTED_TOKEN, Rule.NUMBER_OUT_OF_RANGE);
    }

    public int integer(Rule fraction, Rule range) throws Refusal {
        var token = peek(0);
        if (token == null || !isNumber(token)) {
            throw unexpected();
        }
        if (!token.text().chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw refusal(fraction, token, token.text());
        }
        try {
            var number = Integer.parseInt(token.text());
            at++;
            return number;
        } catch (NumberFormatException e) {
            throw refusal(range, token, token.text());
        }
    }

    /** The token that comes next, however many ahead; null past the end. */
    @Nullable
    public Token peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead) : null;
    }

    /** Refuses whatever stands here, each in its way. */
    public Refusal unexpected() {
        var token = here();
        return atEnd() ? refusals.by(Rule.UNEXPECTED_END, token, token.value()) : refusals.unexpected(token);
    }

    /** The token that comes next, or the last one there is; an empty one in a text that says nothing. */
    public Token here() {
        if (tokens.isEmpty()) {
            return new Token(Kind.WORD, "", text.length());
        }
        return tokens.get(Math.min(at, tokens.size() - 1));
    }

    /** The token that was taken last. */
    public Token taken() {
        return at == 0 ? here() : tokens.get(at - 1);
    }

    /** Refuses a token by a rule. */
    public Refusal refusal(Rule rule, Token token, Object... values) {
        return refusals.by(rule, token, values);
    }

    private Operand variable() {
        return new Operand.Variable(tokens.get(at++).text());
    }

    private boolean step(boolean taken) {
        if (taken) {
            at++;
        }
        return taken;
    }

    private static boolean isNumber(@Nullable Token token) {
        return token != null && token.kind() == Kind.NUMBER;
    }
}
