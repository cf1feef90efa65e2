param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
function Remove-Folder([string]$folder) {
    try {
        [System.IO.Directory]::Delete($folder, $true)
    } catch [System.IO.IOException], [System.UnauthorizedAccessException] {
        # It is no release any more, and goes the next time
    }
}
$root = [string]$Parameters.root
$releases = $root + '\releases'
$incoming = $root + '\incoming'
$removed = New-Object System.Collections.ArrayList
$inUse = New-Object System.Collections.ArrayList
foreach ($each in @($Parameters.names)) {
    $name = [string]$each
    if ($name -ceq '' -or $name -ceq '.' -or $name -ceq '..' -or [System.IO.Path]::GetFileName($name) -cne $name) {
        Write-Error -Message 'That is no name of a folder' -ErrorId 'emrops.NoFolderName' -Category InvalidArgument -ErrorAction Stop
    }
    $folder = $releases + '\' + $name
    $gone = $folder + '.gone'
    if ([System.IO.Directory]::Exists($folder)) {
        if ([System.IO.Directory]::Exists($gone)) { Remove-Folder $gone }
        try {
            # Fails as a whole while anything in it is in use
            [System.IO.Directory]::Move($folder, $gone)
            [System.IO.File]::Delete($folder + '.manifest')
            [System.IO.File]::Delete($folder + '.json')
            [void]$removed.Add($name)
        } catch [System.IO.IOException], [System.UnauthorizedAccessException] {
            [void]$inUse.Add($name)
        }
    }
}
$yesterday = [DateTime]::UtcNow.AddDays(-1)
if ([System.IO.Directory]::Exists($releases)) {
    foreach ($folder in [System.IO.Directory]::GetDirectories($releases)) {
        $old = [System.IO.Directory]::GetLastWriteTimeUtc($folder) -lt $yesterday
        $gone = $folder.EndsWith('.gone', [System.StringComparison]::OrdinalIgnoreCase)
        $part = $folder.EndsWith('.part', [System.StringComparison]::OrdinalIgnoreCase)
        if ($gone -or ($part -and $old)) { Remove-Folder $folder }
    }
    foreach ($file in [System.IO.Directory]::GetFiles($releases)) {
        $old = [System.IO.File]::GetLastWriteTimeUtc($file) -lt $yesterday
        $manifest = $file.EndsWith('.manifest', [System.StringComparison]::OrdinalIgnoreCase)
        if ($manifest -and $old -and -not [System.IO.Directory]::Exists($file.Substring(0, $file.Length - 9))) { [System.IO.File]::Delete($file) }
    }
}
if ([System.IO.Directory]::Exists($incoming)) {
    foreach ($file in [System.IO.Directory]::GetFiles($incoming)) {
        if ([System.IO.File]::GetLastWriteTimeUtc($file) -lt $yesterday) { [System.IO.File]::Delete($file) }
    }
}
@{ removed = @($removed.ToArray()); inUse = @($inUse.ToArray()) }
