package io.emrops.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs something real which is not everywhere. Where it is absent, the test is skipped with a reason that
 * names it; unless the environment variable {@code EMROPS_REQUIRE} lists it ({@code docker,registry}), in which case the
 * test fails: a build that was meant to prove something must not pass by skipping.
 *
 * <table>
 * <caption>The engines</caption>
 * <tr><th>name</th><th>is there if</th></tr>
 * <tr><td>{@code docker}</td><td>the engine that {@code DOCKER_HOST} names answers, or the one on the usual socket, or the
 *     one that the docker client finds</td></tr>
 * <tr><td>{@code registry}</td><td>{@code EMROPS_REGISTRY}, a host and port or a URL, answers under {@code /v2/}</td></tr>
 * <tr><td>{@code compose-v1}</td><td>{@code EMROPS_COMPOSE_V1}, or else {@code docker-compose}, says that it is version
 *     1</td></tr>
 * <tr><td>{@code compose-v2}</td><td>{@code EMROPS_COMPOSE_V2}, or else {@code docker compose}, says that it is version 2 or
 *     later</td></tr>
 * <tr><td>{@code smtp}</td><td>{@code EMROPS_SMTP}, a host and port, greets as an SMTP server does</td></tr>
 * <tr><td>{@code tmux}</td><td>{@code tmux} runs: a terminal without a window</td></tr>
 * <tr><td>{@code chromium}</td><td>{@code EMROPS_CHROMIUM}, or else {@code chromium}, tells its version</td></tr>
 * <tr><td>{@code strace}</td><td>{@code strace} runs, and may trace a process that it starts</td></tr>
 * <tr><td>{@code freetds}</td><td>{@code tsql} runs: clients of SQL Server in C</td></tr>
 * <tr><td>{@code tedious}</td><td>{@code node} loads it from {@code node_modules} of the directory that
 *     {@code EMROPS_TEDIOUS} names: a client of SQL Server in JavaScript</td></tr>
 * <tr><td>{@code powershell-grammar}</td><td>{@code node} loads web-tree-sitter and finds the grammar of PowerShell in
 *     {@code node_modules} of the directory that {@code EMROPS_POWERSHELL_GRAMMAR} names</td></tr>
 * <tr><td>{@code haproxy}</td><td>{@code EMROPS_HAPROXY}, or else {@code haproxy}, tells its version</td></tr>
 * <tr><td>{@code redis}</td><td>{@code EMROPS_REDIS}, or else {@code redis-server}, tells its version</td></tr>
 * <tr><td>{@code nginx}</td><td>{@code EMROPS_NGINX}, or else {@code nginx}, tells its version</td></tr>
 * <tr><td>{@code openssl}</td><td>{@code openssl} tells its version</td></tr>
 * <tr><td>{@code pebble}</td><td>{@code EMROPS_PEBBLE}, or else {@code pebble}, and the same with {@code -challtestsrv}, can be run</td></tr>
 * <tr><td>{@code certbot}</td><td>{@code certbot} tells its version</td></tr>
 * <tr><td>{@code bind}</td><td>{@code EMROPS_BIND}, or else {@code named}, tells its version</td></tr>
 * <tr><td>{@code pywinrm}</td><td>Debian's {@code python3} imports {@code winrm}: a client of WinRM in Python</td></tr>
 * <tr><td>{@code ansible}</td><td>Debian's {@code ansible} runs, and {@code pywinrm} is there</td></tr>
 * <tr><td>{@code go-winrm}</td><td>{@code go} runs, and Debian's source of {@code masterzen/winrm} is there: a client of WinRM in
 *     Go</td></tr>
 * <tr><td>{@code go-winrm-server}</td><td>{@code go} runs, and Debian's source of {@code dylanmei/winrmtest} is there: a server of
 *     WinRM in Go</td></tr>
 * <tr><td>{@code ssh-client}</td><td>OpenSSH's {@code ssh} runs</td></tr>
 * <tr><td>{@code sshd}</td><td>{@code EMROPS_SSHD}, or else {@code /usr/sbin/sshd}, is OpenSSH's and runs with {@code libnss_wrapper.so},
 *     which gives it users of a test's own; {@code /run/sshd} is there</td></tr>
 * <tr><td>{@code kerberos}</td><td>below {@code EMROPS_KERBEROS}, or else {@code /}, the programs of MIT's KDC run, and Apache's does, with its
 *     module for GSS-API</td></tr>
 * </table>
 *
 * <p>Each engine is looked for once in the life of a process, and given up on after ten seconds.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresEngineCondition.class)
public @interface RequiresEngine {
    /** The names of the engines; all of them are needed. */
    String[] value();
}
