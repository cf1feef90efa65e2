package io.emrops.sqlserver.statement;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Statements that make a login of a name and a security identifier, and take it away again only if it still has that identifier ("CREATE LOGIN
 * (Transact-SQL)"). The texts with a password are not to be printed.
 */
public final class LoginStatement {
    private static final int SID_BYTES = 16;

    private final Identifier login;
    private final TextLiteral name;
    private final String sid;

    private LoginStatement(Identifier login, String sid) {
        this.login = login;
        this.name = TextLiteral.of(login.name());
        this.sid = sid;
    }

    /**
     * For a login.
     *
     * @param login its name
     * @param sid 16 bytes, by which it is recognised
     * @throws IllegalArgumentException if this can be no name of a login with a password, or these no identifier
     */
    public static LoginStatement of(String login, byte[] sid) {
        if (login.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("The name of a login with a password has no \\ in it: " + login);
        }
        if (sid.length != SID_BYTES) {
            throw new IllegalArgumentException("A security identifier has " + SID_BYTES + " bytes, not " + sid.length);
        }
        return new LoginStatement(Identifier.of(login), "0x" + HexFormat.of().formatHex(sid));
    }

    /** Makes it, with a password that has to be replaced at the first login. */
    public String create(char[] password, Identifier database) {
        return "CREATE LOGIN " + login + " WITH PASSWORD = " + quoted(password) + " MUST_CHANGE, SID = " + sid
                + ", DEFAULT_DATABASE = " + database + ", CHECK_EXPIRATION = ON, CHECK_POLICY = ON";
    }

    /** Gives it another one of these, unless somebody has replaced it by one of their own. */
    public String renew(char[] password) {
        return "IF EXISTS (SELECT * FROM sys.server_principals WHERE name = " + name + " AND sid = " + sid
                + ") AND CAST(LOGINPROPERTY(" + name + ", N'IsMustChange') AS int) = 1 ALTER LOGIN " + login
                + " WITH PASSWORD = " + quoted(password)
                + " MUST_CHANGE, CHECK_EXPIRATION = ON, CHECK_POLICY = ON";
    }

    /** Drops it. */
    public String drop() {
        return ifMine("sys.server_principals") + "DROP LOGIN " + login;
    }

    /** Lets it into a database. */
    public String createUser(Identifier database) {
        return in(database, "CREATE USER " + login + " FOR LOGIN " + login);
    }

    /** Gives its user a role. */
    public String addTo(Identifier database, Identifier role) {
        return in(database, "ALTER ROLE " + role + " ADD MEMBER " + login);
    }

    /** Drops its user, and with it the membership in roles. */
    public String dropUser(Identifier database) {
        return in(database, ifMine("sys.database_principals") + "DROP USER " + login);
    }

    private String ifMine(String view) {
        return "IF EXISTS (SELECT * FROM " + view + " WHERE name = " + name + " AND sid = " + sid + ") ";
    }

    private static String in(Identifier database, String statement) {
        return "EXEC " + database + ".sys.sp_executesql " + TextLiteral.of(statement);
    }

    private static String quoted(char[] password) {
        var copy = password.clone();
        try {
            return TextLiteral.of(new String(copy)).quoted();
        } finally {
            Arrays.fill(copy, '\0');
        }
    }

    /** Without any password. */
    @Override
    public String toString() {
        return "login " + login;
    }
}
