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
$poolName = [string]$Parameters.pool
$path = [string]$Parameters.physicalPath
$commit = [bool]$Parameters.commit
$wanted = @($Parameters.bindings)
$manager = New-Object Microsoft.Web.Administration.ServerManager
$changes = New-Object System.Collections.ArrayList
function Note($of, $attribute, $from, $to) {
    [void]$changes.Add(@{ of = [string]$of; attribute = [string]$attribute; from = [string]$from; to = [string]$to })
}
function FlagsOf($binding) { [int]$binding.GetAttributeValue('sslFlags') }
function ThumbprintOf($binding) {
    $hash = $binding.CertificateHash
    if ($null -eq $hash) { '' } else { [BitConverter]::ToString($hash).Replace('-', '') }
}
function Ours($binding) {
    ((Same $binding.Protocol 'http') -or (Same $binding.Protocol 'https')) -and ((FlagsOf $binding) -band 2) -eq 0
}
function HasCertificate($storeName, $thumbprint) {
    $store = New-Object System.Security.Cryptography.X509Certificates.X509Store($storeName, [System.Security.Cryptography.X509Certificates.StoreLocation]::LocalMachine)
    $store.Open([System.Security.Cryptography.X509Certificates.OpenFlags]::ReadOnly)
    try {
        foreach ($certificate in $store.Certificates) {
            if ((Same $certificate.Thumbprint $thumbprint) -and $certificate.HasPrivateKey) { return $true }
        }
    } finally {
        $store.Close()
    }
    $false
}
# What http.sys keeps a certificate for
function EndpointOf($information, $sni) {
    $text = [string]$information
    $last = $text.LastIndexOf(':')
    $middle = $text.LastIndexOf(':', $last - 1)
    $port = $text.Substring($middle + 1, $last - $middle - 1)
    if ($sni) { $text.Substring($last + 1) + ':' + $port } else { $text.Substring(0, $last) }
}
function SayBinding($protocol, $thumbprint, $store, $sni) {
    $text = [string]$protocol
    if ($text -ceq 'https') { $text = $text + ', certificate ' + $thumbprint + ' of ' + $store }
    if ($sni) { $text = $text + ', SNI' }
    $text
}
if ($commit -and -not [System.IO.Directory]::Exists($path)) {
    return @{ refused = 'NoPath'; what = $path }
}
foreach ($want in $wanted) {
    if ([string]$want.protocol -ceq 'https' -and -not (HasCertificate ([string]$want.store) ([string]$want.thumbprint))) {
        return @{ refused = 'NoCertificate'; what = [string]$want.thumbprint }
    }
}
$site = $null
foreach ($each in $manager.Sites) {
    if (Same $each.Name $name) { $site = $each } else {
        foreach ($binding in $each.Bindings) {
            foreach ($want in $wanted) {
                if ((Same $binding.BindingInformation $want.information) -and ((Same $binding.Protocol 'http') -or (Same $binding.Protocol 'https'))) {
                    return @{ refused = 'BindingTaken'; what = [string]$want.information }
                }
            }
        }
    }
}

