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
$isSite = [string]$Parameters.kind -ceq 'site'
$name = [string]$Parameters.name
$action = [string]$Parameters.action
$until = [DateTime]::UtcNow.AddSeconds([int]$Parameters.seconds)
$changed = $false
function StateOf($object) { try { [string]$object.State } catch { 'Unknown' } }
function Find($in) {
    if ($isSite) {
        foreach ($each in $in.Sites) { if (Same $each.Name $name) { return $each } }
    } else {
        foreach ($each in $in.ApplicationPools) { if (Same $each.Name $name) { return $each } }
    }
}
$manager = New-Object Microsoft.Web.Administration.ServerManager
$found = Find $manager
if ($null -eq $found) {
    $manager.Dispose()
    $missing = if ($isSite) { 'NoSite' } else { 'NoPool' }
    return @{ refused = $missing; what = $name }
}
if ($action -ceq 'recycle' -and @('Stopped', 'Stopping') -contains (StateOf $found)) { $action = 'start' }
if ($action -ceq 'start' -or $action -ceq 'stop') {
    $auto = [bool]$Parameters.auto
    $autoNow = if ($isSite) { [bool]$found.ServerAutoStart } else { [bool]$found.AutoStart }
    if ($autoNow -ne $auto) {
        if ($isSite) { $found.ServerAutoStart = $auto } else { $found.AutoStart = $auto }
        $manager.CommitChanges()
        $manager.Dispose()
        $manager = New-Object Microsoft.Web.Administration.ServerManager
        $found = Find $manager
        $changed = $true
    }
}
$wanted = 'Started'
if ($action -ceq 'stop') { $wanted = 'Stopped' }
if ($action -ceq 'start' -and -not (@('Started', 'Starting') -contains (StateOf $found))) {
    [void]$found.Start()
    $changed = $true
}
if ($action -ceq 'stop' -and -not (@('Stopped', 'Stopping') -contains (StateOf $found))) {
    [void]$found.Stop()
    $changed = $true
}
if ($action -ceq 'recycle') {
    [void]$found.Recycle()
    $changed = $true
}
if ($action -ceq 'end') {
    $wanted = StateOf $found
    foreach ($worker in @($manager.WorkerProcesses)) {
        if (-not (Same $worker.AppPoolName $name)) { continue }
        $process = $null
        try { $process = [System.Diagnostics.Process]::GetProcessById([int]$worker.ProcessId) } catch { $process = $null }
        if ($null -ne $process -and (Same $process.ProcessName 'w3wp')) {
            $process.Kill()
            $left = [int][Math]::Max(1, ($until - [DateTime]::UtcNow).TotalMilliseconds)
            if (-not $process.WaitForExit($left)) { $wanted = 'Ended' }
            $changed = $true
        }
    }
}
$state = StateOf $found
while ($state -cne $wanted -and $wanted -cne 'Ended' -and [DateTime]::UtcNow -lt $until) {
    [System.Threading.Thread]::Sleep(100)
    $state = StateOf $found
}
$manager.Dispose()
@{ refused = ''; what = ''; state = $state; changed = $changed; reached = ($state -ceq $wanted) }
