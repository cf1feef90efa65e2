# Arguments: the address, the certificate, the command. The ticket is in the cache that KRB5CCNAME names.
import sys

import winrm

address, authority, command = sys.argv[1:]
session = winrm.Session(address, auth=("ops@HOSPITAL.EXAMPLE", ""), transport="kerberos", ca_trust_path=authority)
response = session.run_cmd(command)
sys.stdout.buffer.write(response.std_out)
sys.stderr.buffer.write(response.std_err)
sys.exit(response.status_code)