$pool = $null
foreach ($each in $manager.ApplicationPools) { if (Same $each.Name $poolName) { $pool = $each } }
$ofPool = 'pool ' + $poolName
if ($null -eq $pool) {
    $pool = $manager.ApplicationPools.Add($poolName)
    Note $ofPool 'itself' 'absent' 'present'
}
$version = [string]$Parameters.runtimeVersion
if ([string]$pool.ManagedRuntimeVersion -cne $version) {
    Note $ofPool 'managedRuntimeVersion' $pool.ManagedRuntimeVersion $version
    $pool.ManagedRuntimeVersion = $version
}
$mode = if ([bool]$Parameters.integrated) { 'Integrated' } else { 'Classic' }
if ([string]$pool.ManagedPipelineMode -cne $mode) {
    Note $ofPool 'managedPipelineMode' $pool.ManagedPipelineMode $mode
    $pool.ManagedPipelineMode = [Microsoft.Web.Administration.ManagedPipelineMode]$mode
}
$startMode = if ([bool]$Parameters.alwaysRunning) { 'AlwaysRunning' } else { 'OnDemand' }
$startModeNow = if (@('1', 'AlwaysRunning') -contains [string]$pool.GetAttributeValue('startMode')) { 'AlwaysRunning' } else { 'OnDemand' }
if ($startModeNow -cne $startMode) {
    Note $ofPool 'startMode' $startModeNow $startMode
    $pool.SetAttributeValue('startMode', $startMode)
}
$idle = [long]$Parameters.idleMinutes
$idleNow = [long]$pool.ProcessModel.IdleTimeout.TotalMinutes
if ($idleNow -ne $idle) {
    Note $ofPool 'idleTimeout' ([string]$idleNow + ' min') ([string]$idle + ' min')
    $pool.ProcessModel.IdleTimeout = [TimeSpan]::FromMinutes($idle)
}
$variables = $pool.GetCollection('environmentVariables')
function VariableOf($variableName) {
    foreach ($variable in $variables) {
        if (Same $variable.GetAttributeValue('name') $variableName) { return $variable }
    }
}
function SetVariable($variable, $variableName, $value) {
    if ($null -eq $variable) {
        $added = $variables.CreateElement('add')
        $added.SetAttributeValue('name', $variableName)
        $added.SetAttributeValue('value', $value)
        [void]$variables.Add($added)
    } else {
        $variable.SetAttributeValue('value', $value)
    }
}
foreach ($entry in @($Parameters.environment)) {
    $value = [string]$entry.value
    $found = VariableOf ([string]$entry.name)
    $now = if ($null -eq $found) { 'absent' } else { [string]$found.GetAttributeValue('value') }
    if ($null -eq $found -or $now -cne $value) {
        Note $ofPool ('variable ' + [string]$entry.name) $now $value
        SetVariable $found ([string]$entry.name) $value
    }
}
$secretNames = @($Parameters.secretNames)
if ($secretNames.Count -gt 0) {
    $given = [bool]$Parameters.secretsGiven
    $encoded = @()
    if ($given) { $encoded = ([string]$Secrets.environment).Split(' ') }
    for ($i = 0; $i -lt $secretNames.Count; $i++) {
        $secretName = [string]$secretNames[$i]
        $found = VariableOf $secretName
        $now = if ($null -eq $found) { 'absent' } else { '(secret)' }
        if ($given) {
            $value = [System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($encoded[$i]))
            if ($null -eq $found -or -not [string]::Equals([string]$found.GetAttributeValue('value'), $value, [StringComparison]::Ordinal)) {
                Note $ofPool ('variable ' + $secretName) $now '(secret)'
                SetVariable $found $secretName $value
            }
        } elseif ($null -eq $found) {
            Note $ofPool ('variable ' + $secretName) 'absent' '(secret)'
        }
    }
}
foreach ($absentName in @($Parameters.absentNames)) {
    $found = VariableOf ([string]$absentName)
    if ($null -ne $found) {
        Note $ofPool ('variable ' + [string]$absentName) 'present' 'absent'
        [void]$variables.Remove($found)
    }
}

