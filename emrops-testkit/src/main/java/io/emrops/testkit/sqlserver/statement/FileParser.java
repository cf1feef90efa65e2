package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of CREATE and ALTER DATABASE. That an option may not be written twice, and that a name may not be missing, is taken
 * to be found out at compile time (unverified).
 */
final class FileParser {
    private enum Option {
        NAME,
        NEWNAME,
        FILENAME,
        SIZE,
        MAXSIZE,
        FILEGROWTH,
        OFFLINE
    }

    private final TokenCursor cursor;

    FileParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /** Files in brackets, one after the other, as long as a bracket follows the comma. */
    List<FileSpec> files() throws Refusal {
        var files = new ArrayList<FileSpec>();
        do {
            files.add(file(false));
        } while (cursor.at(1, '(') && cursor.accept(','));
        return files;
    }

    FileSpec file(boolean modified) throws Refusal {
        var draft = new Draft();
        var open = cursor.require('(');
        do {
            option(draft, modified);
        } while (cursor.accept(','));
        if (draft.name == null) {
            throw cursor.refusal(Rule.FILE_OPTION_MISSING, open, "NAME");
        }
        cursor.require(')');
        return draft.finished(draft.name);
    }

    private void option(Draft draft, boolean modified) throws Refusal {
        var token = cursor.peek(0);
        var option = modified || !(cursor.at("NEWNAME") || cursor.at("OFFLINE"))
                ? cursor.accept(Option.class)
                : Optional.<Option>empty();
        if (token == null || option.isEmpty()) {
            throw cursor.unexpected();
        }
        if (draft.given.contains(option.get())) {
            throw cursor.refusal(Rule.FILE_OPTION_TWICE, token, token.text());
        }
        draft.given.add(option.get());
        if (option.get() == Option.OFFLINE) {
            return;
        }
        cursor.require('=');
        switch (option.get()) {
            case NAME -> draft.name = nameOrText();
            case NEWNAME -> draft.newName = nameOrText();
            case FILENAME -> draft.path = cursor.text();
            case SIZE -> draft.size = size();
            case MAXSIZE -> draft.maxSize = cursor.accept("UNLIMITED") ? FileSize.UNLIMITED : size();
            default -> draft.growth = growth();
        }
    }

    String nameOrText() throws Refusal {
        return cursor.at(Kind.STRING) ? cursor.text() : cursor.name();
    }

    private FileSize size() throws Refusal {
        var amount = cursor.integer();
        for (var unit : List.of(FileSize.Unit.KB, FileSize.Unit.MB, FileSize.Unit.GB, FileSize.Unit.TB)) {
            if (cursor.accept(unit.name())) {
                return new FileSize(amount, unit);
            }
        }
        return new FileSize(amount, FileSize.Unit.MB);
    }

    private FileSize growth() throws Refusal {
        var growth = size();
        return cursor.accept('%') ? new FileSize(growth.amount(), FileSize.Unit.PERCENT) : growth;
    }

    private static final class Draft {
        private final List<Option> given = new ArrayList<>();
        private @Nullable String name;
        private @Nullable String newName;
        private @Nullable String path;
        private @Nullable FileSize size;
        private @Nullable FileSize maxSize;
        private @Nullable FileSize growth;

        FileSpec finished(String finalName) {
            return new FileSpec(
                    finalName,
                    Optional.ofNullable(newName),
                    Optional.ofNullable(path),
                    Optional.ofNullable(size),
                    Optional.ofNullable(maxSize),
                    Optional.ofNullable(growth),
                    given.contains(Option.OFFLINE));
        }
    }
}
