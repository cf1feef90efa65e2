param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$user = [System.Security.Principal.WindowsIdentity]::GetCurrent()
$principal = New-Object System.Security.Principal.WindowsPrincipal($user)
if (-not $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)) {
    Write-Error -Message 'Not an administrator' -ErrorId 'emrops.NotAdministrator' -Category PermissionDenied -ErrorAction Stop
}
$place = [System.Security.Cryptography.X509Certificates.StoreLocation]::LocalMachine
$open = [System.Security.Cryptography.X509Certificates.OpenFlags]::ReadWrite -bor [System.Security.Cryptography.X509Certificates.OpenFlags]::OpenExistingOnly
$byThumbprint = [System.Security.Cryptography.X509Certificates.X509FindType]::FindByThumbprint
$name = [string]$Parameters.store
$wanted = [string]$Parameters.thumbprint
$added = $false
$keyed = $null
$chainAdded = New-Object System.Collections.ArrayList
$store = New-Object System.Security.Cryptography.X509Certificates.X509Store($name, $place)
$authorities = New-Object System.Security.Cryptography.X509Certificates.X509Store('CA', $place)
try {
    try {
        $store.Open($open)
        $authorities.Open($open)
    } catch {
        Write-Error -Message 'The store cannot be opened' -ErrorId 'emrops.NoSuchStore' -Category ObjectNotFound -ErrorAction Stop
    }
    $there = $store.Certificates.Find($byThumbprint, $wanted, $false)
    if ($there.Count -gt 0 -and -not $there[0].HasPrivateKey) {
        Write-Error -Message 'The certificate is there without its key' -ErrorId 'emrops.ThereWithoutKey' -Category ResourceExists -ErrorAction Stop
    }
    if ($there.Count -eq 0) {
        $storage = [System.Security.Cryptography.X509Certificates.X509KeyStorageFlags]::MachineKeySet -bor [System.Security.Cryptography.X509Certificates.X509KeyStorageFlags]::PersistKeySet
        if ([bool]$Parameters.exportable) {
            $storage = $storage -bor [System.Security.Cryptography.X509Certificates.X509KeyStorageFlags]::Exportable
        }
        $imported = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2Collection
        $imported.Import($Payload.ToArray(), [string]$Secrets.pfxPassword, $storage)
        foreach ($each in $imported) {
            if ($each.HasPrivateKey) {
                $keyed = $each
            }
        }
        if ($null -eq $keyed -or $keyed.Thumbprint -ne $wanted) {
            Write-Error -Message 'Another certificate was in the file' -ErrorId 'emrops.OtherCertificate' -Category InvalidData -ErrorAction Stop
        }
    }
    foreach ($encoded in @($Parameters.chain)) {
        $bytes = [Convert]::FromBase64String([string]$encoded)
        $one = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2Collection
        $one.Import($bytes)
        if ($authorities.Certificates.Find($byThumbprint, $one[0].Thumbprint, $false).Count -eq 0) {
            $authorities.Add($one[0])
            [void]$chainAdded.Add($one[0].Thumbprint)
        }
    }
    if ($null -ne $keyed) {
        $store.Add($keyed)
        $added = $true
    }
} finally {
    if ($null -ne $keyed -and -not $added) {
        $key = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($keyed)
        if ($null -eq $key) {
            $key = [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::GetECDsaPrivateKey($keyed)
        }
        if ($key -is [System.Security.Cryptography.RSACryptoServiceProvider]) {
            $key.PersistKeyInCsp = $false
            $key.Clear()
        } elseif ($null -ne $key) {
            $key.Key.Delete()
        }
    }
    $store.Close()
    $authorities.Close()
}
@{ thumbprint = $wanted; added = $added; chainAdded = @($chainAdded) }
