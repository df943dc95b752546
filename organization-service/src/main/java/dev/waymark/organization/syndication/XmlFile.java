package dev.waymark.organization.syndication;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML document while it is written, in UTF-8 and with one namespace; the writer behind it escapes. */
final class XmlFile {
    /** XML 1.0, section 2.2: what no document may hold, escaped or not. */
    private static final Pattern NO_CHARACTERS =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private final XMLStreamWriter xml;

    private XmlFile(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Something that is written between the two ends of an element. */
    interface Content {
        void write(XmlFile xml) throws XMLStreamException;
    }

    /** A whole document, in memory. */
    static byte[] document(String root, String namespace, Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, root, namespace, content);
        return out.toByteArray();
    }

    /** A document that goes out as it is made. */
    static void write(OutputStream out, String root, String namespace, Content content) {
        try {
            XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            writer.writeStartDocument("UTF-8", "1.0");
            writer.setDefaultNamespace(namespace);
            writer.writeStartElement(namespace, root);
            writer.writeDefaultNamespace(namespace);
            content.write(new XmlFile(writer));
            writer.writeEndElement();
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML could not be written", e);
        }
    }

    void element(String name, Content content) throws XMLStreamException {
        xml.writeStartElement(name);
        content.write(this);
        xml.writeEndElement();
    }

    void element(String name, String text) throws XMLStreamException {
        element(
                name,
                element ->
                        element.xml.writeCharacters(NO_CHARACTERS.matcher(text).replaceAll("")));
    }

    /** @param attributes names and values by turns */
    void empty(String name, String... attributes) throws XMLStreamException {
        xml.writeEmptyElement(name);
        for (int at = 0; at < attributes.length; at += 2) {
            xml.writeAttribute(attributes[at], attributes[at + 1]);
        }
    }
}
