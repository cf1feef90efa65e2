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
$commit = [bool]$Parameters.commit
$manager = New-Object Microsoft.Web.Administration.ServerManager
$changes = New-Object System.Collections.ArrayList
$site = $null
foreach ($each in $manager.Sites) { if (Same $each.Name $name) { $site = $each } }
if ($null -eq $site) {
    $manager.Dispose()
    return @{ refused = 'NoSite'; what = $name }
}
$name = [string]$site.Name
if ([bool]$manager.GetRedirectionConfiguration().GetSection('configurationRedirection').GetAttributeValue('enabled')) {
    $manager.Dispose()
    return @{ refused = 'SharedConfiguration'; what = '' }
}
function Note($attribute, $from, $to) {
    $shownFrom = if ([string]$from -ceq '') { 'absent' } else { [string]$from }
    $shownTo = if ([string]$to -ceq '') { 'absent' } else { [string]$to }
    [void]$changes.Add(@{ of = 'site ' + $name; attribute = [string]$attribute; from = $shownFrom; to = $shownTo })
}

# What stands in the file for this site alone; the management library mixes that with what is inherited.
$xml = New-Object System.Xml.XmlDocument
$xml.XmlResolver = $null
$xml.Load([System.IO.Path]::Combine([Environment]::SystemDirectory, 'inetsrv\config\applicationHost.config'))
$localCompression = @{}
$localProfiles = @{}
foreach ($location in $xml.DocumentElement.GetElementsByTagName('location')) {
    if (-not (Same $location.GetAttribute('path') $name)) { continue }
    foreach ($element in $location.GetElementsByTagName('urlCompression')) {
        foreach ($attribute in $element.Attributes) { $localCompression[[string]$attribute.LocalName] = ([string]$attribute.Value).ToLowerInvariant() }
    }
    foreach ($element in $location.GetElementsByTagName('caching')) {
        foreach ($added in $element.GetElementsByTagName('add')) {
            $localProfiles[$added.GetAttribute('extension')] = @{
                policy = $added.GetAttribute('policy')
                kernelPolicy = $added.GetAttribute('kernelCachePolicy')
            }
        }
    }
}

$configuration = $manager.GetApplicationHostConfiguration()
$section = $configuration.GetSection('system.webServer/urlCompression', $name)
$collection = $configuration.GetSection('system.webServer/caching', $name).GetCollection('profiles')
$compressionBefore = @(foreach ($want in @($Parameters.compression)) {
    $now = ''
    if ($localCompression.ContainsKey([string]$want.attribute)) { $now = [string]$localCompression[[string]$want.attribute] }
    @{ attribute = [string]$want.attribute; value = $now }
})
$left = $localCompression.Count
foreach ($want in @($Parameters.compression)) {
    $attribute = [string]$want.attribute
    $now = ''
    if ($localCompression.ContainsKey($attribute)) { $now = [string]$localCompression[$attribute] }
    if ($now -ceq [string]$want.value) { continue }
    Note ('urlCompression ' + $attribute) $now $want.value
    if ([string]$want.value -ceq '') {
        $section.GetAttribute($attribute).Delete()
        $left = $left - 1
        if ($left -eq 0) { $section.RevertToParent() }
    } else {
        $section.SetAttributeValue($attribute, [string]$want.value -ceq 'true')
    }
}
function ProfileOf($extension) {
    foreach ($each in $collection) {
        if (Same $each.GetAttributeValue('extension') $extension) { return $each }
    }
}
function SetOrDelete($element, $attribute, $value) {
    if ([string]$value -ceq '') { $element.GetAttribute($attribute).Delete() } else { $element.SetAttributeValue($attribute, [string]$value) }
}
$profilesBefore = @()
foreach ($want in @($Parameters.profiles)) {
    $extension = [string]$want.extension
    $there = $localProfiles.ContainsKey($extension)
    $policy = ''
    $kernelPolicy = ''
    if ($there) {
        $policy = [string]$localProfiles[$extension].policy
        $kernelPolicy = [string]$localProfiles[$extension].kernelPolicy
    }
    $profilesBefore += @{ extension = $extension; present = $there; policy = $policy; kernelPolicy = $kernelPolicy }
    $found = ProfileOf $extension
    if (-not $there -and $null -ne $found) {
        $manager.Dispose()
        return @{ refused = 'InheritedProfile'; what = $extension }
    }
    $of = 'caching profile ' + $extension
    if ($there -and -not [bool]$want.present) {
        Note $of ($policy + '/' + $kernelPolicy) ''
        $collection.Remove($found)
    } elseif (-not $there -and [bool]$want.present) {
        Note $of '' ([string]$want.policy + '/' + [string]$want.kernelPolicy)
        $found = $collection.CreateElement('add')
        $found.SetAttributeValue('extension', $extension)
        $found.SetAttributeValue('policy', [string]$want.policy)
        $found.SetAttributeValue('kernelCachePolicy', [string]$want.kernelPolicy)
        [void]$collection.Add($found)
    } elseif ($there -and ($policy -cne [string]$want.policy -or $kernelPolicy -cne [string]$want.kernelPolicy)) {
        Note $of ($policy + '/' + $kernelPolicy) ([string]$want.policy + '/' + [string]$want.kernelPolicy)
        SetOrDelete $found 'policy' $want.policy
        SetOrDelete $found 'kernelCachePolicy' $want.kernelPolicy
    }
}
if ($commit -and $changes.Count -gt 0) { $manager.CommitChanges() }
$manager.Dispose()
@{ refused = ''; what = ''; changes = @($changes.ToArray()); compression = $compressionBefore; profiles = $profilesBefore }
