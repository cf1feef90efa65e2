package io.emrops.redis;

import io.lettuce.core.RedisCommandExecutionException;
import javax.net.ssl.SSLException;

/** A server did not answer, or answered with an error; what that means is for the caller to say. */
final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(Throwable cause) {
        super(cause);
    }

    /** Whether the server has said no; else it was not heard. */
    boolean isRefusal() {
        return getCause() instanceof RedisCommandExecutionException && !isAbsence();
    }

    /** Servers that say that they cannot serve now. */
    private boolean isAbsence() {
        var word = word();
        return word.equals("LOADING")
                || word.equals("MASTERDOWN")
                || word.equals("CLUSTERDOWN")
                || word.equals("TRYAGAIN");
    }

    /** Whether somebody else has what was asked for by now: a primary that was demoted, a slot that has moved. */
    boolean isElsewhere() {
        return word().equals("READONLY") || hasMoved();
    }

    /** Whether another node of the cluster has the slot by now. */
    boolean hasMoved() {
        return word().equals("MOVED") || word().equals("ASK");
    }

    /** The first word of the error, such as {@code NOPERM}; empty if there is none. */
    String word() {
        var message = getCause() instanceof RedisCommandExecutionException e ? e.getMessage() : null;
        if (message == null) {
            return "";
        }
        var blank = message.indexOf(' ');
        return blank < 0 ? message : message.substring(0, blank);
    }

    /** Why, in a clause without anything that a key or a value may be part of. */
    String clause() {
        var message = String.valueOf(getCause() == null ? null : getCause().getMessage());
        return switch (word()) {
            case "NOPERM" -> "the login has no right to do that there";
            case "WRONGPASS", "NOAUTH" -> "the login was refused";
            case "READONLY" -> "it is a replica that only reads";
            case "LOADING" -> "it is still loading what it holds";
            case "MASTERDOWN" -> "it is a replica that has lost its primary";
            case "CLUSTERDOWN" -> "the cluster is down";
            case "MISCONF" -> "it refuses writes, because it cannot write its snapshots";
            case "OOM" -> "it is full and refuses to hold more";
            case "ERR" ->
                message.startsWith("ERR unknown command")
                        ? "the command is renamed or forbidden there"
                        : message.startsWith("ERR DB index is out of range")
                                ? "there is no database of that number"
                                : message.startsWith("ERR AUTH") || message.startsWith("ERR invalid password")
                                        ? "the login was refused"
                                        : "it answered with an error";
            case "" -> getCause() instanceof SSLException ? "its certificate is not trusted" : "it does not answer";
            default -> "it answered with an error (" + word().replaceAll("[^A-Z]", "") + ")";
        };
    }
}
