param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$path = [System.IO.Path]::Combine([string]$Parameters.directory, [string]$Parameters.name)
$offset = [long]$Parameters.offset
$left = [long]$Parameters.most
$enough = [long]$Parameters.compressed
if (-not [System.IO.File]::Exists($path)) {
    return @{ found = $false; length = 0; content = '' }
}
$share = [System.IO.FileShare]::ReadWrite -bor [System.IO.FileShare]::Delete
$file = $null
try {
    $file = New-Object System.IO.FileStream($path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, $share)
} catch {
    if (-not [System.IO.File]::Exists($path)) {
        return @{ found = $false; length = 0; content = '' }
    }
    Write-Error -Message 'The log cannot be opened' -ErrorId 'emrops.LogNotOpened' -Category ReadError -ErrorAction Stop
}
$packed = New-Object System.IO.MemoryStream
try {
    $length = $file.Length
    $left = [Math]::Min($left, $length - $offset)
    if ($left -gt 0) {
        $file.Position = $offset
        $zip = New-Object System.IO.Compression.GZipStream($packed, [System.IO.Compression.CompressionMode]::Compress, $true)
        try {
            $buffer = New-Object byte[] 65536
            while ($left -gt 0 -and $packed.Length -lt $enough) {
                $count = $file.Read($buffer, 0, [int][Math]::Min($left, [long]$buffer.Length))
                if ($count -eq 0) { break }
                $zip.Write($buffer, 0, $count)
                $left -= $count
            }
        } finally {
            $zip.Dispose()
        }
    }
} finally {
    $file.Dispose()
}
@{ found = $true; length = [long]$length; content = [Convert]::ToBase64String($packed.ToArray()) }
