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
$part = $folder + '.part'
$keptFile = $folder + '.manifest'
$copy = New-Object System.IO.MemoryStream
$Payload.CopyTo($copy)
$bytes = $copy.ToArray()
$files = Read-Manifest $bytes
$differing = New-Object System.Collections.ArrayList
$existed = [System.IO.Directory]::Exists($folder)
if ($existed) {
    Add-Differing $folder $files $differing
} else {
    if ([System.IO.Directory]::Exists($part)) {
        [System.IO.Directory]::Delete($part, $true)
    }
    [void][System.IO.Directory]::CreateDirectory($part)
    [void][System.Reflection.Assembly]::LoadWithPartialName('System.IO.Compression')
    [void][System.Reflection.Assembly]::LoadWithPartialName('System.IO.Compression.FileSystem')
    $archive = [System.IO.Compression.ZipFile]::OpenRead($zip)
    try {
        foreach ($entry in $archive.Entries) {
            $path = $entry.FullName.Replace('/', '\')
            if (-not $files.Contains($path)) {
                Write-Error -Message 'The zip has a file that the manifest does not have' -ErrorId 'emrops.EntryNotInManifest' -Category InvalidData -ErrorAction Stop
            }
            $to = $part + '\' + $path
            [void][System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($to))
            # Not by ExtractToFile, which gives the times of the zip: web servers would tell browsers that a new file is the old one
            $out = New-Object System.IO.FileStream($to, [System.IO.FileMode]::CreateNew, [System.IO.FileAccess]::Write, [System.IO.FileShare]::None)
            try {
                $from = $entry.Open()
                try {
                    $from.CopyTo($out)
                } finally {
                    $from.Dispose()
                }
                $out.Flush($true)
            } finally {
                $out.Dispose()
            }
        }
    } finally {
        $archive.Dispose()
    }
    Add-Differing $part $files $differing
    Add-Others $part $files $differing
}
if ($differing.Count -eq 0) {
    $keptPart = $keptFile + '.part'
    $out = New-Object System.IO.FileStream($keptPart, [System.IO.FileMode]::Create, [System.IO.FileAccess]::Write, [System.IO.FileShare]::None)
    try {
        $out.Write($bytes, 0, $bytes.Length)
        $out.Flush($true)
    } finally {
        $out.Dispose()
    }
    if ([System.IO.File]::Exists($keptFile)) {
        [System.IO.File]::Replace($keptPart, $keptFile, [NullString]::Value)
    } else {
        [System.IO.File]::Move($keptPart, $keptFile)
    }
    # A scanner for viruses may hold new files for a moment
    for ($try = 1; $try -lt 20 -and -not [System.IO.Directory]::Exists($folder); $try++) {
        try {
            [System.IO.Directory]::Move($part, $folder)
        } catch [System.IO.IOException] {
            Start-Sleep -Milliseconds 500
        }
    }
    if (-not [System.IO.Directory]::Exists($folder)) {
        [System.IO.Directory]::Move($part, $folder)
    }
    [System.IO.File]::Delete($zip)
} elseif (-not $existed) {
    [System.IO.Directory]::Delete($part, $true)
    [System.IO.File]::Delete($zip)
}
@{ existed = $existed; differing = @($differing.ToArray()) }
