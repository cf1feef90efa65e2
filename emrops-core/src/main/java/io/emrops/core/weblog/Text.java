package io.emrops.core.weblog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts of a log: UTF-8, or else the code page of the server, whose letters are taken for those of ISO 8859-1. */
final class Text {
    private static final int LONGEST = 200;

    private Text() {}

    /** A field, with {@code +} for a space, as servers write it. Control characters become question marks. */
    static String decode(byte[] bytes, int start, int end) {
        var chars = text(bytes, start, end).toCharArray();
        for (var i = 0; i < chars.length; i++) {
            if (chars[i] == '+') {
                chars[i] = ' ';
            } else if (Character.isISOControl(chars[i])) {
                chars[i] = '?';
            }
        }
        return new String(chars);
    }

    private static String text(byte[] bytes, int start, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        }
    }

    static String cut(String path) {
        return path.length() <= LONGEST ? path : path.substring(0, LONGEST) + "…";
    }
}
