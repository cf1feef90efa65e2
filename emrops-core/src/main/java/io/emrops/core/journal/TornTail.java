package io.emrops.core.journal;

import io.emrops.core.journal.Frames.Salt;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Tells what a crash left at the end of the last segment from what was damaged later. {@code docs/journal-format.md}
 * gives the reasoning; in short:
 *
 * <ul>
 *   <li>Groups are forced one after the other, so at most the last one was not acknowledged. A frame of a later group
 *       behind the bad place proves that the bad place had been forced: damage.
 *   <li>All space is zeros before it is written, and a disk writes sectors whole. A frame that was cut short misses at
 *       least one whole sector, which is still zeros or beyond the end of the file. A bad frame that misses none: damage.
 *   <li>Space is added in units that are forced before a group in them is acknowledged. A file that is shorter than the
 *       unit in which its last group begins was cut by somebody else: damage.
 * </ul>
 */
final class TornTail {
    private static final int SECTOR = 512;

    /** What is left to do at the end of the journal. */
    enum Tail {
        /** Zeros only. */
        CLEAN,
        /** A group that was never acknowledged, to be wiped. */
        TORN
    }

    private final Path file;
    private final Salt salt;
    private final Cursor end;
    private final byte[] rest;

    private TornTail(Path file, Salt salt, Cursor end, byte[] rest) {
        this.file = file;
        this.salt = salt;
        this.end = end;
        this.rest = rest;
    }

    /**
     * Judges what lies behind the last good frame.
     *
     * @param why what the reader disliked about it
     * @throws Damage unless it is provably what a crash leaves
     */
    static Tail judge(Path file, Salt salt, Cursor end, int unit, String why) throws IOException {
        byte[] rest;
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(end.offset());
            rest = in.readAllBytes();
        } catch (EOFException e) {
            throw new Damage(file, end.offset(), "the file is shorter than what was forced to it");
        }
        long forced = roundUp(end.group(), unit);
        if (end.offset() + rest.length < forced) {
            throw new Damage(
                    file,
                    end.offset() + rest.length,
                    "the file was cut: " + forced + " bytes had been forced when its last records began");
        }
        TornTail tail = new TornTail(file, salt, end, rest);
        if (tail.allZero(0, rest.length)) {
            return Tail.CLEAN;
        }
        tail.requireMissingSector(why);
        tail.requireNothingLater(why);
        return Tail.TORN;
    }

    static long roundUp(long bytes, int unit) {
        return (bytes + unit - 1) / unit * unit;
    }

    private void requireMissingSector(String why) {
        int size = Frames.HEADER;
        if (header(0)) {
            ByteBuffer view = ByteBuffer.wrap(rest);
            if (view.getLong(12) != end.frame()) {
                throw new Damage(
                        file, end.offset(), "record " + view.getLong(12) + " stands where " + end.frame() + " belongs");
            }
            int body = view.getInt(4);
            size = Frames.HEADER + body + Frames.TRAILER;
            if (size <= rest.length && checksum(body)) {
                requireMissingSectorOfHash(Frames.HEADER + body + Frames.CHECKSUM, why);
                return;
            }
        }
        if (size > rest.length) {
            return;
        }
        for (int from = 0; from < size; from = nextSector(from)) {
            if (allZero(from, Math.min(nextSector(from), size))) {
                return;
            }
        }
        throw new Damage(file, end.offset(), why + ", and no sector of it is missing");
    }

    /** All but the hash is there. Then it is known what the hash must be: each part of it is that, or missing. */
    private void requireMissingSectorOfHash(int at, String why) {
        MessageDigest digest = Hashes.sha256();
        digest.update(end.hash());
        digest.update(rest, 0, at);
        byte[] hash = digest.digest();
        for (int from = at; from < at + Hashes.BYTES; from = nextSector(from)) {
            int to = Math.min(nextSector(from), at + Hashes.BYTES);
            if (!allZero(from, to) && !Arrays.equals(rest, from, to, hash, from - at, to - at)) {
                throw new Damage(file, end.offset(), why);
            }
        }
    }

    private void requireNothingLater(String why) {
        for (int at = 1; at + Frames.HEADER <= rest.length; at++) {
            if (rest[at] == (byte) (Frames.MAGIC >>> 24) && header(at)) {
                long group = ByteBuffer.wrap(rest).getLong(at + 20);
                if (group > end.frame()) {
                    throw new Damage(
                            file,
                            end.offset(),
                            why + ", and later records lie behind it, at byte " + (end.offset() + at));
                }
            }
        }
    }

    private boolean header(int at) {
        if (at + Frames.HEADER > rest.length) {
            return false;
        }
        ByteBuffer view = ByteBuffer.wrap(rest);
        return view.getInt(at) == Frames.MAGIC && view.getInt(at + 36) == salt.checksum(end.offset() + at, rest, at);
    }

    private boolean checksum(int body) {
        CRC32C crc = new CRC32C();
        crc.update(rest, 0, Frames.HEADER + body);
        return ByteBuffer.wrap(rest).getInt(Frames.HEADER + body) == (int) crc.getValue();
    }

    /** The index in {@link #rest} at which the next sector of the file begins. */
    private int nextSector(int at) {
        return (int) (((end.offset() + at) / SECTOR + 1) * SECTOR - end.offset());
    }

    private boolean allZero(int from, int to) {
        for (int i = from; i < to; i++) {
            if (rest[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
