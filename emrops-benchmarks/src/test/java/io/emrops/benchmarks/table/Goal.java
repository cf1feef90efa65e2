package io.emrops.benchmarks.table;

import java.util.Locale;

/**
 * What a figure is to reach.
 *
 * @param of what the limit is set on
 * @param limit in the unit of the figure, or a ratio
 * @param fact whether the figure does not depend on the machine, so that missing it is a fault
 */
public record Goal(Of of, Direction direction, double limit, boolean fact) {
    /** What a limit is set on. */
    public enum Of {
        /** There is no goal; the figure is shown beside others. */
        NOTHING,
        /** The figure itself. */
        FIGURE,
        /** The figure divided by the peer's. */
        RATIO
    }

    /** On which side of the limit the goal lies. */
    public enum Direction {
        AT_MOST,
        AT_LEAST
    }

    /** For figures that are there to be compared with. */
    public static final Goal NONE = new Goal(Of.NOTHING, Direction.AT_MOST, 0, false);

    public static Goal atMost(double limit) {
        return new Goal(Of.FIGURE, Direction.AT_MOST, limit, false);
    }

    public static Goal ratioAtMost(double limit) {
        return new Goal(Of.RATIO, Direction.AT_MOST, limit, false);
    }

    public static Goal ratioAtLeast(double limit) {
        return new Goal(Of.RATIO, Direction.AT_LEAST, limit, false);
    }

    /** The same goal for something that no machine changes: missing it fails the run. */
    public Goal asFact() {
        return new Goal(of, direction, limit, true);
    }

    boolean metBy(Figure figure) {
        return switch (of) {
            case NOTHING -> true;
            case FIGURE -> reached(figure.ours().value());
            case RATIO -> reached(figure.ratio().orElseThrow());
        };
    }

    private boolean reached(double value) {
        return direction == Direction.AT_MOST ? value <= limit : value >= limit;
    }

    /** In the unit of the figure, such as "≤ 10 µs", or of the ratio, such as "≥ 1.0 ×". */
    String words(String unit) {
        if (of == Of.NOTHING) {
            return "";
        }
        var sign = direction == Direction.AT_MOST ? "≤ " : "≥ ";
        return sign
                + (of == Of.RATIO
                        ? String.format(Locale.ROOT, "%s ×", Quantity.digits(limit))
                        : new Quantity(limit, unit).toString());
    }
}
