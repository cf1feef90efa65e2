param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$milliseconds = [int]$Parameters.milliseconds
$invariant = [Globalization.CultureInfo]::InvariantCulture
$untold = New-Object -TypeName 'System.Collections.Generic.HashSet[string]'
$library = [System.IO.Path]::Combine([Environment]::SystemDirectory, 'inetsrv\Microsoft.Web.Administration.dll')
$user = New-Object System.Security.Principal.WindowsPrincipal([System.Security.Principal.WindowsIdentity]::GetCurrent())
$iis = 'there'
if (-not [System.IO.File]::Exists($library)) {
    $iis = 'none'
} elseif (-not $user.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)) {
    $iis = 'notAdministrator'
} else {
    [void][System.Reflection.Assembly]::LoadFrom($library)
}

# What is not told is an empty text, and never 0
function Told($row, $name) {
    $property = $row.CimInstanceProperties[$name]
    if ($null -eq $property -or $null -eq $property.Value) { '' } else { [Convert]::ToString($property.Value, $invariant) }
}
function RowsOf($class) {
    try {
        Get-CimInstance -ClassName $class -ErrorAction Stop
    } catch [Microsoft.Management.Infrastructure.CimException] {
        [void]$untold.Add($class)
    }
}
# Half a surrogate pair could not be answered
function Whole($text) {
    [Text.Encoding]::UTF8.GetString([Text.Encoding]::UTF8.GetBytes([string]$text))
}
function PoolsByProcess {
    $pools = @{}
    if ($iis -ceq 'there') {
        $manager = New-Object Microsoft.Web.Administration.ServerManager
        try {
            foreach ($worker in $manager.WorkerProcesses) { $pools[[string]$worker.ProcessId] = [string]$worker.AppPoolName }
        } catch {
            [void]$untold.Add('WorkerProcesses')
        } finally {
            $manager.Dispose()
        }
    }
    $pools
}
function ProcessorsNow {
    foreach ($row in @(RowsOf 'Win32_PerfRawData_Counters_ProcessorInformation')) {
        if ((Told $row 'Name') -ceq '_Total') {
            @{ idle = Told $row 'PercentProcessorTime'; stamp = Told $row 'Timestamp_Sys100NS' }
        }
    }
}
function NetworksNow {
    foreach ($row in @(RowsOf 'Win32_PerfRawData_Tcpip_NetworkInterface')) {
        @{
            name = Whole (Told $row 'Name')
            received = Told $row 'BytesReceivedPersec'
            sent = Told $row 'BytesSentPersec'
            stamp = Told $row 'Timestamp_PerfTime'
            frequency = Told $row 'Frequency_PerfTime'
        }
    }
}
function WorkersNow {
    $pools = PoolsByProcess
    if ($pools.Count -eq 0) { return }
    foreach ($row in @(RowsOf 'Win32_PerfRawData_PerfProc_Process')) {
        $process = Told $row 'IDProcess'
        if ($pools.ContainsKey($process)) {
            @{
                pool = Whole $pools[$process]
                pid = [long]$process
                began = Told $row 'ElapsedTime'
                used = Told $row 'PercentProcessorTime'
                stamp = Told $row 'Timestamp_Sys100NS'
                memory = Told $row 'WorkingSetPrivate'
            }
        }
    }
}
function SitesNow {
    if ($iis -ceq 'none') { return }
    foreach ($row in @(RowsOf 'Win32_PerfRawData_W3SVC_WebService')) {
        if ((Told $row 'Name') -cne '_Total') {
            @{
                name = Whole (Told $row 'Name')
                connections = Told $row 'CurrentConnections'
                requests = Told $row 'TotalMethodRequestsPersec'
                stamp = Told $row 'Timestamp_PerfTime'
                frequency = Told $row 'Frequency_PerfTime'
            }
        }
    }
}
function SampleNow {
    @{
        processors = @(ProcessorsNow)
        networks = @(NetworksNow)
        workers = @(WorkersNow)
        sites = @(SitesNow)
    }
}

$first = SampleNow
[System.Threading.Thread]::Sleep($milliseconds)
$second = SampleNow
$counts = @(foreach ($row in @(RowsOf 'Win32_ComputerSystem')) { Told $row 'NumberOfLogicalProcessors' })
$totals = @(foreach ($row in @(RowsOf 'Win32_OperatingSystem')) { Told $row 'TotalVisibleMemorySize' })
$memory = @(foreach ($row in @(RowsOf 'Win32_PerfRawData_PerfOS_Memory')) {
    @{
        available = Told $row 'AvailableBytes'
        committed = Told $row 'CommittedBytes'
        commitLimit = Told $row 'CommitLimit'
    }
})
$disks = @(foreach ($row in @(RowsOf 'Win32_LogicalDisk')) {
    if ((Told $row 'DriveType') -ceq '3') {
        @{ name = Told $row 'DeviceID'; size = Told $row 'Size'; free = Told $row 'FreeSpace' }
    }
})
@{
    at = [DateTime]::UtcNow.ToString('o')
    iis = $iis
    processorCounts = $counts
    memoryKilobytes = $totals
    memory = $memory
    disks = $disks
    first = $first
    second = $second
    untold = @($untold)
}
