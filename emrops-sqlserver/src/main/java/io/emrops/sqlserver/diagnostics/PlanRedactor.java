package io.emrops.sqlserver.diagnostics;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * Takes the literals out of a plan ("Showplan Schema"). Statements and expressions are redacted as text, and an expression with a quote in it is left
 * out as a whole: that the server doubles a quote within a text there is not documented. Values of parameters and constants become {@code ?}; of other attributes those stay that name objects or operators, or hold a number or a truth. Text between elements is left out.
 */
final class PlanRedactor {
    private static final String MARK = "?";

    private static final Set<String> STATEMENTS = Set.of("StatementText", "ParameterizedText");

    private static final Set<String> EXPRESSIONS = Set.of("ScalarString", "Expression");

    private static final Set<String> VALUES =
            Set.of("ConstValue", "ParameterCompiledValue", "ParameterRuntimeValue", "CompiledValue", "RuntimeValue");

    /** Of the schema's attributes those that are texts without values. */
    private static final Set<String> NAMES = Set.of(
            "AggType",
            "Alias",
            "AssignedName",
            "Build",
            "CardinalityEstimationModelVersion",
            "Cached",
            "Column",
            "CompareOp",
            "ComputeSequence",
            "ConvertIssue",
            "CursorActualType",
            "CursorConcurrency",
            "CursorName",
            "CursorRequestedType",
            "Database",
            "DataType",
            "Direction",
            "EstimatedExecutionMode",
            "ActualExecutionMode",
            "EstimatedJoinType",
            "ActualJoinType",
            "FilterType",
            "ForwardOnly",
            "FunctionName",
            "GuidedIndex",
            "Implementation",
            "Impact",
            "Index",
            "IndexKind",
            "IsAdaptive",
            "LastUpdate",
            "LogicalOp",
            "MethodName",
            "NonParallelPlanReason",
            "Operation",
            "OperationType",
            "ParameterDataType",
            "PartitioningType",
            "PartitionType",
            "PhysicalOp",
            "PlanGuideDB",
            "PlanGuideName",
            "PlanPersistenceReason",
            "ProcName",
            "QueryHash",
            "QueryPlanHash",
            "ReadOnly",
            "RemoteDestination",
            "RemoteSource",
            "ScanDirection",
            "ScanType",
            "Schema",
            "Server",
            "SpillLevel",
            "StatementOptmEarlyAbortReason",
            "StatementOptmLevel",
            "StatementSqlHandle",
            "StatementType",
            "Statistics",
            "Storage",
            "Table",
            "TableReferenceId",
            "TemplatePlanGuideDB",
            "TemplatePlanGuideName",
            "TupleType",
            "UDXName",
            "Usage",
            "Version",
            "WaitType");

    private static final Pattern PLAIN =
            Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?|true|false|0[xX][0-9A-Fa-f]{1,16}");

    /** Holds whatever somebody has thought useful. */
    private static final String INTERNAL = "InternalInfo";

    private PlanRedactor() {}

    /** @return empty if it cannot be read: what is not understood is not shown */
    static Optional<String> redact(String plan) {
        var out = new StringWriter();
        try {
            var reader = input().createXMLStreamReader(new StringReader(plan));
            var writer = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            copy(reader, writer);
            writer.flush();
            return Optional.of(out.toString());
        } catch (XMLStreamException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** No definitions of types, and nothing from elsewhere. */
    private static XMLInputFactory input() {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    private static void copy(XMLStreamReader reader, XMLStreamWriter writer) throws XMLStreamException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (reader.getLocalName().equals(INTERNAL)) {
                        leaveOut(reader);
                    } else {
                        begin(reader, writer);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> writer.writeEndElement();
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("a plan has no entities");
                default -> {}
            }
        }
        writer.writeEndDocument();
    }

    private static void leaveOut(XMLStreamReader reader) throws XMLStreamException {
        var open = 1;
        while (open > 0) {
            var event = reader.next();
            open += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    private static void begin(XMLStreamReader reader, XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement(reader.getLocalName());
        var namespace = reader.getNamespaceURI();
        if (reader.getLocalName().equals("ShowPlanXML") && namespace != null) {
            writer.writeDefaultNamespace(namespace);
        }
        for (var i = 0; i < reader.getAttributeCount(); i++) {
            var name = reader.getAttributeLocalName(i);
            writer.writeAttribute(name, redacted(name, reader.getAttributeValue(i)));
        }
    }

    static String redacted(String attribute, String value) {
        if (STATEMENTS.contains(attribute)) {
            return LiteralRedactor.redact(value);
        } else if (EXPRESSIONS.contains(attribute)) {
            return value.contains("'") || value.contains("\"") ? MARK : LiteralRedactor.redactExpression(value);
        } else if (VALUES.contains(attribute)) {
            return MARK;
        }
        return NAMES.contains(attribute) || PLAIN.matcher(value).matches() ? value : MARK;
    }
}
