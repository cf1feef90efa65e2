package io.emrops.iis;

import io.emrops.PreconditionFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Edits of the {@code web.config} of a package, before it is sent. A value: each method gives another one. Everything else of the file
 * stays as it is, byte for byte.
 *
 * <pre>{@code
 * WebConfig.unchanged()
 *         .appSetting("Region", "EU")
 *         .connectionString("Scheduler", "Server=sql01;Database=Scheduler;Integrated Security=true")
 *         .handlerEnvironment("ASPNETCORE_ENVIRONMENT", "Production");
 * }</pre>
 *
 * <p><b>No secrets go in here.</b> The file lies in each release, can be read by whoever may read the folder, and stays with old releases. Secrets go
 * to the environment of the application pool.
 *
 * @see <a href="https://learn.microsoft.com/iis/configuration/">IIS Configuration Reference</a>
 */
public final class WebConfig {
    static final String FILE = "web.config";

    private static final Pattern PASSWORD = Pattern.compile("(^|;)\\s*(password|pwd)\\s*=", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 16 << 10;
    private static final WebConfig UNCHANGED = new WebConfig(List.of());

    private final List<WebConfigEdit> edits;

    private WebConfig(List<WebConfigEdit> edits) {
        this.edits = List.copyOf(edits);
    }

    /** No edits: the file is sent as it is, and need not be there. */
    public static WebConfig unchanged() {
        return UNCHANGED;
    }

    /**
     * Sets a key of {@code appSettings}, whatever it was. Keys are the same in any case.
     *
     * @throws IllegalArgumentException if key or value holds what XML cannot
     */
    public WebConfig appSetting(String key, String value) {
        return with(WebConfigEdit.appSetting(requireText("key", key), requireText("value", value)));
    }

    /**
     * Sets a connection string, and leaves its provider as it is.
     *
     * @throws IllegalArgumentException if name or value holds what XML cannot, or the value a password
     */
    public WebConfig connectionString(String name, String value) {
        if (PASSWORD.matcher(value).find()) {
            throw new IllegalArgumentException("The connection string " + name
                    + " holds a password, which belongs to the environment of the application pool");
        }
        return with(WebConfigEdit.connectionString(requireText("name", name), requireText("value", value)));
    }

    /**
     * Sets a variable of the environment of the program that IIS starts, in each {@code aspNetCore} and {@code httpPlatform} of the
     * site itself. The file must have one of these.
     *
     * @throws IllegalArgumentException if name or value holds what XML cannot
     */
    public WebConfig handlerEnvironment(String name, String value) {
        return with(WebConfigEdit.handlerEnvironment(requireText("name", name), requireText("value", value)));
    }

    private WebConfig with(WebConfigEdit edit) {
        var more = new ArrayList<>(edits);
        more.add(edit);
        return new WebConfig(more);
    }

    private static String requireText(String what, String text) {
        Objects.requireNonNull(text, what);
        var value = what.equals("value");
        if ((!value && text.isBlank())
                || text.length() > LONGEST
                || !text.codePoints().allMatch(WebConfig::isXml)) {
            throw new IllegalArgumentException(
                    "The " + what + " has a control character or half a character, or is empty or longer than 16 Ki");
        }
        return text;
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c > 0xFFFF;
    }

    /** Whether there are no edits. */
    public boolean isEmpty() {
        return edits.isEmpty();
    }

    /**
     * The file with the edits. The same file gives the same bytes, and the result edited again is itself. A section that is not there is
     * added.
     *
     * @param file in UTF-8, UTF-16, or the encoding that it declares; without a document type
     * @throws PreconditionFailedException if it is no such file, with the line; if a section is encrypted or in another file; if there is
     *     no handler whose environment could be set
     */
    public byte[] apply(byte[] file) {
        return edited(file, new ArrayList<>());
    }

    /**
     * What {@link #apply} would change, one line each, with the new values and without the old ones, which may be secret; empty if
     * nothing.
     *
     * @throws PreconditionFailedException as {@link #apply}
     */
    public List<String> preview(byte[] file) {
        var lines = new ArrayList<String>();
        edited(file, lines);
        return List.copyOf(lines);
    }

    private byte[] edited(byte[] file, List<String> lines) {
        if (isEmpty()) {
            return file.clone();
        }
        var source = XmlBytes.read(file);
        var text = source.text();
        for (var edit : edits) {
            text = edit.apply(text, lines);
        }
        return source.with(text);
    }

    /** How many edits there are. */
    @Override
    public String toString() {
        return edits.size() + " edits of " + FILE;
    }
}
