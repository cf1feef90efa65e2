param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$most = [int]$Parameters.most
$invariant = [Globalization.CultureInfo]::InvariantCulture
$began = New-Object System.DateTime(1601, 1, 1, 0, 0, 0, [DateTimeKind]::Utc)
$asked = @{}
$conditions = New-Object System.Collections.ArrayList
foreach ($each in @($Parameters.wanted)) {
    $number = ([long]$each.recordId).ToString($invariant)
    $asked[$number + ' ' + [string]$each.at] = $true
    [void]$conditions.Add('EventRecordID = ' + $number)
}
$xpath = '*[System[' + [string]::Join(' or ', $conditions.ToArray()) + ']]'
$kind = [System.Diagnostics.Eventing.Reader.PathType]::LogName
$query = New-Object System.Diagnostics.Eventing.Reader.EventLogQuery([string]$Parameters.log, $kind, $xpath)
$reader = New-Object System.Diagnostics.Eventing.Reader.EventLogReader($query)
$messages = New-Object System.Collections.ArrayList
try {
    while ($true) {
        $record = $reader.ReadEvent()
        if ($null -eq $record) { break }
        $at = $began
        if ($null -ne $record.TimeCreated) { $at = ([DateTime]$record.TimeCreated).ToUniversalTime() }
        $number = ([long]$record.RecordId).ToString($invariant)
        if ($asked.ContainsKey($number + ' ' + $at.ToString('o'))) {
            $text = $null
            # The provider may be gone, or its resources
            try { $text = $record.FormatDescription() } catch { $text = $null }
            if (-not [string]::IsNullOrEmpty($text)) {
                if ($text.Length -gt $most) { $text = $text.Substring(0, $most) }
                # Half a surrogate pair could not be answered
                $text = [Text.Encoding]::UTF8.GetString([Text.Encoding]::UTF8.GetBytes($text))
                [void]$messages.Add(@{ recordId = [long]$record.RecordId; at = $at.ToString('o'); text = $text })
            }
        }
        $record.Dispose()
    }
} finally {
    $reader.Dispose()
}
@{ messages = @($messages) }
