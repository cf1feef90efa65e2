param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$milliseconds = [int]$Parameters.milliseconds
$queries = @($Parameters.queries)
$invariant = [Globalization.CultureInfo]::InvariantCulture

function Told($row, $name) {
    $property = $row.CimInstanceProperties[$name]
    if ($null -eq $property -or $null -eq $property.Value) { '' } else { [Convert]::ToString($property.Value, $invariant) }
}
function Refusal($why, $what) { @{ refused = $why; what = [string]$what; type = [long]-1 } }
# Get-CimClass knows wildcards: what is no name of a raw class does not come so far
function Described($query) {
    $class = [string]$query.className
    $property = [string]$query.property
    if ($class -cnotmatch '\AWin32_PerfRawData_[A-Za-z0-9_]+\z') { return Refusal 'NoClass' $class }
    $code = ''
    $found = $null
    try {
        $found = Get-CimClass -ClassName $class -ErrorAction Stop
    } catch [Microsoft.Management.Infrastructure.CimException] {
        $code = [string]$_.Exception.NativeErrorCode
    }
    if ($code -ceq 'InvalidClass' -or $code -ceq 'NotFound') { return Refusal 'NoClass' $class }
    if ($code -cne '') { return Refusal 'Unreadable' $code }
    $declared = $found.CimClassProperties[$property]
    if ($null -eq $declared) { return Refusal 'NoProperty' $property }
    $type = $declared.Qualifiers['CounterType']
    if ($null -eq $type) { return Refusal 'NoCounter' $property }
    @{ refused = ''; what = ''; type = [long]$type.Value }
}
function RowsNow($described) {
    $rows = @{}
    for ($i = 0; $i -lt $queries.Count; $i++) {
        $class = [string]$queries[$i].className
        if ($described[$i].refused -ceq '' -and -not $rows.ContainsKey($class)) {
            $rows[$class] = @(Get-CimInstance -ClassName $class -ErrorAction Stop)
        }
    }
    $rows
}
function Matching($rows, $query) {
    foreach ($row in $rows) {
        if ([string]::Equals((Told $row 'Name'), [string]$query.instance, [StringComparison]::OrdinalIgnoreCase)) { $row }
    }
}
function RawOf($rows, $query) {
    $row = @(Matching $rows $query)
    if ($row.Count -ne 1) { return }
    $property = [string]$query.property
    @{
        value = Told $row[0] $property
        base = Told $row[0] ($property + '_Base')
        perfTime = Told $row[0] 'Timestamp_PerfTime'
        perfFrequency = Told $row[0] 'Frequency_PerfTime'
        systemTime = Told $row[0] 'Timestamp_Sys100NS'
        objectTime = Told $row[0] 'Timestamp_Object'
        objectFrequency = Told $row[0] 'Frequency_Object'
    }
}

$described = @(foreach ($query in $queries) { Described $query })
$before = RowsNow $described
for ($i = 0; $i -lt $queries.Count; $i++) {
    if ($described[$i].refused -ceq '') {
        $count = @(Matching $before[[string]$queries[$i].className] $queries[$i]).Count
        if ($count -eq 0) { $described[$i] = Refusal 'NoInstance' $queries[$i].instance }
        if ($count -gt 1) { $described[$i] = Refusal 'SeveralInstances' $queries[$i].instance }
    }
}
[System.Threading.Thread]::Sleep($milliseconds)
$after = RowsNow $described
$readings = @(for ($i = 0; $i -lt $queries.Count; $i++) {
    $class = [string]$queries[$i].className
    $one = @()
    $other = @()
    if ($described[$i].refused -ceq '') {
        $one = @(RawOf $before[$class] $queries[$i])
        $other = @(RawOf $after[$class] $queries[$i])
    }
    @{
        refused = $described[$i].refused
        what = $described[$i].what
        type = $described[$i].type
        first = $one
        second = $other
    }
})
@{ at = [DateTime]::UtcNow.ToString('o'); readings = $readings }
