package io.emrops.sqlserver.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Numbers of errors, from "Database engine events and errors". Texts are never looked at: they come in the language of the login. */
final class KnownErrors {
    /** Message 3009: the backup is whole, and only msdb does not know of it. */
    static final int NOT_IN_HISTORY = 3009;

    static final int PROCESSED = 3014;
    static final int PERCENT = 3211;
    static final int ABORTED = 3204;

    /** Their texts name what the operating system said. */
    static final Set<Integer> OF_OPERATING_SYSTEM = Set.of(3201, 3202, 3203, 3271, 5120, 5123, 5133);

    private static final Map<Integer, ErrorKind> KINDS = new HashMap<>();

    /** The server looks at these before it does anything. */
    private static final Set<Integer> REFUSALS = Set.of(
            3021, 3024, 3032, 3031, 3035, 3059, 3062, 3095, 3096, 3099, 3102, 3104, 3108, 3109, 3110, 3117, 3118, 3120,
            3136, 3141, 3142, 3145, 3147, 3154, 3156, 3159, 3168, 3169, 3173, 3176, 3187, 3257, 4208, 4214, 4303, 4305,
            4312, 4326, 4330, 4335, 4338, 33111, 35208, 35242, 35248, 35250, 41100, 41122, 41140, 41142, 47104, 47122,
            911, 916, 262, 229, 297, 300, 371, 15247, 102, 137, 155, 319);

    static {
        put(
                ErrorKind.CONFIGURATION,
                102,
                137,
                155,
                319,
                911,
                3021,
                3024,
                3031,
                3032,
                3059,
                3062,
                3095,
                3096,
                3099,
                3102,
                3104,
                3108,
                3109,
                3142,
                3147,
                3156,
                3168,
                3169,
                3176,
                3187,
                5120,
                5123,
                5133,
                33111);
        put(ErrorKind.MEDIA, 3132, 3201, 3202, 3203, 3241, 3242, 3243, 3254, 3256, 3266, 3271);
        put(ErrorKind.DISK_FULL, 1105, 3257, 9002);
        put(ErrorKind.PERMISSION, 229, 262, 297, 300, 371, 3110, 15247);
        put(
                ErrorKind.CHAIN,
                3035,
                3117,
                3118,
                3120,
                3136,
                3141,
                3154,
                4208,
                4214,
                4303,
                4305,
                4312,
                4318,
                4326,
                4327,
                4330,
                4333,
                4335,
                4338,
                4341);
        put(ErrorKind.CORRUPTION, 823, 824, 825, 3043, 3053, 3182, 3183, 3186, 3189);
        put(ErrorKind.BUSY, 1205, 1222, 3023, 3101, 3960, 3961, 5030, 5061, 5064);
        put(
                ErrorKind.STATE,
                922,
                924,
                927,
                942,
                945,
                952,
                3145,
                3159,
                3173,
                5052,
                5069,
                35208,
                35242,
                35248,
                35250,
                41100,
                41122,
                41140,
                41142,
                47104,
                47122);
        put(ErrorKind.LOGIN, 916, 4060, 4064, 18452, 18456, 18470, 18486, 18487, 18488);
        put(ErrorKind.TRANSPORT, 596, 976, 978, 983, 6005, 17142, 40613);
        put(ErrorKind.CANCELLED, ABORTED);
        put(ErrorKind.TRAILER, 3013, 3119);
    }

    private KnownErrors() {}

    private static void put(ErrorKind kind, int... numbers) {
        for (var number : numbers) {
            if (KINDS.put(number, kind) != null) {
                throw new IllegalStateException("Two kinds of error " + number);
            }
        }
    }

    static ErrorKind kindOf(int number) {
        return KINDS.getOrDefault(number, ErrorKind.OTHER);
    }

    /** Whether the statement has changed nothing when it ends with this error. */
    static boolean isRefusal(int number) {
        return REFUSALS.contains(number);
    }
}
