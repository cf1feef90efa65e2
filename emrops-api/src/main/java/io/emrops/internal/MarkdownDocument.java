package io.emrops.internal;

import io.emrops.spi.Definition;

/** placeholder replaced below */
public final class MarkdownDocument {
    private MarkdownDocument() {}

    public static String of(Definition definition) {
        return "";
    }
}
