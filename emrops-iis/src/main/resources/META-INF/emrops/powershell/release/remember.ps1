param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$path = [string]$Parameters.file
$part = $path + '.part'
[void][System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($path))
$file = New-Object System.IO.FileStream($part, [System.IO.FileMode]::Create, [System.IO.FileAccess]::Write, [System.IO.FileShare]::None)
try {
    $Payload.CopyTo($file)
    $file.Flush($true)
} finally {
    $file.Dispose()
}
if ([System.IO.File]::Exists($path)) {
    [System.IO.File]::Replace($part, $path, [NullString]::Value)
} else {
    [System.IO.File]::Move($part, $path)
}
@{ changed = $true }
