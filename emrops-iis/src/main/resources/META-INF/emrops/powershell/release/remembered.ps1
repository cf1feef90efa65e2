param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$path = [string]$Parameters.file
if (-not [System.IO.File]::Exists($path)) {
    return @{ exists = $false; content = '' }
}
$share = [System.IO.FileShare]::ReadWrite -bor [System.IO.FileShare]::Delete
$file = New-Object System.IO.FileStream($path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, $share)
try {
    if ($file.Length -gt 1048576) {
        Write-Error -Message 'What is remembered is larger than it can be' -ErrorId 'emrops.TooLarge' -Category InvalidData -ErrorAction Stop
    }
    $copy = New-Object System.IO.MemoryStream
    $file.CopyTo($copy)
} finally {
    $file.Dispose()
}
@{ exists = $true; content = [Convert]::ToBase64String($copy.ToArray()) }
