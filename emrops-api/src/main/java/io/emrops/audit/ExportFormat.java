package io.emrops.audit;

/** How a file is written; always in UTF-8. */
public enum ExportFormat {
    /**
     * Comma-separated values, as RFC 4180 has them, with a line of headings. A value that a spreadsheet could take for a formula, or
     * that begins with {@code '}, has a {@code '} before it. So has a part of a value that is like that, behind a semicolon, a comma, a tab, a
     * line break or a quotation mark: there, a spreadsheet that does not split at commas would begin a cell. No value is an empty cell, an empty one is {@code ""}.
     */
    CSV("csv"),
    /** One JSON object on each line; no value is {@code null}. Values are as they are. */
    JSON_LINES("jsonl");

    private final String extension;

    ExportFormat(String extension) {
        this.extension = extension;
    }

    /** What names of such files end with, without the dot. */
    public String extension() {
        return extension;
    }
}
