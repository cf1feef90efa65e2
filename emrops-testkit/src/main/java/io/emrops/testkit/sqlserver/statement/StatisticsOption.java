package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Versioned;
import java.util.List;

/** An option of {@code UPDATE STATISTICS}. */
public sealed interface StatisticsOption {
    /** One without a value. */
    enum Flag implements StatisticsOption {
        /** Look at every row. */
        FULLSCAN,
        /** All statistics. */
        ALL,
        /** Those of columns. */
        COLUMNS,
        /** Those of indexes. */
        INDEX,
        /** Never again by itself. */
        NORECOMPUTE
    }

    /**
     * {@code SAMPLE}.
     *
     * @param amount a number or a variable (that it may be a variable is said by the vendor's parser)
     */
    record Sample(Operand amount, Unit unit) implements StatisticsOption {
        /** What is counted. */
        public enum Unit {
            /** Of all rows. */
            PERCENT,
            /** Rows. */
            ROWS
        }
    }

    /**
     * {@code RESAMPLE}.
     *
     * @param partitions empty for all
     */
    record Resample(List<Range> partitions) implements StatisticsOption {
        /** Copies the list. */
        public Resample {
            partitions = List.copyOf(partitions);
        }
    }

    /** One that is on or off. */
    record Switch(Kind kind, boolean on) implements StatisticsOption {
        /** Which. */
        public enum Kind implements Versioned {
            /** By partition. */
            INCREMENTAL(Messages.OLDEST),
            /** Keep the sample's size: in 2016 since SP1 CU4. */
            PERSIST_SAMPLE_PERCENT(Messages.OLDEST),
            /** It goes when a column changes. */
            AUTO_DROP(16);

            private final int since;

            Kind(int since) {
                this.since = since;
            }

            @Override
            public int since() {
                return since;
            }
        }
    }

    /** One with a number. */
    record Value(Kind kind, int number) implements StatisticsOption {
        /** Which. */
        public enum Kind {
            /** Processors: in 2016 since SP2. */
            MAXDOP,
            /** Pretend so many rows. */
            ROWCOUNT,
            /** Pretend so many pages. */
            PAGECOUNT
        }
    }
}
