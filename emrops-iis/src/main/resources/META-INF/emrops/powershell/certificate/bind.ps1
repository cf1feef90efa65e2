param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$user = [System.Security.Principal.WindowsIdentity]::GetCurrent()
$principal = New-Object System.Security.Principal.WindowsPrincipal($user)
if (-not $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)) {
    Write-Error -Message 'Not an administrator' -ErrorId 'emrops.NotAdministrator' -Category PermissionDenied -ErrorAction Stop
}
$library = [System.IO.Path]::Combine([Environment]::SystemDirectory, 'inetsrv\Microsoft.Web.Administration.dll')
if (-not [System.IO.File]::Exists($library)) {
    Write-Error -Message 'IIS is not there' -ErrorId 'emrops.NoIis' -Category NotInstalled -ErrorAction Stop
}
$name = [string]$Parameters.store
$wanted = [string]$Parameters.thumbprint
$hash = $null
if ($wanted -ne '') {
    $place = [System.Security.Cryptography.X509Certificates.StoreLocation]::LocalMachine
    $open = [System.Security.Cryptography.X509Certificates.OpenFlags]::ReadOnly -bor [System.Security.Cryptography.X509Certificates.OpenFlags]::OpenExistingOnly
    $store = New-Object System.Security.Cryptography.X509Certificates.X509Store($name, $place)
    try {
        try {
            $store.Open($open)
        } catch {
            Write-Error -Message 'The store cannot be opened' -ErrorId 'emrops.NoSuchStore' -Category ObjectNotFound -ErrorAction Stop
        }
        $there = $store.Certificates.Find([System.Security.Cryptography.X509Certificates.X509FindType]::FindByThumbprint, $wanted, $false)
        if ($there.Count -eq 0) {
            Write-Error -Message 'The certificate is not in the store' -ErrorId 'emrops.NoSuchCertificate' -Category ObjectNotFound -ErrorAction Stop
        }
        if (-not $there[0].HasPrivateKey) {
            Write-Error -Message 'The certificate has no private key' -ErrorId 'emrops.NoPrivateKey' -Category InvalidData -ErrorAction Stop
        }
        $hash = $there[0].GetCertHash()
    } finally {
        $store.Close()
    }
}
[void][System.Reflection.Assembly]::LoadFrom($library)
$exactly = [System.StringComparison]::OrdinalIgnoreCase
$siteName = [string]$Parameters.site
$information = [string]$Parameters.information
$changed = $false
$before = ''
$beforeStore = ''
$manager = New-Object Microsoft.Web.Administration.ServerManager
try {
    $site = $null
    foreach ($each in $manager.Sites) {
        if ([string]::Equals([string]$each.Name, $siteName, $exactly)) {
            $site = $each
        }
    }
    if ($null -eq $site) {
        Write-Error -Message 'The site is not there' -ErrorId 'emrops.NoSuchSite' -Category ObjectNotFound -ErrorAction Stop
    }
    $binding = $null
    foreach ($each in $site.Bindings) {
        if ([string]$each.Protocol -eq 'https' -and [string]::Equals([string]$each.BindingInformation, $information, $exactly)) {
            $binding = $each
        }
    }
    if ($null -eq $binding) {
        Write-Error -Message 'The binding is not there' -ErrorId 'emrops.NoSuchBinding' -Category ObjectNotFound -ErrorAction Stop
    }
    $sslFlags = [int]$binding.GetAttributeValue('sslFlags')
    if (($sslFlags -band 2) -ne 0) {
        Write-Error -Message 'The binding uses the central store' -ErrorId 'emrops.CentralStore' -Category InvalidOperation -ErrorAction Stop
    }
    if ($null -ne $binding.CertificateHash) {
        $before = [BitConverter]::ToString($binding.CertificateHash).Replace('-', '')
    }
    $beforeStore = [string]$binding.CertificateStoreName
    $same = $before -eq $wanted -and ($wanted -eq '' -or $beforeStore -eq $name -or ($beforeStore -eq '' -and $name -eq 'My'))
    if (-not $same) {
        if ([bool]$Parameters.onlyFrom -and $before -ne [string]$Parameters.from) {
            Write-Error -Message 'The binding has another certificate' -ErrorId 'emrops.BindingChanged' -Category ResourceExists -ErrorAction Stop
        }
        $replacement = $site.Bindings.CreateElement('binding')
        $replacement.Protocol = $binding.Protocol
        $replacement.BindingInformation = $binding.BindingInformation
        foreach ($attribute in $binding.Attributes) {
            if (@('protocol', 'bindingInformation', 'sslFlags', 'certificateHash', 'certificateStoreName', 'isDsMapperEnabled') -notcontains $attribute.Name -and $null -ne $attribute.Value) {
                $replacement.SetAttributeValue($attribute.Name, $attribute.Value)
            }
        }
        if ($sslFlags -gt 0) {
            $replacement.SetAttributeValue('sslFlags', $sslFlags)
        }
        if ($null -ne $hash) {
            $replacement.CertificateStoreName = $name
            $replacement.CertificateHash = $hash
            if ($binding.UseDsMapper) {
                $replacement.UseDsMapper = $true
            }
        }
        $site.Bindings.Remove($binding)
        [void]$site.Bindings.Add($replacement)
        $manager.CommitChanges()
        $changed = $true
    }
} finally {
    $manager.Dispose()
}
$now = ''
$manager = New-Object Microsoft.Web.Administration.ServerManager
try {
    foreach ($each in $manager.Sites) {
        if ([string]::Equals([string]$each.Name, $siteName, $exactly)) {
            foreach ($binding in $each.Bindings) {
                if ([string]$binding.Protocol -eq 'https' -and [string]::Equals([string]$binding.BindingInformation, $information, $exactly) -and $null -ne $binding.CertificateHash) {
                    $now = [BitConverter]::ToString($binding.CertificateHash).Replace('-', '')
                }
            }
        }
    }
} finally {
    $manager.Dispose()
}
@{ changed = $changed; before = $before; beforeStore = $beforeStore; now = $now }
