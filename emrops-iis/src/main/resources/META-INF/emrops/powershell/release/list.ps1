param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
function Get-Digest([string]$file) {
    $share = [System.IO.FileShare]::ReadWrite -bor [System.IO.FileShare]::Delete
    $stream = New-Object System.IO.FileStream($file, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, $share)
    $sha = New-Object System.Security.Cryptography.SHA256CryptoServiceProvider
    try {
        return [BitConverter]::ToString($sha.ComputeHash($stream)).Replace('-', '').ToLowerInvariant()
    } finally {
        $stream.Dispose()
        $sha.Dispose()
    }
}
$releases = [string]$Parameters.root + '\releases'
$found = New-Object System.Collections.ArrayList
if ([System.IO.Directory]::Exists($releases)) {
    foreach ($folder in [System.IO.Directory]::GetDirectories($releases)) {
        $kept = $folder + '.manifest'
        if ([System.IO.File]::Exists($kept)) {
            $reader = New-Object System.IO.StreamReader($kept)
            try {
                $header = [string]$reader.ReadLine()
            } finally {
                $reader.Dispose()
            }
            [void]$found.Add(@{
                name = [System.IO.Path]::GetFileName($folder)
                digest = [string](Get-Digest $kept)
                header = $header
                created = [System.IO.Directory]::GetCreationTimeUtc($folder).ToString('o')
            })
        }
    }
}
@{ found = @($found.ToArray()) }
