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
# From each path to hash and length, as the manifest has them
function Read-Manifest([byte[]]$bytes) {
    $utf8 = New-Object System.Text.UTF8Encoding($false, $true)
    $files = New-Object System.Collections.Specialized.OrderedDictionary([System.StringComparer]::OrdinalIgnoreCase)
    foreach ($line in $utf8.GetString($bytes).Split([char]10)) {
        if ($line.Length -gt 66 -and -not $line.StartsWith('emrops-release ', [System.StringComparison]::Ordinal)) {
            $cut = $line.IndexOf([char]32, 65)
            $files.Add($line.Substring($cut + 1).Replace('/', '\'), $line.Substring(0, $cut))
        }
    }
    return $files
}
function Add-Differing([string]$folder, $files, $differing) {
    foreach ($path in $files.get_Keys()) {
        if ($differing.Count -ge 100) { break }
        $file = $folder + '\' + $path
        $same = $false
        if ([System.IO.File]::Exists($file)) {
            $length = (New-Object System.IO.FileInfo($file)).Length
            $told = ([string]$files[$path]).Split([char]32)
            $same = $length -eq [long]$told[1] -and (Get-Digest $file) -ceq $told[0]
        }
        if (-not $same) { [void]$differing.Add($path.Replace('\', '/')) }
    }
}
# Files that the manifest does not have; links are not followed
function Add-Others([string]$folder, $files, $others) {
    $open = New-Object System.Collections.Stack
    $open.Push($folder)
    while ($open.Count -gt 0 -and $others.Count -lt 100) {
        $at = [string]$open.Pop()
        try {
            foreach ($file in [System.IO.Directory]::GetFiles($at)) {
                $path = $file.Substring($folder.Length + 1)
                if (-not $files.Contains($path) -and $others.Count -lt 100) { [void]$others.Add($path.Replace('\', '/')) }
            }
            foreach ($inner in [System.IO.Directory]::GetDirectories($at)) {
                $link = [int][System.IO.File]::GetAttributes($inner) -band [int][System.IO.FileAttributes]::ReparsePoint
                if ($link -ne 0) { [void]$others.Add($inner.Substring($folder.Length + 1).Replace('\', '/')) } else { $open.Push($inner) }
            }
        } catch [System.IO.PathTooLongException] {
            [void]$others.Add($at.Substring($folder.Length).TrimStart([char]92).Replace('\', '/') + '/...')
        }
    }
}
$folder = [string]$Parameters.folder
$zip = [string]$Parameters.zip
$keptFile = $folder + '.manifest'
$kept = ''
$header = ''
$differing = New-Object System.Collections.ArrayList
$added = New-Object System.Collections.ArrayList
$exists = [System.IO.Directory]::Exists($folder)
if ([System.IO.File]::Exists($keptFile)) {
    $kept = [string](Get-Digest $keptFile)
}
if ($exists) {
    $copy = New-Object System.IO.MemoryStream
    $Payload.CopyTo($copy)
    $bytes = $copy.ToArray()
    if ($bytes.Length -eq 0 -and $kept -cne '' -and $folder.EndsWith('-' + $kept.Substring(0, 12), [System.StringComparison]::OrdinalIgnoreCase)) {
        $bytes = [System.IO.File]::ReadAllBytes($keptFile)
    }
    if ($bytes.Length -gt 0) {
        $files = Read-Manifest $bytes
        $header = (New-Object System.Text.UTF8Encoding($false)).GetString($bytes).Split([char]10)[0]
        Add-Differing $folder $files $differing
        Add-Others $folder $files $added
    }
}
@{
    exists = $exists
    kept = $kept
    header = $header
    zip = ($zip -cne '' -and [System.IO.File]::Exists($zip))
    differing = @($differing.ToArray())
    added = @($added.ToArray())
}
