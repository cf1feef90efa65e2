package io.emrops.testkit.sqlserver.function;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.h2.engine.CastDataProvider;
import org.h2.mvstore.db.RowDataType;
import org.h2.result.Row;
import org.h2.result.RowFactory;
import org.h2.result.SearchRow;
import org.h2.store.DataHandler;
import org.h2.table.IndexColumn;
import org.h2.value.CompareMode;
import org.h2.value.DataType;
import org.h2.value.TypeInfo;
import org.h2.value.Typed;
import org.h2.value.Value;
import org.h2.value.ValueVarbinary;
import org.jspecify.annotations.Nullable;

/**
 * Keys of indexes in which texts that are the same to the collation, but not letter by letter, have each their own place. In the engine's own
 * indexes the first of them would stay when the other is written, and be what queries read.
 */
final class ExactKeys extends RowFactory {
    private static final RowFactory PLAIN = RowFactory.getDefaultRowFactory();

    @Override
    public RowFactory createRowFactory(
            CastDataProvider provider,
            CompareMode mode,
            DataHandler handler,
            Typed[] columns,
            IndexColumn @Nullable [] indexColumns,
            boolean storeKeys) {
        var plain = PLAIN.createRowFactory(provider, mode, handler, columns, indexColumns, storeKeys);
        if (indexColumns == null) {
            return plain;
        }
        var texts = Arrays.stream(indexColumns)
                .mapToInt(column -> column.column.getColumnId())
                .filter(id ->
                        DataType.isCharacterStringType(columns[id].getType().getValueType()))
                .toArray();
        if (texts.length == 0) {
            return plain;
        }
        var count = indexColumns.length;
        var sortTypes = Arrays.copyOf(
                Arrays.stream(indexColumns).mapToInt(column -> column.sortType).toArray(), count + 1);
        var indexes = Arrays.copyOf(plain.getIndexes(), count + 1);
        indexes[count] = columns.length;
        var type = new RowDataType(provider, mode, handler, sortTypes, indexes, columns.length, storeKeys);
        var factory = new OfIndex(plain, type, texts);
        type.setRowFactory(factory);
        return factory;
    }

    @Override
    public Row createRow(Value[] data, int memory) {
        return PLAIN.createRow(data, memory);
    }

    @Override
    public SearchRow createRow() {
        return PLAIN.createRow();
    }

    @Override
    public RowDataType getRowDataType() {
        return PLAIN.getRowDataType();
    }

    @Override
    public int[] getIndexes() {
        return PLAIN.getIndexes();
    }

    @Override
    public TypeInfo[] getColumnTypes() {
        return PLAIN.getColumnTypes();
    }

    @Override
    public int getColumnCount() {
        return PLAIN.getColumnCount();
    }

    /** Of one index with texts. */
    private static final class OfIndex extends RowFactory {
        private final RowFactory plain;
        private final RowDataType type;
        private final int[] texts;

        OfIndex(RowFactory plain, RowDataType type, int[] texts) {
            this.plain = plain;
            this.type = type;
            this.texts = texts;
        }

        @Override
        public Row createRow(Value[] data, int memory) {
            return plain.createRow(data, memory);
        }

        @Override
        public SearchRow createRow() {
            return new Key(plain.createRow(), texts);
        }

        @Override
        public RowDataType getRowDataType() {
            return type;
        }

        @Override
        public int[] getIndexes() {
            return plain.getIndexes();
        }

        @Override
        public TypeInfo[] getColumnTypes() {
            return plain.getColumnTypes();
        }

        @Override
        public int getColumnCount() {
            return plain.getColumnCount();
        }
    }

    /** Has one column more than its table: the texts as they are. The bounds of a search have nothing there. */
    private static final class Key extends SearchRow {
        private final SearchRow row;
        private final int[] texts;
        private @Nullable Value exact;

        Key(SearchRow row, int[] texts) {
            this.row = row;
            this.texts = texts;
        }

        @Override
        public int getColumnCount() {
            return row.getColumnCount();
        }

        @Override
        public @Nullable Value getValue(int column) {
            return column == row.getColumnCount() ? exact() : row.getValue(column);
        }

        private @Nullable Value exact() {
            if (getKey() <= MATCH_ALL_ROW_KEY || getKey() == Long.MAX_VALUE) {
                return null;
            }
            if (exact == null) {
                var all = new StringBuilder();
                for (var text : texts) {
                    var value = row.getValue(text);
                    if (value == null) {
                        return null;
                    }
                    var letters = value.getString();
                    all.append(letters == null ? 0 : letters.length())
                            .append(':')
                            .append(letters);
                }
                exact = ValueVarbinary.getNoCopy(all.toString().getBytes(StandardCharsets.UTF_16BE));
            }
            return exact;
        }

        @Override
        public void setValue(int column, Value value) {
            exact = null;
            row.setValue(column, value);
        }

        @Override
        public void setKey(long key) {
            super.setKey(key);
            row.setKey(key);
        }

        @Override
        public boolean isNull(int column) {
            return row.isNull(column);
        }

        @Override
        public int getMemory() {
            return row.getMemory();
        }

        @Override
        public void copyFrom(SearchRow source) {
            exact = null;
            row.copyFrom(source);
            super.setKey(row.getKey());
        }

        @Override
        public String toString() {
            return row.toString();
        }
    }
}
