package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.ReservedWords;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/** Writes words, names, strings and signs one after the other, each time in another way that means the same. */
final class Spelling {
    private enum Form {
        WORD,
        QUOTED,
        SIGN
    }

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$#@]*");
    private static final List<String> BLANKS =
            List.of(" ", " ", "  ", "\n", "\t", "\r\n", "/* why /* so */ */", " -- 'so\n", "/*]*/");

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private Form last = Form.SIGN;

    Spelling(long seed) {
        this.random = new Random(seed);
    }

    /** Whether to write what may be left out. */
    boolean maybe() {
        return random.nextBoolean();
    }

    /** Keywords, signs, numbers and variables, parted by blanks. */
    Spelling say(String words) {
        if (words.isEmpty()) {
            return this;
        }
        for (var word : words.split(" ")) {
            part(word.length() == 1 && "=,().%".contains(word) ? Form.SIGN : Form.WORD);
            text.append(Character.isLetter(word.charAt(0)) ? anyCase(word) : word);
        }
        return this;
    }

    Spelling name(String name) {
        var forms = PLAIN.matcher(name).matches() && !ReservedWords.contain(name) ? 3 : 2;
        var form = random.nextInt(forms);
        part(form < 2 ? Form.QUOTED : Form.WORD);
        text.append(
                switch (form) {
                    case 0 -> "[" + name.replace("]", "]]") + "]";
                    case 1 -> "\"" + name.replace("\"", "\"\"") + "\"";
                    default -> name;
                });
        return this;
    }

    Spelling string(String value) {
        var unicode = maybe();
        part(unicode ? Form.WORD : Form.QUOTED);
        text.append(unicode ? (maybe() ? "N'" : "n'") : "'")
                .append(value.replace("'", "''"))
                .append('\'');
        last = Form.QUOTED;
        return this;
    }

    Spelling number(int number) {
        if (number < 0) {
            say("-");
        }
        return say(Integer.toString(Math.abs(number)));
    }

    Spelling variable(String variable) {
        part(Form.WORD);
        text.append(variable);
        return this;
    }

    /** As a name where a string would do, too. */
    Spelling nameOrString(String value) {
        return maybe() ? name(value) : string(value);
    }

    Spelling operand(Operand operand) {
        if (operand instanceof Operand.Name name) {
            return name(name.value());
        }
        if (operand instanceof Operand.Text string) {
            return string(string.value());
        }
        if (operand instanceof Operand.WholeNumber number) {
            return number(number.value());
        }
        return operand instanceof Operand.Variable variable ? variable(variable.name()) : say(operand.toString());
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** Between two of a kind stands a blank at least, but for signs. */
    private void part(Form next) {
        var needed = next == last && next != Form.SIGN;
        while (needed || random.nextInt(3) == 0) {
            text.append(BLANKS.get(random.nextInt(BLANKS.size())));
            needed = false;
        }
        last = next;
    }

    private String anyCase(String word) {
        return switch (random.nextInt(3)) {
            case 0 -> word.toLowerCase(Locale.ROOT);
            case 1 -> word.toUpperCase(Locale.ROOT);
            default -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
        };
    }
}
