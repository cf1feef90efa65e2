# Arguments: the address, the user, the certificate or "-", "cmd", "ps" or "protocol", the command and its arguments. The password comes by stdin.
import sys

import winrm
from winrm.protocol import Protocol

address, user, authority, kind, command, *arguments = sys.argv[1:]
password = sys.stdin.readline().rstrip("\n")
options = {"server_cert_validation": "ignore"} if authority == "-" else {"ca_trust_path": authority}
try:
    if kind == "protocol":
        protocol = Protocol(address, transport="plaintext" if authority == "-" else "ssl", username=user, password=password,
                            operation_timeout_sec=1, read_timeout_sec=20, **options)
        shell = protocol.open_shell()
        started = protocol.run_command(shell, command, arguments, console_mode_stdin=False, skip_cmd_shell=True)
        out, err, code = protocol.get_command_output(shell, started)
        protocol.cleanup_command(shell, started)
        protocol.close_shell(shell)
    else:
        session = winrm.Session(address, auth=(user, password), transport="plaintext" if authority == "-" else "ssl", **options)
        response = session.run_cmd(command, arguments) if kind == "cmd" else session.run_ps(command)
        out, err, code = response.std_out, response.std_err, response.status_code
    sys.stdout.buffer.write(out)
    sys.stderr.buffer.write(err)
    sys.exit(code)
except winrm.exceptions.WinRMError as e:
    print(type(e).__name__ + ": " + str(e), file=sys.stderr)
    sys.exit(99)
