package io.emrops.testkit.sqlserver.view;

import java.util.List;

/** An option of {@code sp_configure} ("Server configuration options"), with the value that it has in a new server. */
record Configuration(
        int id, String name, int value, int least, int most, String description, boolean dynamic, boolean advanced) {
    private static final int MOST = Integer.MAX_VALUE;

    static final List<Configuration> ALL = List.of(
            new Configuration(
                    101, "recovery interval (min)", 0, 0, 32_767, "Maximum recovery interval in minutes", true, true),
            new Configuration(103, "user connections", 0, 0, 32_767, "Number of user connections allowed", false, true),
            new Configuration(109, "fill factor (%)", 0, 0, 100, "Default fill factor percentage", false, true),
            new Configuration(117, "remote access", 1, 0, 1, "Allow remote access", false, false),
            new Configuration(503, "max worker threads", 0, 128, 65_535, "Maximum worker threads", true, true),
            new Configuration(518, "show advanced options", 0, 0, 1, "show advanced options", true, false),
            new Configuration(1535, "affinity mask", 0, Integer.MIN_VALUE, MOST, "affinity mask", true, true),
            new Configuration(
                    1538, "cost threshold for parallelism", 5, 0, 32_767, "cost threshold for parallelism", true, true),
            new Configuration(
                    1539, "max degree of parallelism", 0, 0, 32_767, "maximum degree of parallelism", true, true),
            new Configuration(
                    1541, "query wait (s)", -1, -1, MOST, "maximum time to wait for query memory (s)", true, true),
            new Configuration(
                    1543, "min server memory (MB)", 0, 0, MOST, "Minimum size of server memory (MB)", true, true),
            new Configuration(
                    1544, "max server memory (MB)", MOST, 128, MOST, "Maximum size of server memory (MB)", true, true),
            new Configuration(
                    1562, "clr enabled", 0, 0, 1, "CLR user code execution enabled in the server", true, false),
            new Configuration(
                    1568, "default trace enabled", 1, 0, 1, "Enable or disable the default trace", true, true),
            new Configuration(
                    1576,
                    "remote admin connections",
                    0,
                    0,
                    1,
                    "Dedicated Admin Connections are allowed from remote clients",
                    true,
                    false),
            new Configuration(
                    1579,
                    "backup compression default",
                    0,
                    0,
                    1,
                    "Enable compression of backups by default",
                    true,
                    false),
            new Configuration(
                    1581,
                    "optimize for ad hoc workloads",
                    0,
                    0,
                    1,
                    "When this option is set, plan cache size is further reduced for single-use adhoc OLTP workload.",
                    true,
                    true),
            new Configuration(
                    1584, "backup checksum default", 0, 0, 1, "Enable checksum of backups by default", true, false),
            new Configuration(16_384, "Agent XPs", 0, 0, 1, "Enable or disable Agent XPs", true, true),
            new Configuration(16_390, "xp_cmdshell", 0, 0, 1, "Enable or disable command shell", true, true),
            new Configuration(
                    16_393,
                    "contained database authentication",
                    0,
                    0,
                    1,
                    "Enables contained databases and contained authentication",
                    true,
                    false));
}
