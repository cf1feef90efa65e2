package io.emrops.benchmarks.journal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** RocksDB with its write-ahead log synced on every put; it commits in groups by itself. */
final class RocksDbLog implements DurableLog {
    private static final int KEY = Integer.BYTES + Long.BYTES;

    static {
        RocksDB.loadLibrary();
    }

    private final Options options;
    private final RocksDB db;
    private final WriteOptions durable = new WriteOptions().setSync(true);

    private RocksDbLog(Path directory) throws RocksDBException {
        options = new Options().setCreateIfMissing(true);
        db = RocksDB.open(options, directory.toString());
    }

    @Override
    public void append(int writer, long sequence, byte[] payload) throws RocksDBException {
        var key = ByteBuffer.allocate(KEY).putInt(writer).putLong(sequence).array();
        db.put(durable, key, payload);
    }

    @Override
    public void close() {
        durable.close();
        db.close();
        options.close();
    }

    private long[] count(int writers) throws RocksDBException {
        var counts = new long[writers];
        try (var all = db.newIterator()) {
            for (all.seekToFirst(); all.isValid(); all.next()) {
                int writer = ByteBuffer.wrap(all.key()).getInt();
                Payload.require(writer, counts[writer]++, all.value());
            }
            all.status();
        }
        return counts;
    }

    static final class Kind implements DurableLog.Kind {
        @Override
        public DurableLog open(Path directory, int writers) throws RocksDBException {
            return new RocksDbLog(directory);
        }

        @Override
        public long[] readBack(Path directory, int writers) throws RocksDBException {
            try (var log = new RocksDbLog(directory)) {
                return log.count(writers);
            }
        }
    }
}
