package io.emrops.windows.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/**
 * What {@code powershell.exe} writes to its error stream: {@code #< CLIXML}, and then one or more {@code <Objs>}, of which the texts of
 * kind {@code Error} count. A text is cut into lines of the width of a console that is not there.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-psrp/">MS-PSRP, 2.2.5.3.2 Encoding Strings</a>
 */
public final class CliXml {
    private static final int LONGEST = 1 << 20;
    private static final int MOST_DOCUMENTS = 100;
    private static final String BEGIN = "<Objs";
    private static final String END = "</Objs>";
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");
    /** Where a line was cut; one that is indented no further begins something else. */
    private static final Pattern CUT = Pattern.compile("\\r?\\n {3,}(?![ +])");

    private static final Pattern ERROR_ID = Pattern.compile("FullyQualifiedErrorId\\s*:\\s*([A-Za-z0-9_.,+-]+)");

    private CliXml() {}

    /**
     * The errors in it, in their order; what cannot be read is passed over.
     *
     * @param text of which a bounded part is looked at, and a bounded number of documents
     */
    public static List<String> errors(String text) {
        var found = new ArrayList<String>();
        var bounded = text.substring(0, Math.min(text.length(), LONGEST));
        var start = bounded.indexOf(BEGIN);
        for (var documents = 0; start >= 0 && documents < MOST_DOCUMENTS; documents++) {
            var end = bounded.indexOf(END, start);
            if (end < 0) {
                break;
            }
            errorsIn(bounded.substring(start, end + END.length())).forEach(found::add);
            start = bounded.indexOf(BEGIN, end);
        }
        return found;
    }

    private static Stream<String> errorsIn(String document) {
        try {
            return XmlText.parse(document)
                    .all("S")
                    .filter(s -> s.attribute("S").filter("Error"::equals).isPresent())
                    .map(s -> decode(s.text()));
        } catch (XMLStreamException e) {
            return Stream.empty();
        }
    }

    /** {@code _xHHHH_} is a UTF-16 unit; characters beyond them are written as two. */
    static String decode(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** The id of the first error that names one; ids of several lines are put together. */
    public static Optional<String> errorId(String text) {
        var joined = CUT.matcher(String.join("", errors(text))).replaceAll("");
        var match = ERROR_ID.matcher(joined);
        return match.find() ? Optional.of(match.group(1)) : Optional.empty();
    }
}
