package io.emrops.windows.wire;

import java.io.StringReader;
import java.util.ArrayDeque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML of a stranger: no document types, so no entities; bounds for depth, for the numbers of elements and attributes and for the
 * length of names; names without namespaces.
 */
public final class XmlText {
    private static final int DEEPEST = 64;
    private static final int MOST_ELEMENTS = 100_000;
    private static final String LIMITS = "http://www.oracle.com/xml/jaxp/properties/";
    /** Looking for it takes as long as reading a message does. */
    private static final XMLInputFactory FACTORY = factory();

    private XmlText() {}

    /**
     * @throws XMLStreamException if it is no XML, or more of it than anybody sends who means well
     */
    public static XmlElement parse(String text) throws XMLStreamException {
        var reader = reader(text);
        try {
            return parse(reader);
        } catch (RuntimeException e) { // the JDK's reader has them for some broken texts
            throw new XMLStreamException("This XML cannot be read", e);
        } finally {
            reader.close();
        }
    }

    private static XMLStreamReader reader(String text) throws XMLStreamException {
        synchronized (FACTORY) { // factories are not promised to be safe for several threads
            return FACTORY.createXMLStreamReader(new StringReader(text));
        }
    }

    private static XMLInputFactory factory() {
        // The JDK's own, whatever else is on the class path.
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(LIMITS + "elementAttributeLimit", "100");
        factory.setProperty(LIMITS + "maxXMLNameLimit", "1000");
        return factory;
    }

    private static XmlElement parse(XMLStreamReader reader) throws XMLStreamException {
        var open = new ArrayDeque<XmlElement>();
        XmlElement root = null;
        var count = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++count > MOST_ELEMENTS || open.size() == DEEPEST) {
                        throw new XMLStreamException("This XML has more elements than are read");
                    }
                    var element = element(reader);
                    root = begun(open.peek(), element, root);
                    open.push(element);
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    var inner = open.peek();
                    if (inner != null) {
                        inner.append(reader.getText());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("This XML has a document type");
                default -> {}
            }
        }
        if (root == null) {
            throw new XMLStreamException("This XML is empty");
        }
        return root;
    }

    private static XmlElement begun(@Nullable XmlElement parent, XmlElement element, @Nullable XmlElement root) {
        if (parent != null) {
            parent.add(element);
        }
        return root == null ? element : root;
    }

    private static XmlElement element(XMLStreamReader reader) {
        var element = new XmlElement(reader.getLocalName());
        for (var i = 0; i < reader.getAttributeCount(); i++) {
            element.attribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return element;
    }
}
