param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$path = [string]$Parameters.path
$beside = $path + '.' + [string]$Parameters.token
$part = $beside + '.part'
$offset = [long]$Parameters.offset
$total = [long]$Parameters.total
$found = ''
if ($offset -eq 0) {
    # What an upload of the same file has left behind that was killed between hash and move; who may not list or delete goes without
    try {
        $pattern = [System.IO.Path]::GetFileName($beside) + '.*.part'
        foreach ($left in [System.IO.Directory]::GetFiles([System.IO.Path]::GetDirectoryName($path), $pattern)) {
            [System.IO.File]::Delete($left)
        }
    } catch [System.IO.IOException], [System.UnauthorizedAccessException] {
        $pattern = ''
    }
}
$file = New-Object System.IO.FileStream($part, [System.IO.FileMode]::OpenOrCreate, [System.IO.FileAccess]::ReadWrite, [System.IO.FileShare]::None)
try {
    if ($offset -gt $file.Length) {
        Write-Error -Message 'A chunk before this one is missing' -ErrorId 'emrops.GapInUpload' -Category InvalidOperation -ErrorAction Stop
    }
    $file.SetLength($offset)
    $file.Position = $offset
    $Payload.CopyTo($file)
    $file.Flush($true)
    $length = $file.Length
} finally {
    $file.Dispose()
}
$finished = $false
if ($length -ge $total) {
    # A name that nobody else knows: what is hashed is what is moved, whoever begins to send the same file now
    $own = $beside + '.' + [System.Guid]::NewGuid().ToString('N') + '.part'
    [System.IO.File]::Move($part, $own)
    try {
        $file = New-Object System.IO.FileStream($own, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]::Read)
        try {
            $length = $file.Length
            $hash = (New-Object System.Security.Cryptography.SHA256CryptoServiceProvider).ComputeHash($file)
            $found = [BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
        } finally {
            $file.Dispose()
        }
        if ($found -ceq [string]$Parameters.sha256) {
            if ([System.IO.File]::Exists($path)) {
                [System.IO.File]::Replace($own, $path, [NullString]::Value)
            } else {
                [System.IO.File]::Move($own, $path)
            }
            $finished = $true
        }
    } finally {
        if (-not $finished) {
            [System.IO.File]::Delete($own)
        }
    }
}
@{ length = $length; sha256 = $found; finished = $finished }
