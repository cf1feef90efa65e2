package io.emrops.testkit.windows.winrm;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element, by local names: clients differ in prefixes, and in whether attributes have one.
 *
 * @param text of its own, without that of its children
 */
record Xml(String name, Map<String, String> attributes, List<Xml> children, String text) {
    private static final int DEEPEST = 50;
    private static final int MOST_ELEMENTS = 10_000;

    /** @throws XMLStreamException if it is no XML, has a document type, or is nested deeper than 50 */
    static Xml parse(byte[] document) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            var reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                if (reader.getEventType() == XMLStreamConstants.DTD) {
                    throw new XMLStreamException("a document type");
                }
            }
            return element(reader, 0, new int[] {MOST_ELEMENTS});
        } catch (RuntimeException e) {
            // The JDK's reader has some for what is no XML.
            throw new XMLStreamException(e);
        }
    }

    private static Xml element(XMLStreamReader reader, int depth, int[] left) throws XMLStreamException {
        if (depth > DEEPEST || left[0]-- == 0) {
            throw new XMLStreamException("too much");
        }
        var name = reader.getLocalName();
        var attributes = new HashMap<String, String>();
        for (var i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        var children = new ArrayList<Xml>();
        var text = new StringBuilder();
        for (var event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(reader, depth + 1, left));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(reader.getText());
            }
        }
        return new Xml(name, attributes, List.copyOf(children), text.toString());
    }

    /** Itself and all below it of this name, in the order of the document. */
    Stream<Xml> all(String wanted) {
        return Stream.concat(
                name.equals(wanted) ? Stream.of(this) : Stream.empty(),
                children.stream().flatMap(child -> child.all(wanted)));
    }

    Optional<Xml> first(String wanted) {
        return all(wanted).findFirst();
    }

    Optional<String> attribute(String wanted) {
        return Optional.ofNullable(attributes.get(wanted));
    }

    /** Text of a document, within an element or an attribute. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
