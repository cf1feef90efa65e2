package io.emrops.testkit.windows.ssh;

import io.emrops.testkit.windows.command.HostFiles;
import io.emrops.testkit.windows.command.HostFiles.Kind;
import io.emrops.testkit.windows.ssh.SftpPacket.Reply;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one client does by SFTP 3, as far as files are sent and fetched: {@code /D:/releases/app.zip} is {@code D:\releases\app.zip}, as with OpenSSH for
 * Windows. Attributes that are set are forgotten; links, renames and new directories are refused.
 */
final class SftpSession {
    private static final int VERSION = 3;
    private static final int MOST_READ = 64 << 10;
    private static final int WRITE = 2;
    private static final int CREATE = 8;
    private static final int TRUNCATE = 16;
    private static final int DIRECTORY_MODE = 0x41ed;
    private static final int FILE_MODE = 0x81a4;

    private enum Status {
        OK,
        END,
        NO_SUCH_FILE,
        DENIED,
        FAILED,
        BAD_MESSAGE,
        NOT_DONE
    }

    private final HostFiles files;
    private final Map<String, OpenFile> open = new HashMap<>();
    private final Map<String, ArrayDeque<String>> listings = new HashMap<>();
    private int handles;
    private long received;

    SftpSession(HostFiles files) {
        this.files = files;
    }

    /** Bytes of files that came. */
    long received() {
        return received;
    }

    /** What was written and not closed is there nevertheless. */
    void end() {
        for (var file : open.values()) {
            try {
                file.flush();
            } catch (IOException e) {
                // Nobody is there any more to be told.
            }
        }
    }

    Reply answer(SftpPacket request) {
        if (request.type() == 1) {
            return new Reply(2).number(VERSION);
        }
        var id = 0;
        try {
            id = request.number();
            return answer(request, id);
        } catch (BufferUnderflowException e) {
            return status(id, Status.BAD_MESSAGE);
        } catch (NoSuchFileException e) {
            return status(id, Status.NO_SUCH_FILE);
        } catch (AccessDeniedException e) {
            return status(id, Status.DENIED);
        } catch (IOException e) {
            return status(id, Status.FAILED);
        }
    }

    private Reply answer(SftpPacket request, int id) throws IOException {
        return switch (request.type()) {
            case 3 -> open(id, path(request.text()), request.number());
            case 4 -> close(id, request.text());
            case 5 -> read(id, file(request.text()), request.longNumber(), request.number());
            case 6 -> write(id, file(request.text()), request.longNumber(), request.bytes());
            case 7, 17 -> attributes(new Reply(105).number(id), path(request.text()));
            case 8 ->
                attributes(
                        new Reply(105).number(id),
                        Kind.FILE,
                        file(request.text()).length());
            case 9, 10 -> status(id, Status.OK);
            case 11 -> list(id, path(request.text()));
            case 12 -> names(id, request.text());
            case 13 -> remove(id, path(request.text()));
            case 16 -> realPath(id, path(request.text()));
            default -> status(id, Status.NOT_DONE);
        };
    }

    private static Reply status(int id, Status status) {
        var code = status == Status.NOT_DONE ? 8 : status.ordinal();
        return new Reply(101).number(id).number(code).text(status.name()).text("en");
    }

    /** Relative ones are below the root of the drive. */
    static String path(String path) {
        var parts = new ArrayDeque<String>();
        for (var part : path.replace('\\', '/').split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.isEmpty() || !parts.peek().matches("[A-Za-z]:")) {
            parts.push("C:");
        }
        var drive = parts.pop();
        return drive + "\\" + String.join("\\", parts);
    }

    private Reply open(int id, String path, int flags) throws IOException {
        var kind = files.kind(path);
        if (kind == Kind.DIRECTORY) {
            return status(id, Status.FAILED);
        }
        if (kind == Kind.NONE && (flags & CREATE) == 0) {
            return status(id, Status.NO_SUCH_FILE);
        }
        var fresh = kind == Kind.NONE || (flags & TRUNCATE) != 0;
        var written = (flags & WRITE) != 0;
        var bytes = fresh ? new byte[0] : files.read(path);
        if (written) {
            // Whoever may not write is told when the file is opened.
            files.write(path, bytes);
        }
        var handle = "f" + handles++;
        open.put(handle, new OpenFile(files, path, bytes, written));
        return new Reply(102).number(id).text(handle);
    }

    private OpenFile file(String handle) throws IOException {
        var file = open.get(handle);
        if (file == null) {
            throw new IOException("no such handle");
        }
        return file;
    }

    private Reply close(int id, String handle) throws IOException {
        listings.remove(handle);
        var file = open.remove(handle);
        if (file != null) {
            file.flush();
        }
        return status(id, Status.OK);
    }

    private static Reply read(int id, OpenFile file, long at, int most) {
        var bytes = file.read(at, Math.min(most, MOST_READ));
        return bytes.length == 0
                ? status(id, Status.END)
                : new Reply(103).number(id).bytes(bytes);
    }

    private Reply write(int id, OpenFile file, long at, byte[] bytes) throws IOException {
        if (!file.isWritten()) {
            return status(id, Status.DENIED);
        }
        received += bytes.length;
        file.write(at, bytes);
        return status(id, Status.OK);
    }

    private Reply attributes(Reply reply, String path) throws IOException {
        var kind = files.kind(path);
        if (kind == Kind.NONE) {
            throw new NoSuchFileException(path);
        }
        return attributes(reply, kind, kind == Kind.FILE ? files.read(path).length : 0);
    }

    /** Size and mode are told. */
    private static Reply attributes(Reply reply, Kind kind, int size) {
        return reply.number(1 | 4).longNumber(size).number(kind == Kind.DIRECTORY ? DIRECTORY_MODE : FILE_MODE);
    }

    private Reply list(int id, String path) {
        if (files.kind(path) != Kind.DIRECTORY) {
            return status(id, Status.NO_SUCH_FILE);
        }
        var handle = "d" + handles++;
        var below = path.endsWith("\\") ? path : path + "\\";
        listings.put(
                handle,
                new ArrayDeque<>(
                        files.names(path).stream().map(name -> below + name).toList()));
        return new Reply(102).number(id).text(handle);
    }

    private Reply names(int id, String handle) throws IOException {
        var left = listings.get(handle);
        if (left == null) {
            return status(id, Status.FAILED);
        }
        if (left.isEmpty()) {
            return status(id, Status.END);
        }
        var names = List.copyOf(left);
        left.clear();
        var reply = new Reply(104).number(id).number(names.size());
        for (var path : names) {
            var name = path.substring(path.lastIndexOf('\\') + 1);
            attributes(reply.text(name).text(line(path, name)), path);
        }
        return reply;
    }

    /** As {@code ls -l} has it; the client shows it as it is. */
    private String line(String path, String name) throws IOException {
        var kind = files.kind(path);
        var size = kind == Kind.FILE ? files.read(path).length : 0;
        return (kind == Kind.FILE ? "-rw-r--r--" : "drwxr-xr-x") + "    1 ops      ops      " + size + " Jan  1  1970 "
                + name;
    }

    private Reply remove(int id, String path) throws IOException {
        if (files.kind(path) != Kind.FILE) {
            return status(id, Status.NO_SUCH_FILE);
        }
        files.delete(path);
        return status(id, Status.OK);
    }

    private static Reply realPath(int id, String path) {
        var name = "/" + path.replace('\\', '/');
        return new Reply(104).number(id).number(1).text(name).text(name).number(0);
    }
}
