package io.emrops.windows.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An element, known by its local name: servers disagree about which attributes have a namespace. */
public final class XmlElement {
    private final String name;
    private final Map<String, String> attributes = new HashMap<>();
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    XmlElement(String name) {
        this.name = name;
    }

    void add(XmlElement child) {
        children.add(child);
    }

    void attribute(String attribute, String value) {
        attributes.put(attribute, value);
    }

    void append(String characters) {
        text.append(characters);
    }

    public String name() {
        return name;
    }

    /** Its own text, without that of its children. */
    public String text() {
        return text.toString();
    }

    public Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** All elements of this name within this one, and itself, in the order of the text. */
    public Stream<XmlElement> all(String wanted) {
        return Stream.concat(
                name.equals(wanted) ? Stream.of(this) : Stream.empty(),
                children.stream().flatMap(child -> child.all(wanted)));
    }

    public Optional<XmlElement> first(String wanted) {
        return all(wanted).findFirst();
    }
}
