param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$user = [System.Security.Principal.WindowsIdentity]::GetCurrent()
$principal = New-Object System.Security.Principal.WindowsPrincipal($user)
if (-not $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)) {
    Write-Error -Message 'Not an administrator' -ErrorId 'emrops.NotAdministrator' -Category PermissionDenied -ErrorAction Stop
}
$place = [System.Security.Cryptography.X509Certificates.StoreLocation]::LocalMachine
$existing = [System.Security.Cryptography.X509Certificates.OpenFlags]::OpenExistingOnly
$open = [System.Security.Cryptography.X509Certificates.OpenFlags]::ReadWrite -bor $existing
$byThumbprint = [System.Security.Cryptography.X509Certificates.X509FindType]::FindByThumbprint
$name = [string]$Parameters.store
$wanted = [string]$Parameters.thumbprint
$bindings = New-Object System.Collections.ArrayList
$listeners = New-Object System.Collections.ArrayList
$library = [System.IO.Path]::Combine([Environment]::SystemDirectory, 'inetsrv\Microsoft.Web.Administration.dll')
if ($wanted -ne '' -and [System.IO.File]::Exists($library)) {
    [void][System.Reflection.Assembly]::LoadFrom($library)
    $manager = New-Object Microsoft.Web.Administration.ServerManager
    try {
        foreach ($site in $manager.Sites) {
            foreach ($binding in $site.Bindings) {
                if ([string]$binding.Protocol -eq 'https' -and $null -ne $binding.CertificateHash) {
                    $thumbprint = [BitConverter]::ToString($binding.CertificateHash).Replace('-', '')
                    $from = [string]$binding.CertificateStoreName
                    if ($thumbprint -eq $wanted -and ($from -eq $name -or ($from -eq '' -and $name -eq 'My'))) {
                        [void]$bindings.Add(@{
                            site = [string]$site.Name
                            information = [string]$binding.BindingInformation
                            thumbprint = $thumbprint
                            store = $from
                            sslFlags = [int]$binding.GetAttributeValue('sslFlags')
                        })
                    }
                }
            }
        }
    } finally {
        $manager.Dispose()
    }
}
if ($wanted -ne '') {
    foreach ($kind in @('SslBindingInfo', 'SslSniBindingInfo')) {
        $root = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('SYSTEM\CurrentControlSet\Services\HTTP\Parameters\' + $kind)
        if ($null -ne $root) {
            foreach ($endpoint in $root.GetSubKeyNames()) {
                $entry = $root.OpenSubKey($endpoint)
                $hash = $entry.GetValue('SslCertHash')
                $from = [string]$entry.GetValue('SslCertStoreName')
                if ($hash -is [byte[]] -and ($from -eq $name -or ($from -eq '' -and $name -eq 'My'))) {
                    $thumbprint = [BitConverter]::ToString($hash).Replace('-', '')
                    if ($thumbprint -eq $wanted) {
                        [void]$listeners.Add(@{ endpoint = $endpoint; thumbprint = $thumbprint; store = $from })
                    }
                }
                $entry.Close()
            }
            $root.Close()
        }
    }
}
if ($bindings.Count -gt 0 -or $listeners.Count -gt 0) {
    return @{ removed = $false; keyDeleted = $false; chainRemoved = @(); bindings = @($bindings); listeners = @($listeners) }
}
$removed = $false
$keyDeleted = $false
$chainRemoved = New-Object System.Collections.ArrayList
$store = New-Object System.Security.Cryptography.X509Certificates.X509Store($name, $place)
try {
    try {
        $store.Open($open)
    } catch {
        Write-Error -Message 'The store cannot be opened' -ErrorId 'emrops.NoSuchStore' -Category ObjectNotFound -ErrorAction Stop
    }
    $found = @()
    if ($wanted -ne '') {
        $found = $store.Certificates.Find($byThumbprint, $wanted, $false)
    }
    foreach ($certificate in $found) {
        $key = $null
        $shared = 0
        foreach ($other in $store.Certificates) {
            if ($other.GetPublicKeyString() -eq $certificate.GetPublicKeyString()) {
                $shared = $shared + 1
            }
        }
        if ($certificate.HasPrivateKey -and $shared -eq 1) {
            $key = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($certificate)
            if ($null -eq $key) {
                $key = [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::GetECDsaPrivateKey($certificate)
            }
        }
        $store.Remove($certificate)
        $removed = $true
        if ($key -is [System.Security.Cryptography.RSACryptoServiceProvider]) {
            $key.PersistKeyInCsp = $false
            $key.Clear()
            $keyDeleted = $true
        } elseif ($null -ne $key) {
            $key.Key.Delete()
            $keyDeleted = $true
        }
    }
} finally {
    $store.Close()
}
$authorities = New-Object System.Security.Cryptography.X509Certificates.X509Store('CA', $place)
try {
    $authorities.Open($open)
    foreach ($thumbprint in @($Parameters.chain)) {
        foreach ($authority in $authorities.Certificates.Find($byThumbprint, [string]$thumbprint, $false)) {
            $subject = [BitConverter]::ToString($authority.SubjectName.RawData)
            $needed = $false
            foreach ($holder in @($name, 'My', 'WebHosting', 'CA')) {
                $issued = New-Object System.Security.Cryptography.X509Certificates.X509Store($holder, $place)
                try {
                    $issued.Open($existing)
                    foreach ($other in $issued.Certificates) {
                        if ([BitConverter]::ToString($other.IssuerName.RawData) -eq $subject) {
                            $needed = $true
                        }
                    }
                } catch {
                    $needed = $needed -or $holder -ne 'WebHosting'
                } finally {
                    $issued.Close()
                }
            }
            if (-not $needed) {
                $authorities.Remove($authority)
                [void]$chainRemoved.Add($authority.Thumbprint)
            }
        }
    }
} finally {
    $authorities.Close()
}
@{ removed = $removed; keyDeleted = $keyDeleted; chainRemoved = @($chainRemoved); bindings = @(); listeners = @() }
