package io.emrops.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where secrets may stand in a script: as arguments of methods of .NET, and on the right of an assignment. What a cmdlet, a function or a
 * program is given is written down by the module log of PowerShell or shows in a list of processes. Variables that a secret was assigned
 * to count as well.
 */
final class SecretRules {
    private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern COMMENT = Pattern.compile("#.*");
    private static final Pattern STATEMENT_END = Pattern.compile("[\\n;{}]");
    private static final Pattern CMDLET = Pattern.compile("(?<![\\w$.:-])[A-Za-z]\\w*-[A-Za-z]\\w*");
    private static final Pattern PROGRAM = Pattern.compile(
            "^\\s*(?!(?:if|elseif|while|until|switch|for|foreach|return|param)\\b)[A-Za-z][\\w.\\\\:]*\\s+(?![-+*/]?=)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ASSIGNED = Pattern.compile("\\$(\\w+)\\s*\\+?=(?!=)");

    private SecretRules() {}

    /** Statements that give a secret away; empty if none does. */
    static List<String> violations(String script) {
        var statements = statements(script);
        var secret = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        secret.add("Secrets");
        for (var before = 0; before < secret.size(); ) {
            before = secret.size();
            statements.stream().filter(it -> names(it, secret)).forEach(it -> assigned(it, secret));
        }
        return statements.stream()
                .filter(it -> names(it, secret) && !it.contains("param(") && givesAway(it, secret))
                .toList();
    }

    private static void assigned(String statement, Set<String> secret) {
        var match = ASSIGNED.matcher(statement);
        // A method may make of a secret what is none, such as its length: what it gives is the author's to look at.
        if (match.find() && !statement.substring(match.end()).contains("(")) {
            secret.add(match.group(1));
        }
    }

    private static boolean givesAway(String statement, Set<String> secret) {
        var bare = Pattern.compile(
                "^\\s*(return\\s+)?(\\[[\\w.]+\\]\\s*)?" + variables(secret) + "(\\.\\w+)?\\s*$",
                Pattern.CASE_INSENSITIVE);
        return statement.contains("|")
                || CMDLET.matcher(statement).find()
                || PROGRAM.matcher(statement).find()
                || statement.strip().startsWith("&")
                || statement.strip().startsWith(". ")
                || bare.matcher(statement).find();
    }

    private static boolean names(String statement, Set<String> secret) {
        return Pattern.compile(variables(secret), Pattern.CASE_INSENSITIVE)
                .matcher(statement)
                .find();
    }

    private static String variables(Set<String> names) {
        return "[$@](?:" + String.join("|", names) + ")\\b";
    }

    /** Without texts and comments; what stands in round brackets over several lines is one. */
    private static List<String> statements(String script) {
        var code = COMMENT.matcher(TEXT.matcher(script).replaceAll("''")).replaceAll("");
        var found = new ArrayList<String>();
        var open = 0;
        var statement = new StringBuilder();
        for (var c : code.toCharArray()) {
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open <= 0 && STATEMENT_END.matcher(String.valueOf(c)).matches()) {
                found.add(statement.toString());
                statement.setLength(0);
            } else {
                statement.append(c);
            }
        }
        found.add(statement.toString());
        return found;
    }
}
