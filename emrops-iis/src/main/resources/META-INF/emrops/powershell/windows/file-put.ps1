param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$path = [string]$Parameters.path
$part = $path + '.' + [string]$Parameters.token + '.part'
$offset = [long]$Parameters.offset
$total = [long]$Parameters.total
$found = ''
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
    if ($length -eq $total) {
        $file.Position = 0
        $hash = (New-Object System.Security.Cryptography.SHA256CryptoServiceProvider).ComputeHash($file)
        $found = [BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
    }
} finally {
    $file.Dispose()
}
$finished = $false
if ($length -ge $total) {
    if ($found -ceq [string]$Parameters.sha256) {
        if ([System.IO.File]::Exists($path)) {
            [System.IO.File]::Replace($part, $path, [NullString]::Value)
        } else {
            [System.IO.File]::Move($part, $path)
        }
        $finished = $true
    } else {
        [System.IO.File]::Delete($part)
    }
}
@{ length = $length; sha256 = $found; finished = $finished }
