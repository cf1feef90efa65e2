param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$root = [System.IO.Path]::GetFullPath([string]$Parameters.root)
$system = [Environment]::GetFolderPath('Windows').TrimEnd([char]92) + '\'
$drive = New-Object System.IO.DriveInfo($root.Substring(0, 1))
@{
    full = $root
    inSystem = ($root.TrimEnd([char]92) + '\').StartsWith($system, [System.StringComparison]::OrdinalIgnoreCase)
    prepared = ([System.IO.Directory]::Exists($root + '\releases') -and [System.IO.Directory]::Exists($root + '\incoming'))
    free = [long]$drive.AvailableFreeSpace
}
