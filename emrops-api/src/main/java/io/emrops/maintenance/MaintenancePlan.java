package io.emrops.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is due in a database.
 *
 * @param database which one
 * @param tasks what would be done, in this order
 * @param leftOut what would be done and is not, and why
 * @param inOrder how many indexes and statistics were looked at and are not due
 */
public record MaintenancePlan(String database, List<MaintenanceTask> tasks, List<LeftOut> leftOut, int inOrder) {
    public MaintenancePlan {
        Objects.requireNonNull(database, "database");
        tasks = List.copyOf(tasks);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Something that is not done although it would be due, or about which nothing can be said.
     *
     * @param table of which table
     * @param name of the index or the statistics
     * @param why in words
     */
    public record LeftOut(TableName table, String name, String why) {
        public LeftOut {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(why, "why");
        }

        /** In one line. */
        public String words() {
            return name + " of " + table + " is left out: " + why;
        }
    }

    /** Whether nothing is due. */
    public boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** A line for each task and for what is left out. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        tasks.forEach(task -> lines.add(task.words()));
        leftOut.forEach(each -> lines.add(each.words()));
        return lines;
    }
}
