param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$root = [string]$Parameters.root
$changed = $false
foreach ($name in @('releases', 'incoming')) {
    $folder = $root + '\' + $name
    if (-not [System.IO.Directory]::Exists($folder)) {
        [void][System.IO.Directory]::CreateDirectory($folder)
        $changed = $true
    }
}
@{ changed = $changed }
