package io.emrops.spi.log;

import io.emrops.deploy.LogFinding;
import io.emrops.logs.LogCollection;
import io.emrops.spi.page.Page;
import io.emrops.spi.page.Text;
import io.emrops.spi.page.Tone;
import java.util.List;

/** What looks like an error, as a page for people. */
final class ErrorPage {
    private ErrorPage() {}

    static String of(LogCollection collection) {
        var page = Page.titled("Errors in the logs")
                .paragraph(
                        "What was written from " + collection.since() + " until " + collection.until()
                                + ". Lines are grouped by what they have in common: numbers, quoted values and unknown words are taken out.");
        if (collection.errors().isEmpty()) {
            page.callout(Tone.GOOD, Text.of("None of " + collection.lines() + " lines looks like an error."));
        } else {
            page.callout(
                    Tone.BAD,
                    Text.of(collection.errorLines() + " of " + collection.lines() + " lines look like an error."));
            page.table(
                    "What looks like an error, the most frequent first",
                    List.of("Service", "Lines", "First", "Last", "What they have in common"),
                    collection.errors().stream().map(ErrorPage::row).toList());
        }
        if (!collection.gaps().isEmpty()) {
            page.heading("What is missing, or may be");
            page.bullets(collection.gaps().stream()
                    .map(gap -> Text.of(gap.toString()))
                    .toList());
        }
        return page.build().toMarkdown();
    }

    private static List<Text> row(LogFinding found) {
        return List.of(
                Text.of(found.service()),
                Text.of(Long.toString(found.count())),
                Text.of(found.first().toString()),
                Text.of(found.last().toString()),
                Text.of(found.signature()));
    }
}
