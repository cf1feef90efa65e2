package io.emrops.core.weblog;

import io.emrops.weblog.WebLogQuery;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Sums up a file, some chunks at a time. Which columns the lines of a chunk have is known only when all chunks before it are read; so it is guessed, and
 * a chunk for which the guess was wrong is read again.
 */
final class FileScan {
    private final LogFile file;
    private final WebLogQuery query;
    private final ExecutorService threads;
    private final int ahead;
    private final ArrayDeque<Running> running = new ArrayDeque<>();
    private Layout now = Layout.NONE;

    private record Running(Chunk chunk, Future<ChunkTally> tally) {}

    private FileScan(LogFile file, WebLogQuery query, ExecutorService threads, int ahead) {
        this.file = file;
        this.query = query;
        this.threads = threads;
        this.ahead = ahead;
    }

    /**
     * @param finished whether nothing is added to it any more
     * @param ahead how many chunks are read before they are needed
     * @param bytes how large a chunk is
     * @param read is told how many bytes are done
     */
    static void of(
            LogFile file,
            boolean finished,
            WebLogQuery query,
            Summary summary,
            ExecutorService threads,
            int ahead,
            int bytes,
            LongConsumer read)
            throws IOException, InterruptedException {
        new FileScan(file, query, threads, ahead).run(Chunk.of(file.size(), bytes, finished), summary, read);
    }

    private void run(Iterable<Chunk> chunks, Summary summary, LongConsumer read)
            throws IOException, InterruptedException {
        try {
            var guess = Head.layout(file);
            for (var chunk : chunks) {
                if (running.size() == ahead) {
                    take(summary, read);
                    guess = now;
                }
                submit(chunk, chunk.start() == 0 ? Layout.NONE : guess);
            }
            while (!running.isEmpty()) {
                take(summary, read);
            }
        } finally {
            running.forEach(one -> one.tally.cancel(true));
        }
    }

    private void submit(Chunk chunk, Layout before) {
        running.add(new Running(
                chunk, threads.submit(() -> ChunkTally.of(file, chunk, before, Span.of(query), query.paths()))));
    }

    private void take(Summary summary, LongConsumer read) throws IOException, InterruptedException {
        var oldest = running.element();
        var tally = result(oldest.tally);
        running.remove();
        if (!tally.before().equals(now)) {
            tally = ChunkTally.of(file, oldest.chunk, now, Span.of(query), query.paths());
        }
        now = tally.after();
        summary.add(tally);
        read.accept(oldest.chunk.stop() - oldest.chunk.start());
    }

    private static ChunkTally result(Future<ChunkTally> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("A chunk could not be read", e);
        }
    }
}
