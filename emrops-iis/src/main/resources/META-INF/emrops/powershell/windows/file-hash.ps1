param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$path = [string]$Parameters.path
if (-not [System.IO.File]::Exists($path)) {
    return @{ exists = $false; length = 0; sha256 = '' }
}
$share = [System.IO.FileShare]::ReadWrite -bor [System.IO.FileShare]::Delete
$file = New-Object System.IO.FileStream($path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, $share)
try {
    $hash = (New-Object System.Security.Cryptography.SHA256CryptoServiceProvider).ComputeHash($file)
    $length = $file.Length
} finally {
    $file.Dispose()
}
@{
    exists = $true
    length = $length
    sha256 = [BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
}
