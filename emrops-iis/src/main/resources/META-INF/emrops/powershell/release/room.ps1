param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$root = [System.IO.Path]::GetFullPath([string]$Parameters.root)
$part = [string]$Parameters.folder + '.part'
$zip = [string]$Parameters.zip
$incoming = $root + '\incoming'
$system = [Environment]::GetFolderPath('Windows').TrimEnd([char]92) + '\'
$drive = New-Object System.IO.DriveInfo($root.Substring(0, 1))
# What a call that was cut off has left of this release, which is written over
$left = [long]0
if ([System.IO.Directory]::Exists($part)) {
    foreach ($file in [System.IO.Directory]::GetFiles($part, '*', [System.IO.SearchOption]::AllDirectories)) {
        $left += (New-Object System.IO.FileInfo($file)).Length
    }
}
if ([System.IO.Directory]::Exists($incoming)) {
    foreach ($file in [System.IO.Directory]::GetFiles($incoming)) {
        if ($file.StartsWith($zip, [System.StringComparison]::OrdinalIgnoreCase)) { $left += (New-Object System.IO.FileInfo($file)).Length }
    }
}
@{
    inSystem = ($root.TrimEnd([char]92) + '\').StartsWith($system, [System.StringComparison]::OrdinalIgnoreCase)
    prepared = ([System.IO.Directory]::Exists($root + '\releases') -and [System.IO.Directory]::Exists($incoming))
    free = [long]$drive.AvailableFreeSpace
    left = $left
}
