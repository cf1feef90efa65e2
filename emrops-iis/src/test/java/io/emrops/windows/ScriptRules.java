package io.emrops.windows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What no script may hold: whatever makes code of text, and whatever a stranger's text could bend. */
final class ScriptRules {
    /** For every script. */
    private static final Map<String, Pattern> ALWAYS = new LinkedHashMap<>();

    /** For every script but the bootstrap, which makes the one block. */
    private static final Map<String, Pattern> BEHIND_THE_BOOTSTRAP = new LinkedHashMap<>();

    static {
        rule(ALWAYS, "runs text", "\\b(Invoke-Expression|iex|InvokeScript|ExpandString|InvokeCommand)\\b");
        rule(
                ALWAYS,
                "starts a shell with text",
                "(?<![A-Za-z0-9_])-(Command|EncodedCommand|enc|ScriptBlock)(?![A-Za-z0-9_-])");
        rule(
                ALWAYS,
                "has a text where a block or a command stands",
                "&\\s*[\"']|(^|[;{(|=\\s])\\.\\s*[\"']|(?<![A-Za-z0-9_$])[&.]\\s*\\$\\(");
        rule(ALWAYS, "compiles text", "\\b(Add-Type|CSharpCodeProvider|Import-Module\\s+[\"$]|Set-Alias|New-Alias)");
        rule(ALWAYS, "throws a text, which would become the id of the error", "(?<![A-Za-z0-9_-])throw\\b");
        rule(ALWAYS, "has a backtick", "`");
        rule(ALWAYS, "has a variable in a text", "\"[^\"]*\\$[^\"]*\"");
        rule(ALWAYS, "has a path with wildcards", "(?<![A-Za-z0-9_])-Path(?![A-Za-z0-9_])");
        rule(ALWAYS, "is not plain ASCII", "[^\\x09\\x0A\\x0D\\x20-\\x7E]");
        rule(
                BEHIND_THE_BOOTSTRAP,
                "makes a block of text",
                "\\[\\s*(System\\.Management\\.Automation\\.)?ScriptBlock\\s*\\]|\\bAddScript\\b|NewScriptBlock");
        rule(BEHIND_THE_BOOTSTRAP, "calls what a variable says", "[&.]\\s*\\$");
        rule(
                BEHIND_THE_BOOTSTRAP,
                "ends the process, and with it the answer",
                "(?<![\\w$.-])exit\\b|::\\s*(Exit|FailFast)\\b|\\bSetShouldExit\\b|\\$PID\\b|::GetCurrentProcess\\b");
    }

    private ScriptRules() {}

    private static void rule(Map<String, Pattern> to, String what, String pattern) {
        to.put(what, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE));
    }

    /** What is wrong with a script; empty if nothing is. Comments count as well. */
    static List<String> violations(String text, boolean bootstrap) {
        var found = new ArrayList<String>();
        var rules = new LinkedHashMap<>(ALWAYS);
        if (!bootstrap) {
            rules.putAll(BEHIND_THE_BOOTSTRAP);
            if (!text.startsWith("param($Parameters, $Secrets, $Payload)\nSet-StrictMode -Version 2\n")) {
                found.add("does not begin as scripts do");
            }
            SecretRules.violations(text).forEach(it -> found.add("gives a secret away: " + it));
        }
        rules.forEach((what, pattern) -> {
            var match = pattern.matcher(text);
            if (match.find()) {
                found.add(what + ": " + match.group());
            }
        });
        return found;
    }
}
