param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$directory = [string]$Parameters.directory
$name = [string]$Parameters.site
if ($name -ne '') {
    $user = New-Object System.Security.Principal.WindowsPrincipal([System.Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $user.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)) {
        return @{ refused = 'NotAdministrator'; what = ''; directory = ''; files = @() }
    }
    $library = [System.IO.Path]::Combine([Environment]::SystemDirectory, 'inetsrv\Microsoft.Web.Administration.dll')
    if (-not [System.IO.File]::Exists($library)) {
        return @{ refused = 'NoIis'; what = ''; directory = ''; files = @() }
    }
    [void][System.Reflection.Assembly]::LoadFrom($library)
    $manager = New-Object Microsoft.Web.Administration.ServerManager
    try {
        $section = $manager.GetApplicationHostConfiguration().GetSection('system.applicationHost/log')
        $mode = [string]$section.GetAttributeValue('centralLogFileMode')
        if (@('0', 'Site') -notcontains $mode) {
            return @{ refused = 'CentralLogging'; what = ''; directory = ''; files = @() }
        }
        $site = $null
        foreach ($each in $manager.Sites) {
            if ([string]::Equals([string]$each.Name, $name, [StringComparison]::OrdinalIgnoreCase)) { $site = $each }
        }
        if ($null -eq $site) {
            return @{ refused = 'NoSite'; what = $name; directory = ''; files = @() }
        }
        $format = [string]$site.LogFile.LogFormat
        if ($format -ne 'W3c') {
            return @{ refused = 'OtherFormat'; what = $format; directory = ''; files = @() }
        }
        $root = [Environment]::ExpandEnvironmentVariables([string]$site.LogFile.Directory)
        $number = ([long]$site.Id).ToString([Globalization.CultureInfo]::InvariantCulture)
        $directory = [System.IO.Path]::Combine($root, 'W3SVC' + $number)
    } finally {
        $manager.Dispose()
    }
}
if (-not [System.IO.Directory]::Exists($directory)) {
    # IIS makes the directory of a site with its first log
    if ($name -ne '') { return @{ refused = ''; what = ''; directory = $directory; files = @() } }
    return @{ refused = 'NoPath'; what = $directory; directory = ''; files = @() }
}
$share = [System.IO.FileShare]::ReadWrite -bor [System.IO.FileShare]::Delete
$first = [int]$Parameters.first
$head = New-Object byte[] $first
$sha = New-Object System.Security.Cryptography.SHA256CryptoServiceProvider
$files = New-Object System.Collections.ArrayList
foreach ($path in [System.IO.Directory]::GetFiles($directory)) {
    if ([System.IO.Path]::GetExtension($path) -ne '.log') { continue }
    $file = $null
    try {
        # The entry in the directory is late while IIS has the file open; the file itself is not
        $file = New-Object System.IO.FileStream($path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, $share)
    } catch {
        if (-not [System.IO.File]::Exists($path)) { continue }
        Write-Error -Message 'A log cannot be opened' -ErrorId 'emrops.LogNotOpened' -Category ReadError -ErrorAction Stop
    }
    try {
        $length = $file.Length
        $filled = 0
        while ($filled -lt $first) {
            $count = $file.Read($head, $filled, $first - $filled)
            if ($count -eq 0) { break }
            $filled += $count
        }
    } finally {
        $file.Dispose()
    }
    $identity = ''
    if ($filled -eq $first) {
        $identity = [BitConverter]::ToString($sha.ComputeHash($head), 0, 8).Replace('-', '').ToLowerInvariant()
    }
    [void]$files.Add(@{
        name = [System.IO.Path]::GetFileName($path)
        size = [long]$length
        lastWrite = [System.IO.File]::GetLastWriteTimeUtc($path).ToString('o')
        identity = $identity
    })
}
@{ refused = ''; what = ''; directory = $directory; files = @($files.ToArray()) }
