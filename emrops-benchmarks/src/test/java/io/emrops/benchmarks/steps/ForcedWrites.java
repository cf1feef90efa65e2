package io.emrops.benchmarks.steps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What the disk takes at least: as many bytes for each step as a journal, written and forced, over zeros that have their
 * place on the disk already.
 */
final class ForcedWrites implements Contestant {
    private final Path file;
    private final int steps;
    private final byte[] record;
    private final FileChannel channel;

    ForcedWrites(Path file, int steps, int bytesPerStep) throws IOException {
        this.file = file;
        this.steps = steps;
        this.record = new byte[bytesPerStep];
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        for (int i = 0; i < steps; i++) {
            write(i);
        }
        channel.force(true);
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public void run() throws IOException {
        Arrays.fill(record, (byte) (record[0] + 1));
        for (int i = 0; i < steps; i++) {
            write(i);
            channel.force(false);
        }
        verify();
    }

    private void write(int step) throws IOException {
        var bytes = ByteBuffer.wrap(record);
        var at = (long) step * record.length;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private void verify() throws IOException {
        var written = Files.readAllBytes(file);
        if (written.length != steps * record.length) {
            throw new IllegalStateException(written.length + " bytes are there, not " + steps * record.length);
        }
        for (byte each : written) {
            if (each != record[0]) {
                throw new IllegalStateException("Something else is there than was written");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.delete(file);
    }
}
