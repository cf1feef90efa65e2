param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$Parameters
