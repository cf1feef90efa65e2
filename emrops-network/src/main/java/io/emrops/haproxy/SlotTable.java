package io.emrops.haproxy;

import io.emrops.StepFailedException;
import io.emrops.network.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what HAProxy answers to {@code show servers state} and {@code show stat}, by the names of their columns. */
final class SlotTable {
    private static final String FORMAT = "1";

    private SlotTable() {}

    /**
     * The slots that are in both answers. The two are not of the same moment; a slot stays the same by its backend and name.
     *
     * @param state of {@code show servers state}, format 1
     * @param stat of {@code show stat}, for servers alone
     */
    static List<Slot> read(String state, String stat) {
        var statistics = new HashMap<String, Map<String, String>>();
        for (var row : statistics(stat)) {
            statistics.put(row.get("pxname") + "/" + row.get("svname"), row);
        }
        var slots = new ArrayList<Slot>();
        for (var row : states(state)) {
            var known = statistics.get(row.get("be_name") + "/" + row.get("srv_name"));
            if (known != null) {
                slots.add(slot(row, known));
            }
        }
        return slots;
    }

    private static Slot slot(Map<String, String> state, Map<String, String> stat) {
        return new Slot(
                text(state, "be_name"),
                text(state, "srv_name"),
                endpoint(text(state, "srv_addr"), number(state, "srv_port")),
                number(state, "srv_admin_state"),
                number(state, "srv_check_state"),
                number(state, "srv_uweight"),
                number(state, "srv_iweight"),
                text(stat, "status"),
                lastCheck(stat),
                number(stat, "scur"));
    }

    private static Optional<Endpoint> endpoint(String host, int port) {
        return Address.parse(host, port).map(address -> new Endpoint(host, port));
    }

    /** A star stands before the result while the next check runs. */
    private static String lastCheck(Map<String, String> stat) {
        var status = stat.getOrDefault("check_status", "").replace("* ", "");
        var code = stat.getOrDefault("check_code", "");
        return code.isEmpty() ? status : status + "/" + code;
    }

    static List<Map<String, String>> states(String answer) {
        var lines = answer.lines().filter(line -> !line.isBlank()).toList();
        if (lines.size() < 2 || !lines.get(0).equals(FORMAT) || !lines.get(1).startsWith("# ")) {
            throw unreadable("the servers' state is not of format " + FORMAT);
        }
        var names = lines.get(1).substring(2).split(" ");
        return lines.stream()
                .skip(2)
                .filter(line -> !line.startsWith("#"))
                .map(line -> row(names, line.split(" ")))
                .toList();
    }

    static List<Map<String, String>> statistics(String answer) {
        var lines = answer.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty() || !lines.get(0).startsWith("# ")) {
            throw unreadable("the statistics have no header");
        }
        var names = lines.get(0).substring(2).split(",");
        return lines.stream()
                .skip(1)
                .map(line -> row(names, cells(line).toArray(String[]::new)))
                .toList();
    }

    /** As RFC 4180 writes them; HAProxy quotes what checks answered. */
    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.length(); i++) {
            var c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    private static Map<String, String> row(String[] names, String[] cells) {
        var row = new HashMap<String, String>();
        for (var i = 0; i < Math.min(names.length, cells.length); i++) {
            row.put(names[i], cells[i]);
        }
        return row;
    }

    private static String text(Map<String, String> row, String column) {
        var value = row.get(column);
        if (value == null) {
            throw unreadable("there is no column " + column);
        }
        return value;
    }

    private static StepFailedException unreadable(String why) {
        return new StepFailedException("What HAProxy answers cannot be read: " + why);
    }

    private static int number(Map<String, String> row, String column) {
        try {
            return Integer.parseInt(text(row, column));
        } catch (NumberFormatException e) {
            throw unreadable("column " + column + " is no number");
        }
    }
}
