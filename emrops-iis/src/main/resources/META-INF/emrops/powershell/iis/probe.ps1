param($Parameters, $Secrets, $Payload)
Set-StrictMode -Version 2
$site = [string]$Parameters.site
$until = [DateTime]::UtcNow.AddMilliseconds([int]$Parameters.milliseconds)
function Left { [int][Math]::Max(1, ($until - [DateTime]::UtcNow).TotalMilliseconds) }
$status = 0
$client = New-Object System.Net.Sockets.TcpClient
try {
    $connecting = $client.BeginConnect([System.Net.IPAddress]::Loopback, [int]$Parameters.port, $null, $null)
    if ($connecting.AsyncWaitHandle.WaitOne((Left))) {
        $client.EndConnect($connecting)
        $client.SendTimeout = Left
        $client.ReceiveTimeout = Left
        $stream = $client.GetStream()
        if ([bool]$Parameters.tls) {
            $trusting = [System.Net.Security.RemoteCertificateValidationCallback] { $true }
            $stream = New-Object System.Net.Security.SslStream($stream, $false, $trusting)
            $stream.AuthenticateAsClient($site, $null, [System.Security.Authentication.SslProtocols]::Tls12, $false)
        }
        $end = [string][char]13 + [string][char]10
        $text = 'GET ' + [string]$Parameters.path + ' HTTP/1.1' + $end + 'Host: ' + $site + $end + 'User-Agent: emrops' + $end + 'Accept: */*' + $end + 'Connection: close' + $end + $end
        $bytes = [System.Text.Encoding]::ASCII.GetBytes($text)
        $stream.Write($bytes, 0, $bytes.Length)
        $line = New-Object System.Text.StringBuilder
        while ($line.Length -lt 64 -and [DateTime]::UtcNow -lt $until) {
            $client.ReceiveTimeout = Left
            $next = $stream.ReadByte()
            if ($next -lt 0 -or $next -eq 13 -or $next -eq 10) { break }
            [void]$line.Append([char]$next)
        }
        $match = [System.Text.RegularExpressions.Regex]::Match($line.ToString(), '^HTTP/1[.][01] ([0-9]{3})')
        if ($match.Success) { $status = [int]$match.Groups[1].Value }
    }
} catch [System.IO.IOException], [System.Net.Sockets.SocketException], [System.Security.Authentication.AuthenticationException] {
    $status = 0
} finally {
    $client.Close()
}
@{ status = $status }
