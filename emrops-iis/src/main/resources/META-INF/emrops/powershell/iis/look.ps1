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
$manager = New-Object Microsoft.Web.Administration.ServerManager
$wanted = @($Parameters.environment)
$pool = [string]$Parameters.pool
function StateOf($object) { try { [string]$object.State } catch { 'Unknown' } }
function BindingsOf($site) {
    foreach ($binding in $site.Bindings) {
        $protocol = ([string]$binding.Protocol).ToLowerInvariant()
        if ($protocol -ceq 'http' -or $protocol -ceq 'https') {
            $flags = [int]$binding.GetAttributeValue('sslFlags')
            $hash = $binding.CertificateHash
            $thumbprint = ''
            if ($null -ne $hash) { $thumbprint = [BitConverter]::ToString($hash).Replace('-', '') }
            @{
                protocol = $protocol
                information = [string]$binding.BindingInformation
                thumbprint = $thumbprint
                store = [string]$binding.CertificateStoreName
                flags = $flags
            }
        }
    }
}
function VariablesOf($each) {
    $asked = Same $each.Name $pool
    foreach ($variable in $each.GetCollection('environmentVariables')) {
        $name = [string]$variable.GetAttributeValue('name')
        $value = ''
        $shown = $asked -and $wanted -contains $name
        if ($shown) { $value = [string]$variable.GetAttributeValue('value') }
        @{ name = $name; value = $value; shown = $shown }
    }
}
$sites = @(foreach ($site in $manager.Sites) {
    $root = $site.Applications['/']
    $poolName = ''
    $path = ''
    if ($null -ne $root) {
        $poolName = [string]$root.ApplicationPoolName
        $directory = $root.VirtualDirectories['/']
        if ($null -ne $directory) { $path = [string]$directory.PhysicalPath }
    }
    @{
        name = [string]$site.Name
        id = [long]$site.Id
        state = StateOf $site
        autoStart = [bool]$site.ServerAutoStart
        pool = $poolName
        physicalPath = $path
        bindings = @(BindingsOf $site)
    }
})
$pools = @(foreach ($each in $manager.ApplicationPools) {
    @{
        name = [string]$each.Name
        state = StateOf $each
        autoStart = [bool]$each.AutoStart
        runtimeVersion = [string]$each.ManagedRuntimeVersion
        integrated = ([string]$each.ManagedPipelineMode -ceq 'Integrated')
        alwaysRunning = @('1', 'AlwaysRunning') -contains [string]$each.GetAttributeValue('startMode')
        idleMinutes = [long]$each.ProcessModel.IdleTimeout.TotalMinutes
        variables = @(VariablesOf $each)
    }
})
$manager.Dispose()
@{ refused = ''; what = ''; sites = $sites; pools = $pools }
