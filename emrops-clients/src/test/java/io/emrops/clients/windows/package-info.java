/**
 * Clients of Windows hosts that nobody here wrote talk to the testkit's scripted one: pywinrm and Ansible in Python, masterzen/winrm in
 * Go, winrm4j on CXF, OpenSSH's in C.
 */
@NullMarked
package io.emrops.clients.windows;

import org.jspecify.annotations.NullMarked;
