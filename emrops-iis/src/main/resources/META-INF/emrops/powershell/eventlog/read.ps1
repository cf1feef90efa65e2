param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$log = [string]$Parameters.log
$xpath = [string]$Parameters.xpath
$oldestFirst = [bool]$Parameters.oldestFirst
$anchorId = [long]$Parameters.anchorId
$anchorAt = [string]$Parameters.anchorAt
$levels = @($Parameters.levels)
$ids = @($Parameters.ids)
$most = [int]$Parameters.most
$look = [int]$Parameters.look
$invariant = [Globalization.CultureInfo]::InvariantCulture
$from = [DateTimeOffset]::Parse([string]$Parameters.from, $invariant).UtcDateTime
$until = [DateTimeOffset]::Parse([string]$Parameters.until, $invariant).UtcDateTime
$providers = New-Object -TypeName 'System.Collections.Generic.HashSet[string]' -ArgumentList ([StringComparer]::OrdinalIgnoreCase)
foreach ($name in @($Parameters.providers)) { [void]$providers.Add([string]$name) }
$kind = [System.Diagnostics.Eventing.Reader.PathType]::LogName
$began = New-Object System.DateTime(1601, 1, 1, 0, 0, 0, [DateTimeKind]::Utc)

function ReaderOf($text, $newestFirst) {
    $query = New-Object System.Diagnostics.Eventing.Reader.EventLogQuery($log, $kind, $text)
    $query.ReverseDirection = $newestFirst
    New-Object System.Diagnostics.Eventing.Reader.EventLogReader($query)
}
function TimeOf($record) {
    if ($null -eq $record.TimeCreated) { $began } else { ([DateTime]$record.TimeCreated).ToUniversalTime() }
}
function PlaceOf($text, $newestFirst) {
    $reader = ReaderOf $text $newestFirst
    try {
        $record = $reader.ReadEvent()
        if ($null -eq $record) {
            @{ id = [long]0; at = $began.ToString('o') }
        } else {
            @{ id = [long]$record.RecordId; at = (TimeOf $record).ToString('o') }
            $record.Dispose()
        }
    } finally {
        $reader.Dispose()
    }
}
# Half a surrogate pair could not be answered
function Whole($text) {
    [Text.Encoding]::UTF8.GetString([Text.Encoding]::UTF8.GetBytes([string]$text))
}

$newest = PlaceOf '*' $true
$oldest = PlaceOf '*' $false
$anchor = 'none'
if ($anchorId -gt 0) {
    $found = PlaceOf ('*[System[EventRecordID = ' + $anchorId.ToString($invariant) + ']]') $false
    $anchor = 'other'
    if ($found.id -eq $anchorId -and $found.at -ceq $anchorAt) { $anchor = 'found' }
    if ($found.id -eq 0 -and $oldest.id -gt $anchorId) { $anchor = 'overwritten' }
}
$last = @{ id = [long]0; at = $began.ToString('o') }
$more = $false
$looked = 0
$events = New-Object System.Collections.ArrayList
if ($anchor -cne 'other') {
    $reader = ReaderOf $xpath (-not $oldestFirst)
    try {
        while ($true) {
            if ($events.Count -ge $most -or $looked -ge $look) { $more = $true; break }
            $record = $reader.ReadEvent()
            if ($null -eq $record) { break }
            $recordId = [long]$record.RecordId
            # What came since the newest was looked up is for the next time
            if ($oldestFirst -and $recordId -gt $newest.id) { $record.Dispose(); break }
            $looked++
            $at = TimeOf $record
            $last = @{ id = $recordId; at = $at.ToString('o') }
            $level = 0
            if ($null -ne $record.Level) { $level = [int]$record.Level }
            $fits = $at -ge $from -and $at -lt $until
            if ($fits -and $levels.Count -gt 0) { $fits = $levels -contains $level }
            if ($fits -and $ids.Count -gt 0) { $fits = $ids -contains [int]$record.Id }
            if ($fits -and $providers.Count -gt 0) { $fits = $providers.Contains([string]$record.ProviderName) }
            if ($fits) {
                [void]$events.Add(@{
                    recordId = $recordId
                    at = $at.ToString('o')
                    source = Whole $record.ProviderName
                    id = [int]$record.Id
                    level = $level
                    computer = Whole $record.MachineName
                })
            }
            $record.Dispose()
        }
    } finally {
        $reader.Dispose()
    }
}
@{
    anchor = $anchor
    oldestId = $oldest.id
    oldestAt = $oldest.at
    newestId = $newest.id
    newestAt = $newest.at
    lastId = $last.id
    lastAt = $last.at
    more = $more
    events = @($events)
}
