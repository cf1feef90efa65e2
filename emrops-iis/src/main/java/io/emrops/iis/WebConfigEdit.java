package io.emrops.iis;

import io.emrops.PreconditionFailedException;
import io.emrops.iis.XmlSource.Element;
import io.emrops.iis.XmlSource.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One value of a {@code web.config}.
 *
 * @param section in which it stands
 * @param entry the element that has it
 * @param key the attribute that names it
 * @param value the attribute that holds it
 */
record WebConfigEdit(String section, String entry, String key, String value, String name, String wanted) {
    private static final String ENVIRONMENT = "environmentVariables";

    static WebConfigEdit appSetting(String key, String wanted) {
        return new WebConfigEdit("appSettings", "add", "key", "value", key, wanted);
    }

    static WebConfigEdit connectionString(String name, String wanted) {
        return new WebConfigEdit("connectionStrings", "add", "name", "connectionString", name, wanted);
    }

    static WebConfigEdit handlerEnvironment(String name, String wanted) {
        return new WebConfigEdit(ENVIRONMENT, "environmentVariable", "name", "value", name, wanted);
    }

    /** The text with this edit; a line is added for each change. */
    String apply(String text, List<String> lines) {
        var root = XmlSource.parse(text);
        if (!root.name.equals("configuration")) {
            throw refused(text, root, "begins with something else than configuration");
        }
        var patches = new Patches(text);
        for (var parent : parents(text, root)) {
            edit(patches, parent, lines);
        }
        return patches.applied();
    }

    private List<Element> parents(String text, Element root) {
        if (!section.equals(ENVIRONMENT)) {
            return List.of(root);
        }
        var handlers = new ArrayList<Element>();
        var places = new ArrayList<>(List.of(root));
        root.children("location").stream().filter(it -> isHere(text, it)).forEach(places::add);
        for (var place : places) {
            for (var server : place.children("system.webServer")) {
                handlers.addAll(server.children("aspNetCore"));
                handlers.addAll(server.children("httpPlatform"));
            }
        }
        if (handlers.isEmpty()) {
            throw refused(text, root, "has neither aspNetCore nor httpPlatform, whose environment could be set");
        }
        return handlers;
    }

    private static boolean isHere(String text, Element location) {
        return attribute(text, location, "path").map(String::strip).orElse("").matches("\\.?");
    }

    private void edit(Patches patches, Element parent, List<String> lines) {
        var sections = parent.children(section);
        if (sections.isEmpty()) {
            patches.addChild(parent, "<" + section + ">", element(), "</" + section + ">");
            lines.add(line("added"));
            return;
        }
        var there = sections.get(0);
        for (var attribute : List.of("configSource", "configProtectionProvider")) {
            if (there.attributes.containsKey(attribute)) {
                throw refused(patches.text, there, "has " + section + " encrypted or in another file");
            }
        }
        var found = found(patches.text, there);
        if (found.isEmpty()) {
            patches.addChild(there, element());
            lines.add(line("added"));
        } else if (!current(patches.text, found.get()).equals(Optional.of(wanted))) {
            patches.set(found.get(), value, wanted);
            lines.add(line("set"));
        }
    }

    private String line(String what) {
        return (section + " " + name + ": " + what + ", \"" + wanted + "\"").replaceAll("\\p{Cntrl}", "?");
    }

    private String element() {
        return "<" + entry + " " + key + "=\"" + Escaped.attribute(name) + "\" " + value + "=\""
                + Escaped.attribute(wanted) + "\" />";
    }

    /** The last one that nothing behind it takes back. */
    private Optional<Element> found(String text, Element there) {
        Optional<Element> found = Optional.empty();
        for (var child : there.children) {
            var named =
                    attribute(text, child, key).filter(name::equalsIgnoreCase).isPresent();
            if (child.name.equals(entry) && named) {
                found = Optional.of(child);
            } else if (child.name.equals("clear") || (child.name.equals("remove") && named)) {
                found = Optional.empty();
            }
        }
        return found;
    }

    private Optional<String> current(String text, Element element) {
        return attribute(text, element, value);
    }

    private static Optional<String> attribute(String text, Element element, String attribute) {
        return Optional.ofNullable(element.attributes.get(attribute))
                .map(range -> Escaped.read(text.substring(range.from(), range.to())));
    }

    private static PreconditionFailedException refused(String text, Element at, String why) {
        var line = 1
                + text.substring(0, at.tag.from())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new PreconditionFailedException(WebConfig.FILE + " line " + line + " " + why + "; nothing was sent");
    }

    /** Changes of a text, by their places in it. */
    private static final class Patches {
        private final String text;
        private final String lineEnd;
        private final TreeMap<Integer, Patch> patches = new TreeMap<>();

        private record Patch(int to, String replacement) {}

        Patches(String text) {
            this.text = text;
            this.lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        }

        void set(Element element, String attribute, String wanted) {
            var there = element.attributes.get(attribute);
            if (there == null) {
                var at = element.tag.from() + 1 + element.name.length();
                put(new Range(at, at), " " + attribute + "=\"" + Escaped.attribute(wanted) + "\"");
            } else {
                put(there, Escaped.attribute(wanted));
            }
        }

        /** With the first and last line one deep, and those between two deep. */
        void addChild(Element parent, String... lines) {
            var outer = indent(parent);
            var step = outer.contains("\t") ? "\t" : "  ";
            var inner =
                    parent.children.isEmpty() ? outer + step : indent(parent.children.get(parent.children.size() - 1));
            var added = new StringBuilder();
            for (var i = 0; i < lines.length; i++) {
                var deep = i > 0 && i < lines.length - 1 ? inner + step : inner;
                added.append(lineEnd).append(deep).append(lines[i]);
            }
            if (parent.closedByTag) {
                var open =
                        text.substring(parent.tag.from(), parent.tag.to() - 2).stripTrailing();
                put(parent.tag, open + ">" + added + lineEnd + outer + "</" + parent.name + ">");
            } else {
                var at = endOfContent(parent);
                put(new Range(at, parent.endTag), added + lineEnd + outer);
            }
        }

        /** Before the blanks that lead to the end tag. */
        private int endOfContent(Element parent) {
            var at = parent.endTag;
            while (at > parent.tag.to() && " \t\r\n".indexOf(text.charAt(at - 1)) >= 0) {
                at--;
            }
            return at;
        }

        /** The blanks before a tag that begins its line. */
        private String indent(Element element) {
            var begin = element.tag.from();
            var from = begin;
            while (from > 0 && " \t".indexOf(text.charAt(from - 1)) >= 0) {
                from--;
            }
            return from == 0 || text.charAt(from - 1) == '\n' ? text.substring(from, begin) : "";
        }

        private void put(Range range, String replacement) {
            patches.put(range.from(), new Patch(range.to(), replacement));
        }

        String applied() {
            var result = new StringBuilder();
            var at = 0;
            for (var patch : patches.entrySet()) {
                result.append(text, at, patch.getKey()).append(patch.getValue().replacement());
                at = patch.getValue().to();
            }
            return result.append(text, at, text.length()).toString();
        }
    }
}
