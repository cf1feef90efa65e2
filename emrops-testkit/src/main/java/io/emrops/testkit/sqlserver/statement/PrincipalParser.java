package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Foreign;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Stop;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;

/** Reads statements about logins with passwords, their users and the members of roles. Every other form is somebody else's. */
final class PrincipalParser {
    private final TokenCursor cursor;

    PrincipalParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    CreateLogin createLogin() throws Stop {
        return new CreateLogin(cursor.name(), settings());
    }

    AlterLogin alterLogin() throws Stop {
        return new AlterLogin(cursor.name(), settings());
    }

    DropLogin dropLogin() throws Refusal {
        return new DropLogin(cursor.name());
    }

    CreateUser createUser() throws Stop {
        var name = cursor.name();
        var login = name;
        if (cursor.accept("FOR") || cursor.accept("FROM")) {
            requireMine(cursor.accept("LOGIN"));
            login = cursor.name();
        }
        requireMine(!cursor.at("WITH") && !cursor.at("WITHOUT"));
        return new CreateUser(name, login);
    }

    DropUser dropUser() throws Refusal {
        var ifExists = cursor.accept("IF", "EXISTS");
        return new DropUser(ifExists, cursor.name());
    }

    AlterRole alterRole() throws Stop {
        var role = cursor.name();
        var add = cursor.accept("ADD");
        requireMine(add || cursor.accept("DROP"));
        cursor.require("MEMBER");
        return new AlterRole(role, add, cursor.name());
    }

    private LoginSettings settings() throws Stop {
        requireMine(cursor.accept("WITH", "PASSWORD"));
        cursor.require('=');
        requireMine(cursor.at(Kind.STRING));
        var settings = new LoginSettings(cursor.text());
        requireMine(!cursor.at("HASHED") && !cursor.at("OLD_PASSWORD") && !cursor.at("UNLOCK"));
        settings.mustChange = cursor.accept("MUST_CHANGE");
        while (cursor.accept(',')) {
            option(settings);
        }
        return settings;
    }

    private void option(LoginSettings settings) throws Stop {
        if (cursor.accept("SID")) {
            cursor.require('=');
            var digits = cursor.require(Kind.NUMBER).text();
            requireMine(digits.matches("0[xX][0-9a-fA-F]*"));
            settings.sid = digits.substring(2);
        } else if (cursor.accept("DEFAULT_DATABASE")) {
            cursor.require('=');
            settings.database = cursor.name();
        } else if (cursor.accept("CHECK_EXPIRATION")) {
            cursor.require('=');
            settings.checkExpiration = cursor.requireSwitch();
        } else if (cursor.accept("CHECK_POLICY")) {
            cursor.require('=');
            settings.checkPolicy = cursor.requireSwitch();
        } else {
            throw new Foreign();
        }
    }

    private static void requireMine(boolean mine) throws Foreign {
        if (!mine) {
            throw new Foreign();
        }
    }
}
