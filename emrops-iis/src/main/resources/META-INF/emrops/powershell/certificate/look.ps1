param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$place = [System.Security.Cryptography.X509Certificates.StoreLocation]::LocalMachine
$open = [System.Security.Cryptography.X509Certificates.OpenFlags]::ReadOnly -bor [System.Security.Cryptography.X509Certificates.OpenFlags]::OpenExistingOnly
$name = [string]$Parameters.store
$certificates = New-Object System.Collections.ArrayList
$store = New-Object System.Security.Cryptography.X509Certificates.X509Store($name, $place)
try {
    try {
        $store.Open($open)
    } catch {
        Write-Error -Message 'The store cannot be opened' -ErrorId 'emrops.NoSuchStore' -Category ObjectNotFound -ErrorAction Stop
    }
    foreach ($each in $store.Certificates) {
        [void]$certificates.Add(@{ encoded = [Convert]::ToBase64String($each.RawData); privateKey = $each.HasPrivateKey })
    }
} finally {
    $store.Close()
}
$intermediates = New-Object System.Collections.ArrayList
$authorities = New-Object System.Security.Cryptography.X509Certificates.X509Store('CA', $place)
try {
    $authorities.Open($open)
    foreach ($each in $authorities.Certificates) {
        [void]$intermediates.Add($each.Thumbprint)
    }
} finally {
    $authorities.Close()
}
$user = [System.Security.Principal.WindowsIdentity]::GetCurrent()
$principal = New-Object System.Security.Principal.WindowsPrincipal($user)
$administrator = $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
$bindings = New-Object System.Collections.ArrayList
$listeners = New-Object System.Collections.ArrayList
$library = [System.IO.Path]::Combine([Environment]::SystemDirectory, 'inetsrv\Microsoft.Web.Administration.dll')
if ($administrator -and [System.IO.File]::Exists($library)) {
    [void][System.Reflection.Assembly]::LoadFrom($library)
    $manager = New-Object Microsoft.Web.Administration.ServerManager
    try {
        foreach ($site in $manager.Sites) {
            foreach ($binding in $site.Bindings) {
                if ([string]$binding.Protocol -eq 'https') {
                    $thumbprint = ''
                    if ($null -ne $binding.CertificateHash) {
                        $thumbprint = [BitConverter]::ToString($binding.CertificateHash).Replace('-', '')
                    }
                    [void]$bindings.Add(@{
                        site = [string]$site.Name
                        information = [string]$binding.BindingInformation
                        thumbprint = $thumbprint
                        store = [string]$binding.CertificateStoreName
                        sslFlags = [int]$binding.GetAttributeValue('sslFlags')
                    })
                }
            }
        }
    } finally {
        $manager.Dispose()
    }
}
if ($administrator) {
    foreach ($kind in @('SslBindingInfo', 'SslSniBindingInfo')) {
        $root = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('SYSTEM\CurrentControlSet\Services\HTTP\Parameters\' + $kind)
        if ($null -ne $root) {
            foreach ($endpoint in $root.GetSubKeyNames()) {
                $entry = $root.OpenSubKey($endpoint)
                $hash = $entry.GetValue('SslCertHash')
                if ($hash -is [byte[]]) {
                    [void]$listeners.Add(@{
                        endpoint = $endpoint
                        thumbprint = [BitConverter]::ToString($hash).Replace('-', '')
                        store = [string]$entry.GetValue('SslCertStoreName')
                    })
                }
                $entry.Close()
            }
            $root.Close()
        }
    }
}
@{
    certificates = @($certificates)
    intermediates = @($intermediates)
    usesKnown = $administrator
    bindings = @($bindings)
    listeners = @($listeners)
}
