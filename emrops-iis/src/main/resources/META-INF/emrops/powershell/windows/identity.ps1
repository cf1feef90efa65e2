param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$crypto = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\Cryptography' -Name 'MachineGuid'
$user = [System.Security.Principal.WindowsIdentity]::GetCurrent()
$principal = New-Object System.Security.Principal.WindowsPrincipal($user)
$role = [System.Security.Principal.WindowsBuiltInRole]::Administrator
@{
    machineGuid = [string]$crypto.MachineGuid
    computerName = [Environment]::MachineName
    osVersion = [Environment]::OSVersion.Version.ToString()
    administrator = $principal.IsInRole($role)
    time = [DateTime]::UtcNow.ToString('o')
}
