package io.emrops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.RequiresEngine;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Patterns match here what they match in a real Redis. */
@RequiresEngine("redis")
@Timeout(120)
class KeyPatternIT {
    private static final String LETTERS = "aabc:*?[]^-\\\u00E4";

    @TempDir
    Path directory;

    private final Random random = new Random(4711);

    private String word(int longest) {
        var word = new StringBuilder();
        for (var left = 1 + random.nextInt(longest); left > 0; left--) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    @Test
    void random_patterns_match_the_same_random_keys() throws Exception {
        try (var server = RedisProcess.start(directory);
                var application = server.application()) {
            var keys = new TreeSet<String>();
            for (var i = 0; i < 2000; i++) {
                keys.add(word(6));
            }
            keys.forEach(key -> application.put(0, key, 1));
            var matched = 0;
            for (var i = 0; i < 2000; i++) {
                var pattern = word(7);
                var told = told(application, pattern);
                matched += told.size();
                var ours = KeyPattern.of(pattern);

                assertThat(keys.stream().filter(key -> ours.matches(key.getBytes(StandardCharsets.UTF_8))))
                        .as(pattern)
                        .containsExactlyInAnyOrderElementsOf(told);
            }
            assertThat(matched).isGreaterThan(1000);
        }
    }

    private static Set<String> told(RedisProcess.Application application, String pattern) {
        var told = new TreeSet<String>();
        ScanCursor at = ScanCursor.INITIAL;
        while (!at.isFinished()) {
            var page = application
                    .connection
                    .sync()
                    .scan(
                            at,
                            ScanArgs.Builder.matches(pattern.getBytes(StandardCharsets.UTF_8))
                                    .limit(5000));
            page.getKeys().forEach(key -> told.add(new String(key, StandardCharsets.UTF_8)));
            at = page;
        }
        return told;
    }
}
