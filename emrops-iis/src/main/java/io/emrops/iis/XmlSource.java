package io.emrops.iis;

import io.emrops.PreconditionFailedException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Where things stand in a text of XML, so that it can be edited and stay as it is everywhere else. */
final class XmlSource {
    // Below the bound of the parser of any JDK: 100 by default in some releases, and it tells less well.
    private static final int DEEPEST = 64;

    /** From a position in the text to another one. */
    record Range(int from, int to) {}

    /** An element; the end of one that is empty by its tag is its beginning. */
    static final class Element {
        final String name;
        final Range tag;
        final boolean closedByTag;
        final Map<String, Range> attributes = new LinkedHashMap<>();
        final List<Element> children = new ArrayList<>();
        int endTag;

        Element(String name, Range tag, boolean closedByTag) {
            this.name = name;
            this.tag = tag;
            this.closedByTag = closedByTag;
            this.endTag = tag.to();
        }

        List<Element> children(String wanted) {
            return children.stream().filter(each -> each.name.equals(wanted)).toList();
        }
    }

    private final String text;
    private final ArrayDeque<Element> open = new ArrayDeque<>();
    private final Element document = new Element("", new Range(0, 0), false);
    private int at;

    private XmlSource(String text) {
        this.text = text;
    }

    /**
     * The root of a text.
     *
     * @throws PreconditionFailedException if it is not well-formed, has a document type, or is nested more deeply than such files are
     */
    static Element parse(String text) {
        requireWellFormed(text);
        var source = new XmlSource(text);
        source.open.push(source.document);
        while (source.at < text.length()) {
            source.next();
        }
        return source.document.children.get(0);
    }

    private static void requireWellFormed(String text) {
        // The JDK's own, whatever else is on the class path.
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        var depth = 0;
        try {
            var reader = factory.createXMLStreamReader(new StringReader(text));
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> depth++;
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw refused(reader.getLocation().getLineNumber(), "has a document type", null);
                    default -> {}
                }
                if (depth > DEEPEST) {
                    throw refused(reader.getLocation().getLineNumber(), "is nested too deeply", null);
                }
            }
        } catch (PreconditionFailedException e) {
            throw e;
        } catch (RuntimeException e) { // the JDK's reader has them for some broken texts
            throw refused(1, "is no XML", e);
        } catch (XMLStreamException e) {
            throw refused(e.getLocation() == null ? 0 : e.getLocation().getLineNumber(), "is no XML", e);
        }
    }

    private static PreconditionFailedException refused(int line, String why, @Nullable Throwable cause) {
        return new PreconditionFailedException(
                WebConfig.FILE + " line " + Math.max(1, line) + " " + why + "; nothing was sent", cause);
    }

    private void next() {
        var tag = text.indexOf('<', at);
        if (tag < 0) {
            at = text.length();
        } else if (!passed(tag, "<!--", "-->") && !passed(tag, "<![CDATA[", "]]>") && !passed(tag, "<?", "?>")) {
            if (text.startsWith("</", tag)) {
                open.pop().endTag = tag;
                at = text.indexOf('>', tag) + 1;
            } else {
                begin(tag);
            }
        }
    }

    private boolean passed(int from, String begin, String end) {
        if (!text.startsWith(begin, from)) {
            return false;
        }
        at = text.indexOf(end, from + begin.length()) + end.length();
        return true;
    }

    private void begin(int tag) {
        at = tag + 1;
        var name = name();
        var attributes = new LinkedHashMap<String, Range>();
        for (skipBlanks(); text.charAt(at) != '>' && text.charAt(at) != '/'; skipBlanks()) {
            var attribute = name();
            skipBlanks();
            at++;
            skipBlanks();
            var end = text.indexOf(text.charAt(at), at + 1);
            attributes.put(attribute, new Range(at + 1, end));
            at = end + 1;
        }
        var closed = text.charAt(at) == '/';
        at += closed ? 2 : 1;
        var element = new Element(name, new Range(tag, at), closed);
        element.attributes.putAll(attributes);
        Optional.ofNullable(open.peek()).ifPresent(parent -> parent.children.add(element));
        if (!closed) {
            open.push(element);
        }
    }

    private String name() {
        var from = at;
        while ("=/> \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private void skipBlanks() {
        while (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
