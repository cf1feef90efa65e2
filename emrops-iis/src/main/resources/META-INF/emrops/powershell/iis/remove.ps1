param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$user = New-Object System.Security.Principal.WindowsPrincipal([System.Security.Principal.WindowsIdentity]::GetCurrent())
if (-not $user.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)) {
    return @{ refused = 'NotAdministrator'; what = '' }
}
$library = [System.IO.Path]::Combine([Environment]::SystemDirectory, 'inetsrv\Microsoft.Web.Administration.dll')
if (-not [System.IO.File]::Exists($library)) {
    return @{ refused = 'NoIis'; what = '' }
}
[void][System.Reflection.Assembly]::LoadFrom($library)
function Same($one, $other) { [string]::Equals([string]$one, [string]$other, [StringComparison]::OrdinalIgnoreCase) }
$name = [string]$Parameters.site
$manager = New-Object Microsoft.Web.Administration.ServerManager
$site = $null
foreach ($each in $manager.Sites) { if (Same $each.Name $name) { $site = $each } }
if ($null -eq $site) {
    $manager.Dispose()
    return @{ refused = ''; what = ''; changed = $false }
}
$poolName = ''
$root = $site.Applications['/']
if ($null -ne $root) { $poolName = [string]$root.ApplicationPoolName }
function EndpointOf($binding) {
    $text = [string]$binding.BindingInformation
    $last = $text.LastIndexOf(':')
    $middle = $text.LastIndexOf(':', $last - 1)
    if (([int]$binding.GetAttributeValue('sslFlags') -band 1) -ne 0) { $text.Substring($last + 1) + $text.Substring($middle, $last - $middle) } else { $text.Substring(0, $last) }
}
foreach ($binding in @($site.Bindings)) {
    if (-not (Same $binding.Protocol 'https')) { continue }
    $shared = $false
    foreach ($each in $manager.Sites) {
        if (Same $each.Name $name) { continue }
        foreach ($other in $each.Bindings) {
            if ((Same $other.Protocol 'https') -and (Same (EndpointOf $other) (EndpointOf $binding))) { $shared = $true }
        }
    }
    if ($shared) { $site.Bindings.Remove($binding, $true) } else { $site.Bindings.Remove($binding) }
}
$manager.Sites.Remove($site)
if ([bool]$Parameters.withPool -and $poolName -cne '') {
    $used = $false
    foreach ($each in $manager.Sites) {
        foreach ($application in $each.Applications) {
            if (Same $application.ApplicationPoolName $poolName) { $used = $true }
        }
    }
    $pool = $null
    foreach ($each in $manager.ApplicationPools) { if (Same $each.Name $poolName) { $pool = $each } }
    if (-not $used -and $null -ne $pool) { $manager.ApplicationPools.Remove($pool) }
}
$manager.CommitChanges()
$manager.Dispose()
@{ refused = ''; what = ''; changed = $true }
