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
$name = [string]$Parameters.pool
$manager = New-Object Microsoft.Web.Administration.ServerManager
$pool = $null
foreach ($each in $manager.ApplicationPools) { if (Same $each.Name $name) { $pool = $each } }
if ($null -eq $pool) {
    $manager.Dispose()
    return @{ refused = 'NoPool'; what = $name }
}
$workers = @(foreach ($worker in $manager.WorkerProcesses) {
    if (Same $worker.AppPoolName $name) {
        $process = $null
        try { $process = [System.Diagnostics.Process]::GetProcessById([int]$worker.ProcessId) } catch { $process = $null }
        if ($null -ne $process) {
            @{
                pid = [long]$worker.ProcessId
                state = [string]$worker.State
                memory = [long]$process.WorkingSet64
                requests = [int]$worker.GetRequests(0).Count
                started = $process.StartTime.ToUniversalTime().ToString('o')
            }
        }
    }
})
$manager.Dispose()
@{ refused = ''; what = ''; workers = $workers }
