package io.emrops.testkit.windows.powershell;

/**
 * What {@code powershell.exe} writes to its error stream when that is no console.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-psrp/">MS-PSRP, 2.2.5.3.2 Encoding Strings</a>
 */
public final class CliXml {
    private static final String BEGIN =
            "#< CLIXML\r\n<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">";
    private static final String END = "</Objs>";

    private CliXml() {}

    /** An error as it is printed, line by line. */
    public static String error(String id, String category, String message) {
        return of(message + "\r\n    + CategoryInfo          : " + category + ": (:) [], RuntimeException\r\n"
                + "    + FullyQualifiedErrorId : " + id + "\r\n \r\n");
    }

    /** A text on the error stream; none for an empty one. */
    public static String of(String text) {
        if (text.isEmpty()) {
            return "";
        }
        var objects = new StringBuilder(BEGIN);
        for (var from = 0; from < text.length(); ) {
            var end = text.indexOf('\n', from) + 1;
            end = end == 0 ? text.length() : end;
            objects.append("<S S=\"Error\">")
                    .append(encode(text.substring(from, end)))
                    .append("</S>");
            from = end;
        }
        return objects.append(END).toString();
    }

    private static String encode(String text) {
        var to = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '<' -> to.append("&lt;");
                case '>' -> to.append("&gt;");
                case '&' -> to.append("&amp;");
                case '"' -> to.append("&quot;");
                default -> {
                    if (c < ' ' || c >= 0x7F && c < 0xA0 || Character.isSurrogate(c) || text.startsWith("_x", i)) {
                        to.append(String.format("_x%04X_", (int) c));
                    } else {
                        to.append(c);
                    }
                }
            }
        }
        return to.toString();
    }
}
