param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$most = [int]$Parameters.most
$before = [long]$Parameters.before
$sources = @($Parameters.sources)
$xpath = '*'
if ($before -gt 0) {
    $xpath = '*[System[EventRecordID < ' + $before.ToString([Globalization.CultureInfo]::InvariantCulture) + ']]'
}
$kind = [System.Diagnostics.Eventing.Reader.PathType]::LogName
$query = New-Object System.Diagnostics.Eventing.Reader.EventLogQuery([string]$Parameters.log, $kind, $xpath)
$query.ReverseDirection = $true
$reader = New-Object System.Diagnostics.Eventing.Reader.EventLogReader($query)
$from = [DateTimeOffset]::Parse([string]$Parameters.from, [Globalization.CultureInfo]::InvariantCulture).UtcDateTime
$earliest = [DateTime]::MinValue
if ($from -gt $earliest.AddHours(1)) { $earliest = $from.AddHours(-1) }
$events = @()
try {
    while ($events.Count -lt $most) {
        $each = $reader.ReadEvent()
        if ($null -eq $each) { break }
        if ($null -eq $each.TimeCreated) { $each.Dispose(); continue }
        $at = ([DateTime]$each.TimeCreated).ToUniversalTime()
        # Record ids follow the time, but for a clock that was set back; nothing that old comes any more
        if ($at -lt $earliest) { $each.Dispose(); break }
        if ($at -ge $from -and ($sources.Count -eq 0 -or $sources -contains [string]$each.ProviderName)) {
            $events += @{
                recordId = [long]$each.RecordId
                at = $at.ToString('o')
                log = [string]$each.LogName
                source = [string]$each.ProviderName
                id = [int]$each.Id
                level = if ($null -eq $each.Level) { 0 } else { [int]$each.Level }
                computer = [string]$each.MachineName
            }
        }
        $each.Dispose()
    }
} finally {
    $reader.Dispose()
}
@{ events = @($events) }
