package io.emrops.testkit.windows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A client of WS-Management that says what a test wants said. */
final class WsManClient {
    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    private static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
    private static final Pattern STREAM = Pattern.compile("<rsp:Stream Name=\"(\\w+)\"[^>]*>([^<]+)<");

    private final HttpClient http;
    private final URI address;
    private final String login;
    private String headers = "";

    WsManClient(HttpClient http, URI address, String user, String password) {
        this.http = http;
        this.address = address;
        var both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.login = "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /** More that stands in the header of each request. */
    WsManClient with(String moreHeaders) {
        headers = moreHeaders;
        return this;
    }

    HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address)
                .header("Authorization", login)
                .header("Content-Type", "application/soap+xml;charset=UTF-8")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<String> ask(String action, String shell, String body) throws IOException, InterruptedException {
        var text =
                "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:w=\"w\" xmlns:a=\"a\" xmlns:r=\"r\">"
                        + "<s:Header><a:Action>" + action + "</a:Action><a:MessageID>uuid:1</a:MessageID>" + headers
                        + "<w:SelectorSet><w:Selector Name=\"ShellId\">" + shell
                        + "</w:Selector></w:SelectorSet></s:Header><s:Body>"
                        + body + "</s:Body></s:Envelope>";
        return post(text.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> create() throws IOException, InterruptedException {
        return ask(TRANSFER + "/Create", "", "<r:Shell/>");
    }

    String shell() throws IOException, InterruptedException {
        return between(create().body(), "<rsp:ShellId>", "<");
    }

    HttpResponse<String> delete(String shell) throws IOException, InterruptedException {
        return ask(TRANSFER + "/Delete", shell, "");
    }

    String command(String shell, String line) throws IOException, InterruptedException {
        var answer =
                ask(SHELL + "/Command", shell, "<r:CommandLine><r:Command>" + line + "</r:Command></r:CommandLine>");
        return between(answer.body(), "<rsp:CommandId>", "<");
    }

    HttpResponse<String> send(String shell, String command, byte[] input, boolean end)
            throws IOException, InterruptedException {
        return ask(
                SHELL + "/Send",
                shell,
                "<r:Send><r:Stream Name=\"stdin\" CommandId=\"" + command + "\" End=\"" + end + "\">"
                        + Base64.getEncoder().encodeToString(input) + "</r:Stream></r:Send>");
    }

    HttpResponse<String> receive(String shell, String command) throws IOException, InterruptedException {
        return ask(
                SHELL + "/Receive",
                shell,
                "<r:Receive><r:DesiredStream CommandId=\"" + command
                        + "\">stdout stderr</r:DesiredStream></r:Receive>");
    }

    HttpResponse<String> terminate(String shell, String command) throws IOException, InterruptedException {
        return ask(
                SHELL + "/Signal",
                shell,
                "<r:Signal CommandId=\"" + command + "\"><r:Code>" + SHELL + "/signal/terminate</r:Code></r:Signal>");
    }

    /** Both streams to the end of the command. */
    String[] receiveAll(String shell, String command) throws IOException, InterruptedException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var answers = 0;
        while (true) {
            var answer = receive(shell, command).body();
            answers++;
            STREAM.matcher(answer)
                    .results()
                    .forEach(it -> (it.group(1).equals("stdout") ? out : err).writeBytes(raw(it)));
            if (answer.contains("/Done\"")) {
                return new String[] {
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8),
                    between(answer, "<rsp:ExitCode>", "<"),
                    "" + answers
                };
            }
        }
    }

    private static byte[] raw(MatchResult stream) {
        return Base64.getDecoder().decode(stream.group(2));
    }

    static String between(String text, String before, String after) {
        var from = text.indexOf(before);
        if (from < 0) {
            throw new IllegalArgumentException(text);
        }
        from += before.length();
        return text.substring(from, text.indexOf(after, from));
    }
}
