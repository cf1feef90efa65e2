param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$path = [string]$Parameters.root + '\current.json'
$changed = [System.IO.File]::Exists($path)
if ($changed) {
    [System.IO.File]::Delete($path)
}
@{ changed = $changed }