$ofSite = 'site ' + $name
if ($null -eq $site) {
    Note $ofSite 'itself' 'absent' 'present'
    $site = $manager.Sites.Add($name, 'http', [string]$wanted[0].information, $path)
    $site.Bindings.Clear()
    Note $ofSite 'physicalPath' 'absent' $path
}
$root = $site.Applications['/']
if ($null -eq $root) { $root = $site.Applications.Add('/', $path) }
if (-not (Same $root.ApplicationPoolName $poolName)) {
    Note $ofSite 'applicationPool' $root.ApplicationPoolName $poolName
    $root.ApplicationPoolName = $poolName
}
$directory = $root.VirtualDirectories['/']
if ([string]$directory.PhysicalPath -cne $path) {
    Note $ofSite 'physicalPath' $directory.PhysicalPath $path
    $directory.PhysicalPath = $path
}
$there = @{}
foreach ($binding in @($site.Bindings)) {
    if (-not (Ours $binding)) { continue }
    $sniNow = ((FlagsOf $binding) -band 1) -ne 0
    $information = [string]$binding.BindingInformation
    $match = $null
    foreach ($want in $wanted) {
        if ((Same $want.information $information) -and (Same $want.protocol $binding.Protocol) -and [bool]$want.sni -eq $sniNow) { $match = $want }
    }
    if ($null -ne $match) {
        $there[$information] = $true
        if ([string]$match.protocol -ceq 'https') {
            $was = ThumbprintOf $binding
            $wasStore = [string]$binding.CertificateStoreName
            if (-not (Same $was $match.thumbprint) -or -not (Same $wasStore $match.store)) {
                Note $ofSite ('binding ' + $information) (SayBinding 'https' $was $wasStore $sniNow) (SayBinding 'https' $match.thumbprint $match.store $sniNow)
                $hash = New-Object byte[] 20
                for ($i = 0; $i -lt 20; $i++) { $hash[$i] = [Convert]::ToByte(([string]$match.thumbprint).Substring(2 * $i, 2), 16) }
                # A binding that is there takes no other certificate ("A specified logon session does not exist", win-acme 371)
                $replacement = $site.Bindings.CreateElement('binding')
                $replacement.Protocol = $binding.Protocol
                $replacement.BindingInformation = $binding.BindingInformation
                foreach ($attribute in $binding.Attributes) {
                    if (@('protocol', 'bindingInformation', 'sslFlags', 'certificateHash', 'certificateStoreName', 'isDsMapperEnabled') -notcontains $attribute.Name -and $null -ne $attribute.Value) {
                        $replacement.SetAttributeValue($attribute.Name, $attribute.Value)
                    }
                }
                $sslFlags = FlagsOf $binding
                if ($sslFlags -gt 0) { $replacement.SetAttributeValue('sslFlags', $sslFlags) }
                $replacement.CertificateStoreName = [string]$match.store
                $replacement.CertificateHash = $hash
                if ($binding.UseDsMapper) { $replacement.UseDsMapper = $true }
                $site.Bindings.Remove($binding)
                [void]$site.Bindings.Add($replacement)
            }
        }
        continue
    }
    Note $ofSite ('binding ' + $information) (SayBinding ([string]$binding.Protocol) (ThumbprintOf $binding) ([string]$binding.CertificateStoreName) $sniNow) 'absent'
    $shared = $false
    if (Same $binding.Protocol 'https') {
        $endpoint = EndpointOf $information $sniNow
        foreach ($each in $manager.Sites) {
            foreach ($other in $each.Bindings) {
                $itself = (Same $each.Name $name) -and (Same $other.BindingInformation $information)
                if (-not $itself -and (Same $other.Protocol 'https') -and (Same (EndpointOf $other.BindingInformation (((FlagsOf $other) -band 1) -ne 0)) $endpoint)) { $shared = $true }
            }
        }
        foreach ($want in $wanted) {
            if ([string]$want.protocol -ceq 'https' -and (Same (EndpointOf $want.information ([bool]$want.sni)) $endpoint)) { $shared = $true }
        }
    }
    if ($shared) { $site.Bindings.Remove($binding, $true) } else { $site.Bindings.Remove($binding) }
}
foreach ($want in $wanted) {
    $information = [string]$want.information
    if ($there.ContainsKey($information)) { continue }
    Note $ofSite ('binding ' + $information) 'absent' (SayBinding $want.protocol $want.thumbprint $want.store ([bool]$want.sni))
    $added = $site.Bindings.Add($information, [string]$want.protocol)
    if ([string]$want.protocol -ceq 'https') {
        $hash = New-Object byte[] 20
        for ($i = 0; $i -lt 20; $i++) { $hash[$i] = [Convert]::ToByte(([string]$want.thumbprint).Substring(2 * $i, 2), 16) }
        $added.CertificateHash = $hash
        $added.CertificateStoreName = [string]$want.store
        if ([bool]$want.sni) { $added.SetAttributeValue('sslFlags', 1) }
    }
}
if ($commit -and $changes.Count -gt 0) { $manager.CommitChanges() }
$manager.Dispose()
@{ refused = ''; what = ''; changes = @($changes.ToArray()) }
